import { faults } from '@bearerkit/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bearer, outcome, registryFor, signIn } from './__fixtures__/stage.ts';
import { createGoogleFake, type GoogleFake } from './fake/index.ts';
import { google } from './google.ts';

let fake: GoogleFake;
beforeEach(async () => {
  fake = await createGoogleFake();
});
afterEach(() => fake.stop());

const tokeninfo = '/oauth2/v3/tokeninfo';
const known = (person: number) => `user ${fake.people[person]?.sub}`;
const emailOf = async (person: number) => {
  const { accessToken } = fake.mint({ person: fake.people[person] as GoogleFake['people'][0] });
  const { email, emailVerified } = await registryFor(fake).verify(bearer(accessToken));
  return [email, emailVerified];
};

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'tokeninfo-accepts-any-app': async () => {
    const stolen = fake.mint({ client: fake.clients[2] }).accessToken;
    const body = new URLSearchParams({ access_token: stolen });
    expect((await fetch(fake.url + tokeninfo, { method: 'POST', body })).status).toBe(200);
    expect(await outcome(registryFor(fake), stolen)).toBe('401 wrong_app');
  },

  'tokeninfo-strings': async () => {
    const { accessToken } = fake.mint({ person: fake.people[3], life: 120 });
    const auth = await registryFor(fake).verify(bearer(accessToken));
    expect(auth.emailVerified).toBe(false);
    expect(auth.claims).toMatchObject({ email_verified: 'false', exp: String(auth.expiresAt) });
  },

  'tokeninfo-has-no-iss-or-hd': async () => {
    const registry = registryFor(fake, { hostedDomains: ['example.com'] });
    const auth = await registry.verify(bearer(fake.mint().accessToken));
    expect(Object.keys(auth.claims)).not.toContain('hd');
    expect(fake.calls('/v1/userinfo')).toBe(1);
  },

  'tokeninfo-400-not-401': async () => {
    for (const look of ['full', 'bare'] as const) {
      fake.settings.tokeninfoError = look;
      expect(await outcome(registryFor(fake), 'ya29.unknown')).toBe('401 inactive');
    }
  },

  'tokeninfo-token-in-url': async () => {
    const registry = registryFor(fake);
    const { accessToken, refreshToken = '' } = await signIn(fake, registry);
    await registry.verify(bearer(accessToken));
    await registry.client('google').revoke(accessToken);
    const urls = fake.log.map(({ path, query }) => `${path}?${query}`).join();
    expect(urls).not.toContain(accessToken.slice(5));
    expect(urls).not.toContain(refreshToken.slice(3));
    expect(fake.log.find(({ path }) => path === tokeninfo)).toMatchObject({ method: 'POST' });
  },

  'no-sub-without-openid': async () => {
    const drive = ['https://www.googleapis.com/auth/drive'];
    expect(await outcome(registryFor(fake), fake.mint({ scopes: drive }).accessToken)).toBe('401 unrecognised');
    expect(await outcome(registryFor(fake), fake.mint({ scopes: ['openid'] }).accessToken)).toBe(known(0));
  },

  'tokeninfo-is-debug': async () => {
    const registry = registryFor(fake);
    const [kept, fresh] = [fake.mint().accessToken, fake.mint().accessToken];
    expect(await outcome(registry, kept)).toBe(known(0));
    fake.fail(faults.status(429));
    expect(await outcome(registry, kept)).toBe(known(0));
    expect(await outcome(registry, fresh)).toBe('503 provider_rate_limited');
  },

  'issuer-two-forms': async () => {
    const bare = fake.idToken({ claims: { iss: fake.url.replace('http://', '') } });
    const registry = registryFor(fake, { acceptIdTokens: true });
    expect(await outcome(registry, bare)).toBe('401 unknown_issuer');
    expect(await outcome(registry, fake.idToken())).toBe(known(0));
  },

  'service-account-mints-any-audience': async () => {
    const minted = fake.idToken({ about: 'service-account' });
    expect(await outcome(registryFor(fake, { acceptIdTokens: true }), minted)).toBe('401 wrong_app');
  },

  'sa-azp-varies': async () => {
    const { id } = fake.serviceAccount;
    const registry = registryFor(fake, { acceptIdTokens: true, serviceAccounts: [id] });
    for (const azp of [fake.serviceAccount.email, id]) {
      const token = fake.idToken({ about: 'service-account', claims: { azp } });
      expect(await outcome(registry, token)).toBe(`client ${id}`);
      expect(await outcome(registryFor(fake, { acceptIdTokens: true }), token)).toBe('401 wrong_app');
    }
    const elsewhere = fake.idToken({ about: 'service-account', audience: 'https://other.example' });
    expect(await outcome(registry, elsewhere)).toBe('401 wrong_audience');
  },

  'gcloud-client-is-public': async () => {
    const gcloud = '32555940559.apps.googleusercontent.com';
    expect(() => google({ clientId: gcloud })).toThrow('public');
    expect(() => google({ clientId: 'ours', otherClientIds: [gcloud] })).toThrow('`otherClientIds.0`');
  },

  'email-verified-not-authoritative': async () => {
    expect(await emailOf(0)).toEqual(['member-1@example.com', true]);
    expect(await emailOf(1)).toEqual(['member.2@gmail.com', true]);
    expect(await emailOf(2)).toEqual(['member-3@example.com', false]);
    expect(await emailOf(3)).toEqual(['member-4@example.org', false]);
  },

  'hd-is-a-claim-not-a-suffix': async () => {
    const registry = registryFor(fake, { hostedDomains: ['example.com'] });
    expect(await outcome(registry, fake.mint().accessToken)).toBe(known(0));
    const consumer = fake.mint({ person: fake.people[2] });
    expect(await outcome(registry, consumer.accessToken)).toBe('401 unrecognised');
    // Whoever moves userinfo moves the check with it.
    const userinfo = { url: fake.endpoints.userinfo as string, headers: { 'x-proxy': '1' } };
    const moved = registryFor(fake, { hostedDomains: ['example.com'], endpoints: { ...fake.endpoints, userinfo } });
    expect(await outcome(moved, consumer.accessToken)).toBe('401 unrecognised');
  },

  'hd-param-is-a-hint': async () => {
    const registry = registryFor(fake, { hostedDomains: ['example.com'] });
    const { url } = await registry.client('google').authorize({ redirectUri: fake.client.redirectUri });
    expect(new URL(url).searchParams.get('hd')).toBe('example.com');
    const { accessToken } = await signIn(fake, registry, { sub: fake.people[1].sub });
    expect(await outcome(registry, accessToken)).toBe('401 unrecognised');
  },

  'scope-aliases': async () => {
    const registry = registryFor(fake);
    const tokens = await signIn(fake, registry);
    const { providerScopes, claims } = await registry.verify(bearer(tokens.accessToken));
    expect(claims.scope).toContain('https://www.googleapis.com/auth/userinfo.email');
    expect([tokens.scopes, providerScopes]).toEqual(Array(2).fill(['openid', 'email', 'profile']));
  },

  'scopes-shrink-and-grow': async () => {
    const registry = registryFor(fake);
    const tokens = await signIn(fake, registry, { without: ['email'] });
    const auth = await registry.verify(bearer(tokens.accessToken));
    expect([tokens.scopes, auth.providerScopes, 'email' in auth]).toEqual([
      ['openid', 'profile'],
      ['openid', 'profile'],
      false,
    ]);
  },

  'refresh-only-first-consent': async () => {
    const registry = registryFor(fake);
    const [first, second] = [await signIn(fake, registry), await signIn(fake, registry)];
    expect([typeof first.refreshToken, 'refreshToken' in second]).toEqual(['string', false]);
    const forced = await signIn(fake, registry, { parameters: { prompt: 'consent' } });
    expect(typeof forced.refreshToken).toBe('string');
    const online = await signIn(fake, registryFor(fake, { offline: false }), { sub: fake.people[1].sub });
    expect('refreshToken' in online).toBe(false);
  },

  'testing-mode-seven-days': async () => {
    fake.settings.testing = true;
    const { refreshToken = '' } = fake.mint();
    fake.clock.advance(7 * 86_400 + 1);
    await expect(registryFor(fake).client('google').refresh(refreshToken)).rejects.toMatchObject({
      code: 'invalid_grant',
    });
    expect(google.about.setup?.steps.join()).toContain('refresh tokens die after 7 days');
  },

  'hundred-refresh-tokens': async () => {
    const client = registryFor(fake).client('google');
    const tokens = Array.from({ length: 101 }, () => fake.mint().refreshToken ?? '');
    await expect(client.refresh(tokens[0] ?? '')).rejects.toMatchObject({ code: 'invalid_grant' });
    expect((await client.refresh(tokens[1] ?? '')).tokenType).toBe('Bearer');
  },

  'error-text-changes-with-age': async () => {
    const client = registryFor(fake).client('google');
    const tokens = fake.mint();
    fake.remove(tokens);
    const said: string[] = [];
    for (let times = 0; times < 2; times += 1) {
      await client.refresh(tokens.refreshToken ?? '').catch(({ code, message }) => said.push(code, message));
    }
    expect(said[0]).toBe('invalid_grant');
    expect(said.slice(0, 2)).toEqual(said.slice(2));
  },

  'revoke-needs-post': async () => {
    const registry = registryFor(fake);
    const { accessToken } = fake.mint();
    await registry.client('google').revoke(accessToken);
    expect(fake.log.at(-1)).toMatchObject({ method: 'POST', path: '/revoke', body: `token=${accessToken}` });
    expect(await outcome(registryFor(fake), accessToken)).toBe('401 inactive');
    expect((await fetch(`${fake.url}/revoke?token=${accessToken}`)).status).toBe(404);
  },

  'id-token-lacks-name': async () => {
    const nameless = fake.idToken({ claims: { name: undefined, picture: undefined } });
    const auth = await registryFor(fake, { acceptIdTokens: true }).verify(bearer(nameless));
    expect([auth.subject, 'name' in auth]).toEqual([fake.people[0].sub, false]);
  },

  'picture-absent': async () => {
    const { accessToken } = fake.mint({ person: fake.people[1] });
    const auth = await registryFor(fake).verify(bearer(accessToken));
    expect([auth.name, (await auth.profile()).picture]).toEqual(['Member Two', undefined]);
  },

  'userinfo-401-says-invalid-request': async () => {
    const { accessToken } = fake.mint();
    const body = '{"error":"invalid_request","error_description":"Invalid Credentials"}';
    fake.fail(faults.status(401, { body }), { path: '/v1/userinfo' });
    expect(await outcome(registryFor(fake), accessToken)).toBe('401 inactive');
  },

  'missing-scope-looks-like-bad-token': async () => {
    fake.settings.userinfoError = 'api';
    const { accessToken } = fake.mint({ scopes: ['https://www.googleapis.com/auth/drive'] });
    expect((await fetch(`${fake.url}/v1/userinfo`, bearer(accessToken))).status).toBe(401);
    expect(await outcome(registryFor(fake), accessToken)).toBe('401 unrecognised');
    expect(fake.calls('/v1/userinfo')).toBe(1);
  },

  'v2-v3-fields': async () => {
    const registry = registryFor(fake, { endpoints: { ...fake.endpoints, userinfo: fake.userinfoV2 } });
    expect(await outcome(registry, fake.mint().accessToken)).toBe('503 provider_malformed');
  },

  'sub-overflows-number': async () => {
    const { sub } = fake.people[0];
    expect(String(Number(sub))).not.toBe(sub);
    expect(await outcome(registryFor(fake), fake.mint().accessToken)).toBe(`user ${sub}`);
  },

  'risc-slash-no-exp-two-namespaces': async () => {
    const events = { 'https://schemas.openid.net/secevent/risc/event-type/sessions-revoked': {} };
    const claims = { iss: `${fake.url}/`, exp: undefined, sub: undefined, events };
    const event = fake.idToken({ claims, header: { typ: 'secevent+jwt' } });
    expect(await outcome(registryFor(fake, { acceptIdTokens: true }), event)).toBe('401 unknown_issuer');
  },

  'iss-parameter-optional': async () => {
    for (const issuerInCallback of [false, true]) {
      fake.settings.issuerInCallback = issuerInCallback;
      const request = await registryFor(fake).client('google').authorize({ redirectUri: fake.client.redirectUri });
      expect(request.issuer).toBeUndefined();
      expect((await signIn(fake, registryFor(fake))).tokenType).toBe('Bearer');
    }
  },

  'idle-client-deleted': async () => {
    fake.settings.clientDeleted = true;
    const refreshed = registryFor(fake)
      .client('google')
      .refresh(fake.mint().refreshToken ?? '');
    await expect(refreshed).rejects.toMatchObject({ code: 'deleted_client' });
  },
};

it.each(google.about.quirks.map(({ id }) => id))('%s', async (id) => {
  expect(Object.keys(tests)).toContain(id);
  await tests[id]?.();
});

it('no test is of a quirk that is not listed', () => {
  expect(Object.keys(tests)).toEqual(google.about.quirks.map(({ id }) => id));
});
