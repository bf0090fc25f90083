import { faults } from '@bearerkit/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asOrg, bearer, headerOf, introspect, outcome, providerFor, registryFor } from './__fixtures__/outcome.ts';
import { proved, thumbprint } from './__fixtures__/proof.ts';
import { createOktaFake, type OktaFake } from './fake/index.ts';
import { okta } from './okta.ts';

let fake: OktaFake;
beforeEach(async () => {
  fake = await createOktaFake();
});
afterEach(() => fake.stop());

const asking = { mode: 'introspection' } as const;
const member = '00umember1';
const keysPath = '/oauth2/default/v1/keys';

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'org-token-looks-valid': async () => {
    const token = fake.mint({ server: '' });
    const { keys } = (await (await fetch(`${fake.url}/oauth2/v1/keys`)).json()) as { keys: { kid: string }[] };
    expect(keys.map(({ kid }) => kid)).toContain(headerOf(token).kid);
    fake.forget();
    expect(await outcome(registryFor(fake), token)).toBe('401 org_server_token');
    expect(await outcome(registryFor(fake, asking), token)).toBe('401 org_server_token');
    expect(fake.calls()).toBe(0);
    expect(await outcome(registryFor(fake, asOrg(fake)), token)).toBe(member);
  },

  'org-kid-missing': async () => {
    fake.settings.orgKeyPublished = false;
    expect(await outcome(registryFor(fake, asOrg(fake)), fake.mint({ server: '' }))).toBe(member);
    expect(fake.calls('/oauth2/v1/keys')).toBe(0);
  },

  'typ-reversed': async () => {
    const registry = registryFor(fake);
    expect(headerOf(fake.mint()).typ).toBeUndefined();
    expect(await outcome(registry, fake.mint())).toBe(member);
    const typ = 'application/okta-internal-at+jwt';
    expect(headerOf(fake.mint({ server: '' })).typ).toBe(typ);
    expect(await outcome(registry, fake.mint({ header: { typ } }))).toBe('401 unrecognised');
  },

  'id-token-same-key': async () => {
    const { idToken = '', accessToken } = fake.signIn();
    expect(headerOf(idToken)).toEqual(headerOf(accessToken));
    expect(await outcome(registryFor(fake), idToken)).toBe('401 id_token');
  },

  'sub-is-login': async () => {
    const before = fake.mint();
    const user = fake.users.get(member);
    if (user !== undefined) user.login = 'renamed@example.com';
    const registry = registryFor(fake);
    const [old, renamed] = [await registry.verify(bearer(before)), await registry.verify(bearer(fake.mint()))];
    expect([old.id, renamed.id]).toEqual([`okta/${member}`, `okta/${member}`]);
    expect([old.username, renamed.username]).toEqual(['user@example.com', 'renamed@example.com']);
    fake.settings.subject = 'uid';
    const mapped = await registry.verify(bearer(fake.mint()));
    expect([mapped.subject, mapped.username]).toEqual([member, undefined]);
  },

  'userinfo-sub-differs': async () => {
    const auth = await registryFor(fake).verify(bearer(fake.mint()));
    expect(await auth.profile()).toMatchObject({ sub: 'user@example.com', uid: member, cid: fake.client.id });
    fake.settings.subject = 'uid';
    const same = await registryFor(fake).verify(bearer(fake.mint()));
    expect(await same.profile()).toMatchObject({ sub: member, preferred_username: 'user@example.com' });
  },

  'uid-absent': async () => {
    for (const mode of ['jwt', 'introspection'] as const) {
      const auth = await registryFor(fake, { mode }).verify(bearer(fake.mint({ machine: true })));
      expect([auth.kind, auth.subject, auth.username]).toEqual(['client', fake.client.id, undefined]);
      const nobody = fake.mint({ claims: { uid: undefined } });
      expect(await outcome(registryFor(fake, { mode }), nobody)).toBe('401 unrecognised');
    }
  },

  'scp-array': async () => {
    const token = fake.mint({ scopes: ['a:read', 'b:read'] });
    for (const mode of ['jwt', 'introspection'] as const) {
      expect((await registryFor(fake, { mode }).verify(bearer(token))).scopes).toEqual(['a:read', 'b:read']);
    }
    const asText = fake.mint({ claims: { scp: 'a:read b:read' } });
    expect(await outcome(registryFor(fake), asText)).toBe('401 unrecognised');
  },

  'scope-string-delegation': async () => {
    const shape = { scp: undefined, cid: undefined, uid: undefined, jti: undefined, sub: fake.client.id };
    const token = fake.mint({ claims: { ...shape, scope: 'orders:read', act: { sub: 'x' } } });
    expect(await outcome(registryFor(fake, { clientIds: undefined }), token)).toBe('401 unrecognised');
  },

  'default-aud-shared': async () => {
    const theirs = fake.mint({ client: fake.clients[1].id });
    expect(await outcome(registryFor(fake, { clientIds: undefined }), theirs)).toBe(member);
    expect(await outcome(registryFor(fake), theirs)).toBe('401 wrong_app');
  },

  'aud-equals-client-id': async () => {
    const registry = registryFor(fake, { audience: fake.client.id });
    expect(await outcome(registry, fake.mintId())).toBe('401 id_token');
    expect(await outcome(registry, fake.mint({ claims: { aud: fake.client.id } }))).toBe(member);
  },

  'dynamic-issuer': async () => {
    const other = 'https://id.example.com/oauth2/default';
    const issuer = 'https://example.okta.com/oauth2/default';
    const { endpoints, accepts } = okta({ issuer, otherIssuers: [other], audience: 'api://default' });
    expect(accepts[0]).toMatchObject({ sharedSubjects: true });
    expect(endpoints).toMatchObject({
      issuer: [issuer, other],
      orgServer: ['https://example.okta.com', 'https://id.example.com'],
      token: `${issuer}/v1/token`,
    });
    const second = fake.issuer().replace('127.0.0.1', 'localhost');
    const named = fake.mint({ claims: { iss: second } });
    expect(await outcome(registryFor(fake), named)).toBe('401 unknown_issuer');
    fake.fail(faults.json({ issuer: second, jwks_uri: fake.url.replace('127.0.0.1', 'localhost') + keysPath }), {
      path: '/oauth2/default/.well-known/openid-configuration',
    });
    const both = { endpoints: { ...fake.endpoints, issuer: [fake.issuer(), second] } };
    expect(await outcome(registryFor(fake, { ...both, otherIssuers: [second] }), named)).toBe(member);
  },

  'issuer-slash': async () => {
    expect(() => registryFor(fake, { issuer: `${fake.issuer()}/` })).toThrow('`issuer`: has a slash at its end');
    const token = fake.mint({ claims: { iss: `${fake.issuer()}/` } });
    expect(await outcome(registryFor(fake), token)).toBe('401 unknown_issuer');
  },

  'admin-host': async () => {
    const issuer = 'https://example-admin.okta.com/oauth2/default';
    expect(() => okta({ issuer, audience: 'api://default' })).toThrow('leave `-admin` out');
  },

  'keys-url': async () => {
    await outcome(registryFor(fake), fake.mint());
    expect(fake.log.map(({ path }) => path)).toEqual(['/oauth2/default/.well-known/openid-configuration', keysPath]);
  },

  'two-oauth-discovery-forms': async () => {
    fake.fail(faults.status(404), { path: '/oauth2/default/.well-known/openid-configuration' });
    expect(await outcome(registryFor(fake), fake.mint())).toBe(member);
    expect(fake.calls('/.well-known/oauth-authorization-server/oauth2/default')).toBe(1);
  },

  'discovery-hides-claims': async () => {
    const { scopes_supported: listed } = (await (
      await fetch(`${fake.issuer()}/.well-known/openid-configuration`)
    ).json()) as { scopes_supported: string[] };
    expect(listed).not.toContain('orders:read');
    const auth = await registryFor(fake).verify(bearer(fake.mint()), { scopes: ['orders:read'] });
    expect(auth.scopes).toContain('orders:read');
  },

  'introspect-any-kind': async () => {
    const { idToken = '', refreshToken = '', accessToken } = fake.signIn();
    for (const token of [idToken, refreshToken, accessToken]) expect((await introspect(fake, token)).active).toBe(true);
    const registry = registryFor(fake, asking);
    fake.forget();
    expect(await outcome(registry, idToken)).toBe('401 id_token');
    expect(await outcome(registry, refreshToken)).toBe('401 unrecognised');
    expect(fake.calls()).toBe(0);
    const refreshLike = { ...(await introspect(fake, refreshToken)), active: true };
    fake.fail(faults.json(refreshLike), { path: '/oauth2/default/v1/introspect' });
    expect(await outcome(registry, accessToken)).toBe('401 unrecognised');
  },

  'introspect-aud-per-endpoint': async () => {
    const options = { clientAuthentication: 'private_key_jwt' } as object;
    expect(() => registryFor(fake, options)).toThrow('`clientAuthentication`');
    expect(() => registryFor(fake, { ...asking, clientAuthentication: 'none' })).toThrow('`clientSecret`');
  },

  'revoke-always-200': async () => {
    const registry = registryFor(fake);
    const theirs = fake.mint({ client: fake.clients[1].id });
    await registry.client('okta').revoke(theirs);
    expect((await introspect(fake, theirs)).active).toBe(true);
    expect(await outcome(registryFor(fake, { clientIds: undefined }), theirs)).toBe(member);
    expect(await outcome(registry, theirs)).toMatch(/^401/);
    const ours = fake.mint();
    await registry.client('okta').revoke(ours);
    expect(await outcome(registry, ours)).toBe('401 revoked');
  },

  'local-check-misses-revocation': async () => {
    const token = fake.mint();
    await fake.revoke(token);
    expect(await outcome(registryFor(fake), token)).toBe(member);
    expect(await outcome(registryFor(fake, asking), token)).toBe('401 inactive');
  },

  'groups-over-100': async () => {
    fake.settings.tooManyGroups = true;
    await expect(credentials()).rejects.toMatchObject({ code: 'invalid_request' });
    expect(fake.calls('/oauth2/default/v1/token')).toBe(1);
  },

  'no-policy-no-token': async () => {
    fake.settings.policy = false;
    await expect(credentials()).rejects.toMatchObject({ code: 'access_denied' });
    expect(okta.about.setup?.steps.join()).toContain('Access Policies');
  },

  'dpop-nonce-first': async () => {
    fake.settings.dpop = true;
    await expect(credentials()).rejects.toMatchObject({ code: 'invalid_dpop_proof' });
  },

  'dpop-ath-omitted': async () => {
    const token = fake.mint({ claims: { cnf: { jkt: thumbprint } } });
    expect(await outcome(registryFor(fake), token)).toBe('401 unsupported_confirmation');
    const resource = 'https://api.example.com';
    const registry = registryFor(fake, {}, { resource, dpop: {} });
    const ask = (named: boolean) => registry.verify(proved(`${resource}/orders`, token, named));
    await expect(ask(false)).rejects.toMatchObject({ reason: 'bad_proof' });
    expect((await ask(true)).subject).toBe(member);
  },

  'jwe-access-token': async () => {
    const [header = '', claims = ''] = fake.mint().split('.');
    expect(await outcome(registryFor(fake), [header, claims, claims, claims, claims].join('.'))).toBe(
      '401 unrecognised',
    );
    expect(fake.calls()).toBe(0);
  },

  'reset-is-epoch': async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 60);
    fake.fail(faults.status(429, { headers: { 'x-rate-limit-reset': reset, 'x-rate-limit-remaining': '0' } }));
    const error = await registryFor(fake, asking)
      .verify(bearer(fake.mint()))
      .catch((caught) => caught);
    expect([error.status, error.reason]).toEqual([503, 'provider_rate_limited']);
    expect(error.retryAfter).toBeLessThanOrEqual(300);
  },

  'error-shape-switch': async () => {
    const body = JSON.stringify({
      errorCode: 'E0000047',
      errorSummary: 'API call exceeded rate limit',
      errorCauses: [],
    });
    const limited = fake.fail(faults.status(429, { body }));
    for (const mode of ['jwt', 'introspection'] as const) {
      expect(await outcome(registryFor(fake, { mode }), fake.mint())).toBe('503 provider_rate_limited');
    }
    limited();
    const endpoints = { ...fake.endpoints, issuer: fake.issuer('nobody') };
    const lost = registryFor(fake, { endpoints });
    const token = fake.mint({ claims: { iss: fake.issuer('nobody') } });
    expect(await outcome(lost, token)).toBe('503 provider_unreachable');
  },

  'reuse-kills-access-tokens': async () => {
    fake.settings.refresh = 'rotate';
    const { accessToken, refreshToken = '' } = fake.signIn();
    const client = registryFor(fake).client('okta');
    const next = await client.refresh(refreshToken);
    expect(next.refreshToken).not.toBe(refreshToken);
    fake.clock.advance(31);
    await expect(client.refresh(refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' });
    for (const token of [accessToken, next.accessToken]) {
      expect(await outcome(registryFor(fake, asking), token)).toBe('401 inactive');
      expect(await outcome(registryFor(fake), token)).toBe(member);
    }
  },

  'logout-by-email': async () => {
    const registry = registryFor(fake);
    const token = fake.mint();
    await registry.revoke({ provider: 'okta', subject: 'user@example.com' });
    expect(await outcome(registry, token)).toBe(member);
    await registry.revoke({ provider: 'okta', subject: member });
    expect(await outcome(registry, token)).toBe('401 revoked');
  },

  'event-hook-gap': async () => {
    const registry = registryFor(fake, asking, { cacheSeconds: 0 });
    const token = fake.mint();
    expect(await outcome(registry, token)).toBe(member);
    await fake.revoke(token);
    expect(await outcome(registry, token)).toBe('401 inactive');
    expect(Object.keys(providerFor(fake).endpoints)).toEqual(['issuer', 'orgServer']);
  },
};

it.each(okta.about.quirks.map(({ id }) => id))('%s', (id) => tests[id]?.() ?? expect.fail('this quirk has no test'));
it('every test belongs to a quirk', () => {
  expect(Object.keys(tests)).toEqual(okta.about.quirks.map(({ id }) => id));
});

const credentials = () =>
  registryFor(fake)
    .client('okta')
    .clientCredentials({ scopes: ['orders:read'] });
