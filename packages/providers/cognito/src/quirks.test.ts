import { faults } from '@bearerkit/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asking, bearer, outcome, registryFor, signIn } from './__fixtures__/outcome.ts';
import { cognito } from './cognito.ts';
import { type CognitoFake, createCognitoFake } from './fake/index.ts';

let fake: CognitoFake;
beforeEach(async () => {
  fake = await createCognitoFake();
});
afterEach(() => fake.stop());

const member = 'aaaaaaaa-bbbb-4ccc-8ddd-000000000001';
const good = { userPoolId: 'us-east-1_AbCdEf123', clientIds: ['client-1'] };

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'no-aud-in-access-token': async () => {
    expect(claimsOf(fake.mint())).not.toHaveProperty('aud');
    expect(await outcome(registryFor(fake), fake.mint())).toBe(member);
    expect(await outcome(registryFor(fake), fake.mint({ client: fake.clients[1].id }))).toBe('401 wrong_app');
  },

  'token-use-tells-kind': async () => {
    const token = fake.mintId();
    expect([headerOf(token).typ, claimsOf(token).aud]).toEqual([undefined, fake.client.id]);
    expect(await outcome(registryFor(fake), token)).toBe('401 id_token');
    expect(await outcome(registryFor(fake), fake.mint({ claims: { token_use: 'other' } }))).toBe('401 unrecognised');
  },

  'two-keys-two-uses': async () => {
    const registry = registryFor(fake);
    expect(headerOf(fake.mintId()).kid).not.toBe(headerOf(fake.mint()).kid);
    expect(await outcome(registry, fake.mintId())).toBe('401 id_token');
    expect(await outcome(registry, fake.mint())).toBe(member);
    expect(fake.calls()).toBe(1);
  },

  'kid-padded-base64': async () => {
    expect(headerOf(fake.mint()).kid).toMatch(/=$/);
    expect(await outcome(registryFor(fake), fake.mint())).toBe(member);
    const bare = fake.mint({ header: { kid: fake.keys.access.kid.replaceAll('=', '') }, claims: { iat: 1 } });
    expect(await outcome(registryFor(fake), bare)).toBe('401 unknown_key');
  },

  'keys-can-rotate': async () => {
    const registry = registryFor(fake);
    expect(await outcome(registry, fake.mint())).toBe(member);
    fake.rotateKeys();
    expect(await outcome(registry, fake.mint())).toBe(member);
    const unknown = await Promise.all(
      Array.from({ length: 20 }, (_, n) => outcome(registry, fake.mint({ header: { kid: `${n}=` } }))),
    );
    expect(unknown.every((one) => one.startsWith('503'))).toBe(true);
    expect(fake.calls()).toBe(2);
  },

  'updated-issuer-host': async () => {
    const updated = 'https://issuer-cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123';
    expect(cognito(good).endpoints.issuer).toBe(updated.replace('issuer-', ''));
    expect(cognito({ ...good, issuerKind: 'updated' }).endpoints.issuer).toBe(updated);
    expect(await outcome(registryFor(fake), fake.mint({ claims: { iss: updated } }))).toBe('401 unknown_issuer');
  },

  'issuer-host-differs-from-endpoints': async () => {
    const domain = 'https://auth.example.com';
    expect(cognito({ ...good, domain }).endpoints).toMatchObject({
      issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123',
      authorize: `${domain}/oauth2/authorize`,
      token: `${domain}/oauth2/token`,
      revoke: `${domain}/oauth2/revoke`,
    });
    expect(cognito(good).endpoints).not.toHaveProperty('authorize');
  },

  'userinfo-capital-i': async () => {
    expect(cognito({ ...good, ...asking }).endpoints.userinfo).toMatch(/\/oauth2\/userInfo$/);
    expect((await fetch(`${fake.url}/oauth2/userinfo`, bearer(fake.mint()))).status).toBe(404);
    expect((await registryFor(fake, asking).verify(bearer(fake.mint()))).email).toBe('user@example.com');
  },

  'userinfo-bool-strings': async () => {
    const registry = registryFor(fake, asking);
    const verified = async (user?: string) => (await registry.verify(bearer(fake.mint({ user })))).emailVerified;
    expect([await verified(), await verified([...fake.users.keys()][1])]).toEqual([true, false]);
    for (const value of ['TRUE', 1, ['true'], 'yes']) {
      const odd = faults.json({ sub: member, email: 'user@example.com', email_verified: value });
      fake.fail(odd, { path: '/oauth2/userInfo', times: 1 });
      expect(await verified()).toBe(false);
    }
  },

  'userinfo-needs-openid': async () => {
    const registry = registryFor(fake, asking);
    for (const token of [fake.mint({ of: 'sdk' }), fake.mint({ scopes: ['orders-api/read'] })]) {
      const auth = await registry.verify(bearer(token));
      expect([auth.subject, auth.email]).toEqual([member, undefined]);
    }
    expect((await registry.verify(bearer(fake.mint({ of: 'machine' })))).kind).toBe('client');
    expect(fake.calls('/oauth2/userInfo')).toBe(0);
  },

  'userinfo-challenge-without-bearer': async () => {
    const token = fake.mint();
    fake.signOut(member);
    const { status, headers } = await fetch(fake.endpoints.userinfo as string, bearer(token));
    expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^error="invalid_token"/)]);
    expect(await outcome(registryFor(fake, asking), token)).toBe('401 inactive');
  },

  'sdk-tokens-have-admin-scope-only': async () => {
    const token = fake.mint({ of: 'sdk' });
    expect(claimsOf(token)).toMatchObject({ scope: 'aws.cognito.signin.user.admin' });
    expect(await outcome(registryFor(fake), token)).toBe(member);
    const strict = registryFor(fake, { resourceServer: 'orders-api' });
    expect(await outcome(strict, token)).toBe('401 wrong_audience');
    expect(await outcome(strict, fake.mint())).toBe(member);
  },

  'no-scope-in-token-response': async () => {
    const registry = registryFor(fake, { scopes: ['openid', 'orders-api/read'] });
    const { scopes, accessToken } = await signIn(fake, registry);
    expect(scopes).toBeUndefined();
    expect((await registry.verify(bearer(accessToken))).providerScopes).toEqual(['openid', 'orders-api/read']);
  },

  'omitted-scope-means-all': async () => {
    const { accessToken } = await signIn(fake, registryFor(fake, { scopes: ['openid'] }));
    expect(claimsOf(accessToken).scope).toBe('openid');
    expect(() => cognito({ ...good, scopes: [] })).toThrow('`scopes`');
    const bare = new URLSearchParams({ client_id: fake.client.id, redirect_uri: fake.client.redirectUri });
    const back = new URL(await fake.authorize(`${fake.endpoints.authorize as string}?response_type=code&${bare}`));
    expect(back.searchParams.has('code')).toBe(true);
  },

  'scope-slash-last': async () => {
    const registry = registryFor(fake, { resourceServer: 'https://photos.example.com' });
    const scoped = (scope: string) => outcome(registry, fake.mint({ scopes: [scope] }));
    expect(await scoped('https://photos.example.com/photos.read')).toBe(member);
    for (const other of ['https://photos.example.com', 'https://photos.example.com/a/b', 'https:/x', 'photos.read']) {
      expect(await scoped(other)).toBe('401 wrong_audience');
    }
  },

  'refresh-not-returned': async () => {
    const registry = registryFor(fake);
    const client = registry.client('cognito');
    const { refreshToken = '' } = await signIn(fake, registry);
    expect((await client.refresh(refreshToken)).refreshToken).toBeUndefined();
    expect(await outcome(registry, (await client.refresh(refreshToken)).accessToken)).toBe(member);
    fake.settings.rotateRefresh = true;
    const { refreshToken: next = '' } = await client.refresh(refreshToken);
    fake.clock.advance(61);
    await expect(client.refresh(refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect((await client.refresh(next)).refreshToken).not.toBe(next);
  },

  'revoke-refresh-tokens-only': async () => {
    const { accessToken } = fake.signIn();
    const registry = registryFor(fake);
    await registry.client('cognito').revoke(accessToken);
    expect(await outcome(registry, accessToken)).toBe('401 revoked');
    expect(await outcome(registryFor(fake, asking), accessToken)).toBe(member);
    await expect(
      registryFor(fake, { clientSecret: 'wrong' }).client('cognito').revoke(accessToken),
    ).rejects.toMatchObject({ code: 'invalid_client' });
  },

  'global-signout-jwt-still-valid': async () => {
    const { accessToken, refreshToken } = fake.signIn();
    fake.signOut(member);
    expect(await outcome(registryFor(fake), accessToken)).toBe(member);
    expect(await outcome(registryFor(fake, asking), accessToken)).toBe('401 inactive');
    const again = registryFor(fake).client('cognito').refresh(refreshToken);
    await expect(again).rejects.toMatchObject({ code: 'invalid_grant' });
  },

  'username-reusable': async () => {
    const registry = registryFor(fake);
    const before = await registry.verify(bearer(fake.mint()));
    const old = fake.users.get(member);
    const sub = 'aaaaaaaa-bbbb-4ccc-8ddd-000000000009';
    fake.users.delete(member);
    if (old !== undefined) fake.users.set(sub, { ...old, sub });
    const after = await registry.verify(bearer(fake.mint({ user: sub })));
    expect([after.username, after.id]).toEqual([before.username, `cognito/${sub}`]);
    expect(cognito(good).accepts[0]?.attributes.username).toMatchObject({ reassignable: true });
  },

  'm2m-sub-is-client-id': async () => {
    const auth = await registryFor(fake).verify(bearer(fake.mint({ of: 'machine' })));
    expect([auth.kind, auth.subject, auth.username]).toEqual(['client', fake.client.id, undefined]);
  },

  'invalid-grant-for-attribute-permission': async () => {
    fake.settings.attributesReadable = false;
    await expect(signIn(fake, registryFor(fake))).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(fake.calls('/oauth2/token')).toBe(1);
    expect(cognito.about.setup?.steps.join()).toContain('email_verified');
  },

  'invalid-client-400-or-401': async () => {
    const client = registryFor(fake, { clientSecret: 'wrong' }).client('cognito');
    for (const status of [400, 401] as const) {
      fake.settings.invalidClientStatus = status;
      await expect(client.clientCredentials()).rejects.toMatchObject({ code: 'invalid_client', status });
    }
  },

  'no-introspection': async () => {
    await registryFor(fake).verify(bearer(fake.mint()));
    expect(fake.log.map(({ path }) => path)).toEqual([`/${fake.poolId}/.well-known/jwks.json`]);
    expect(Object.keys(cognito({ ...good, ...asking }).endpoints)).not.toContain('introspect');
  },

  'pkce-not-advertised': async () => {
    const metadata = await (await fetch(`${fake.issuer}/.well-known/openid-configuration`)).text();
    expect(metadata).not.toContain('code_challenge');
    const { url } = await registryFor(fake).client('cognito').authorize({ redirectUri: fake.client.redirectUri });
    expect(new URL(url).searchParams.get('code_challenge_method')).toBe('S256');
  },

  'resource-binding-aud': async () => {
    const [ours, theirs] = ['https://api.example.com', 'https://other.example.com'];
    expect(await outcome(registryFor(fake), fake.mint({ resource: ours }))).toBe('401 wrong_audience');
    const bound = registryFor(fake, { resource: ours });
    expect(await outcome(bound, fake.mint({ resource: ours }))).toBe(member);
    expect(await outcome(bound, fake.mint({ resource: theirs }))).toBe('401 wrong_audience');
    expect(await outcome(bound, fake.mint())).toBe('401 wrong_audience');
    const other = fake.mint({ resource: ours, client: fake.clients[1].id });
    expect(await outcome(bound, other)).toBe('401 wrong_app');
  },

  'lambda-can-add-claims': async () => {
    const odd = { username: { a: 1 }, 'cognito:groups': '[editors]', email: 7, dept: [1], scope: 'openid x' };
    const auth = await registryFor(fake).verify(bearer(fake.mint({ claims: odd })));
    expect([auth.subject, auth.username, auth.groups, auth.email]).toEqual([member, undefined, [], undefined]);
    expect(auth.claims.dept).toEqual([1]);
  },

  'space-as-plus': async () => {
    const scopes = ['openid', 'orders-api/read'];
    const { accessToken } = await signIn(fake, registryFor(fake, { scopes }));
    expect(claimsOf(accessToken).scope).toBe(scopes.join(' '));
    const asked = fake.log.find(({ path }) => path === '/oauth2/authorize');
    expect(asked?.query.get('scope')).toBe(scopes.join(' '));
  },

  'state-not-json': async () => {
    const { redirectUri } = fake.client;
    const client = registryFor(fake).client('cognito');
    const { url, state } = await client.authorize({ redirectUri });
    expect(state).toMatch(/^[\w-]{20,}$/);
    expect(new URL(await fake.authorize(url)).searchParams.has('code')).toBe(true);
    const json = await client.authorize({ redirectUri, state: '{"a":1}' });
    expect(new URL(await fake.authorize(json.url)).searchParams.get('error')).toBe('invalid_request');
  },

  'quota-is-account-wide': async () => {
    const registry = registryFor(fake, asking);
    const token = fake.mint();
    await Promise.all(Array.from({ length: 50 }, () => outcome(registry, token)));
    expect(await outcome(registry, token)).toBe(member);
    expect(fake.calls('/oauth2/userInfo')).toBe(1);
    expect(await outcome(registryFor(fake), fake.mint())).toBe(member);
    expect(fake.calls('/oauth2/userInfo')).toBe(1);
  },

  'local-emulator-is-not-faithful': async () => {
    expect(() => cognito({ ...good, userPoolId: 'local_4tZx' })).toThrow('`userPoolId`: is no user pool id');
    const claims = { iss: 'http://localhost:9229/local_4tZx' };
    const token = fake.mint({ of: 'sdk', header: { kid: 'CognitoLocal' }, claims });
    expect(await outcome(registryFor(fake), token)).toBe('401 unknown_issuer');
  },

  'implicit-groups-absent': async () => {
    const token = fake.mint({ user: [...fake.users.keys()][1] });
    expect(claimsOf(token)).not.toHaveProperty('cognito:groups');
    expect((await registryFor(fake).verify(bearer(token))).groups).toEqual([]);
  },
};

it.each(cognito.about.quirks.map(({ id }) => id))('%s', (id) => tests[id]?.() ?? expect.fail('this quirk has no test'));

it('every test belongs to a quirk', () => {
  expect(Object.keys(tests)).toEqual(cognito.about.quirks.map(({ id }) => id));
});

const part = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString());
const headerOf = (token: string) => part(token, 0);
const claimsOf = (token: string) => part(token, 1);
