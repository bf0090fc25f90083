import { afterEach, beforeEach, expect, it } from 'vitest';
import { bearer, codeFor, outcome, redirectUri, registryFor, signIn } from './__fixtures__/sign-in.ts';
import { createMeetupFake, type MeetupFake } from './fake/index.ts';
import { meetup } from './meetup.ts';

let fake: MeetupFake;
beforeEach(async () => {
  fake = await createMeetupFake();
});
afterEach(() => fake.stop());

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'no-introspection': async () => {
    const registry = registryFor(fake);
    const theirs = fake.mint({ client: fake.clients[1] }).accessToken;
    const ours = (await signIn(fake, registry)).accessToken;
    const [about, aboutOurs] = await Promise.all([self(theirs), self(ours)]);
    expect(about).toEqual(aboutOurs);
    expect([await outcome(registry, theirs), await outcome(registry, ours)]).toEqual(['401 unbound', '200000001']);
  },

  'anonymous-200': async () => {
    fake.settings.badToken = 'null-self-200';
    const registry = registryFor(fake, { binding: 'none', acceptTokensOfAnyApp: true });
    expect(await outcome(registry, 'made-up')).toBe('401 inactive');
    expect(fake.calls('/gql-ext')).toBe(1);
  },

  'errors-inside-200': async () => {
    const registry = registryFor(fake, { binding: 'none', acceptTokensOfAnyApp: true });
    fake.settings.badToken = 'errors-200';
    expect(await outcome(registry, 'made-up')).toBe('401 inactive');
    const { accessToken } = fake.mint();
    fake.fail(() => answer({ errors: [{ message: 'Internal error' }] }));
    expect(await outcome(registry, accessToken)).toBe('503 provider_unreachable');
    expect(fake.calls('/gql-ext')).toBe(3);
  },

  'id-type-drift': async () => {
    const registry = registryFor(fake);
    const asString = (await signIn(fake, registry)).accessToken;
    expect(await outcome(registry, asString)).toBe('200000001');
    fake.settings.numericIds = true;
    expect(await outcome(registry, (await signIn(fake, registry)).accessToken)).toBe('200000001');
  },

  'basic-auth-ignored': async () => {
    await signIn(fake, registryFor(fake));
    const call = fake.log.find(({ path }) => path === '/oauth2/access');
    expect(call?.headers.authorization).toBeUndefined();
    expect(call?.form.get('client_secret')).toBe(fake.clients[0].secret);
  },

  'invalid-client-for-redirect': async () => {
    const registry = registryFor(fake);
    const code = await codeFor(fake, registry);
    const differing = registry.client('meetup').exchange({ ...code, redirectUri: `${redirectUri}/else` });
    await expect(differing).rejects.toMatchObject({ code: 'invalid_client' });
    await expect(differing).rejects.toThrow('redirect URI');
  },

  'refresh-single-use-ish': async () => {
    const client = registryFor(fake).client('meetup');
    for (const refresh of ['same', 'rotate', 'dies-after-use'] as const) {
      fake.settings.refresh = refresh;
      const { refreshToken = '' } = await client.exchange({ ...(await codeFor(fake, registryFor(fake))), redirectUri });
      fake.forget();
      const [one, two] = await Promise.all([client.refresh(refreshToken), client.refresh(refreshToken)]);
      expect([one === two, fake.calls('/oauth2/access')]).toEqual([true, 1]);
      expect(one.refreshToken === refreshToken).toBe(refresh !== 'rotate');
    }
    const { refreshToken: dead = '' } = fake.mint();
    await client.refresh(dead);
    await expect(client.refresh(dead)).rejects.toMatchObject({ code: 'invalid_grant' });
  },

  'email-nulls-self': async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    fake.settings.emailResolverFails = true;
    const auth = await registry.verify(bearer(accessToken));
    expect(auth).toMatchObject({ subject: '200000001', name: 'Member One' });
    expect([auth.email, fake.calls('/gql-ext')]).toEqual([undefined, 2]);
  },

  'schema-drift': async () => {
    const url = fake.endpoints.userinfo;
    const userinfo = { url, method: 'POST', body: { query: '{ self { id karma } }' } } as const;
    const registry = registryFor(fake, { endpoints: { ...fake.endpoints, userinfo } });
    const { accessToken } = await signIn(fake, registry);
    expect(await outcome(registry, accessToken)).toBe('503 provider_malformed');
    expect(fake.calls('/gql-ext')).toBe(1);
  },

  'pro-lapse': async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    fake.settings.proLapsed = true;
    expect(await outcome(registry, accessToken)).toBe('401 inactive');
    fake.settings.proLapsed = false;
    registry.purge();
    expect(await outcome(registry, accessToken)).toBe('200000001');
  },

  'prereg-member': async () => {
    const registry = registryFor(fake);
    const asked = (await signIn(fake, registry, '200000005')).accessToken;
    expect(await outcome(registry, asked)).toBe('403 forbidden');
    expect(await outcome(registry, (await signIn(fake, registry, '200000006')).accessToken)).toBe('403 forbidden');
    expect(await outcome(registry, (await signIn(fake, registry, '200000004')).accessToken)).toBe('200000004');
    fake.settings.emailResolverFails = true;
    expect(await outcome(registry, asked)).toBe('403 forbidden');
    fake.settings.emailResolverFails = false;
    const legacy = registryFor(fake, { api: 'rest-v2', endpoints: fake.endpointsV2 });
    expect(await outcome(legacy, (await signIn(fake, legacy, '200000006')).accessToken)).toBe('403 forbidden');
    const lenient = registryFor(fake, { refuseStatus: [] });
    expect(await outcome(lenient, (await signIn(fake, lenient, '200000005')).accessToken)).toBe('200000005');
  },

  'http-ok-redirect-prefix': async () => {
    const registry = registryFor(fake);
    const below = `${redirectUri}/below`;
    const { url, codeVerifier = '' } = await registry.client('meetup').authorize({ redirectUri: below });
    const code = new URL(await fake.authorize({ url })).searchParams.get('code') ?? '';
    const form = { grant_type: 'authorization_code', code, code_verifier: codeVerifier, redirect_uri: below };
    const body = new URLSearchParams(form).toString();
    const contentType = 'application/x-www-form-urlencoded';
    const { status } = await registry.client('meetup').relay({ body, contentType, redirectUris: [redirectUri] });
    expect([status, fake.calls('/oauth2/access')]).toEqual([400, 0]);
    expect(meetup.about.setup?.steps.join()).toContain('exact callback');
  },

  'scheme-case': async () => {
    const registry = registryFor(fake);
    const { accessToken, tokenType } = await signIn(fake, registry);
    expect(tokenType).toBe('bearer');
    for (const scheme of ['bearer', 'Bearer', 'BEARER']) {
      const request = { headers: { authorization: `${scheme} ${accessToken}` } };
      expect((await registry.verify(request)).subject).toBe('200000001');
    }
    expect(fake.log.at(-1)?.headers.authorization).toBe(`Bearer ${accessToken}`);
  },

  'ageless-varies': async () => {
    fake.settings.expiresIn = 1_209_600;
    const registry = registryFor(fake);
    const { accessToken, expiresAt = 0 } = await signIn(fake, registry);
    expect(Math.abs(expiresAt - Date.now() / 1000 - 1_209_600)).toBeLessThan(30);
    expect((await registry.verify(bearer(accessToken))).expiresAt).toBe(expiresAt);
    fake.settings.expiresIn = 0;
    const strict = registryFor(fake, {}, { clockToleranceSec: 0 });
    expect(await outcome(strict, (await signIn(fake, strict)).accessToken)).toBe('401 expired');
  },

  'dead-legacy': async () => {
    const registry = registryFor(fake, { api: 'rest-v2', endpoints: fake.endpointsV2 });
    const { accessToken } = await signIn(fake, registry);
    fake.settings.restGone = true;
    expect(await outcome(registry, accessToken)).toBe('503 provider_malformed');
  },
};

it.each(meetup.about.quirks.map(({ id }) => id))('%s', (id) => tests[id]?.() ?? expect.fail('this quirk has no test'));

it('every test belongs to a quirk', () => {
  expect(Object.keys(tests)).toEqual(meetup.about.quirks.map(({ id }) => id));
});

function answer(body: object) {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function self(token: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ query: '{ self { id } }' });
  return (await fetch(fake.endpoints.userinfo, { method: 'POST', headers, body })).json();
}
