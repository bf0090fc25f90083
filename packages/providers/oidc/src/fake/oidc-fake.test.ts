import { faults } from '@bearerkit/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createOidcFake, type OidcFake, oidcPaths } from './oidc-fake.ts';

let fake: OidcFake;
beforeAll(async () => {
  fake = await createOidcFake({ lifeSeconds: 60 });
});
afterEach(() => fake.heal());
afterAll(() => fake.stop());

const get = (path: string) => fetch(fake.issuer + path);
const part = (token: string | undefined, index: number) =>
  JSON.parse(Buffer.from(token?.split('.')[index] ?? '', 'base64url').toString());

describe('discovery and keys', () => {
  it('names itself and its endpoints at the front', async () => {
    const document = await (await get(oidcPaths.discovery)).json();
    expect(document).toMatchObject({
      issuer: fake.issuer,
      jwks_uri: fake.issuer + oidcPaths.jwks,
      introspection_endpoint: fake.issuer + oidcPaths.introspection,
      userinfo_endpoint: fake.issuer + oidcPaths.userinfo,
    });
  });

  it('publishes the public halves alone, and new ones after a rotation', async () => {
    const published = async () =>
      ((await (await get(oidcPaths.jwks)).json()) as { keys: Record<string, string>[] }).keys;
    const before = await published();
    expect(before.map(({ kid }) => kid)).toEqual(fake.keys.map(({ kid }) => kid));
    expect(before.some((key) => 'd' in key)).toBe(false);
    fake.rotateKeys();
    const after = await published();
    expect(after.map(({ kid }) => kid)).toEqual(fake.keys.map(({ kid }) => kid));
    expect(after[0]?.kid).not.toBe(before[0]?.kid);
  });
});

describe('grants', () => {
  it('RFC 9068: signed for a JWT resource, opaque for another and for none', async () => {
    const { accessToken } = await fake.clientCredentials();
    expect(part(accessToken, 0)).toMatchObject({ alg: 'RS256', typ: 'at+jwt', kid: fake.keys[0]?.kid });
    const { exp, iat, ...claims } = part(accessToken, 1);
    expect(claims).toMatchObject({ aud: 'https://api.example.com', client_id: fake.clients[0].id });
    expect(exp - iat).toBe(60);
    for (const resource of ['https://opaque.example.com', null]) {
      expect((await fake.clientCredentials({ resource })).accessToken).not.toContain('.');
    }
  });

  it('RFC 8707: refuses a resource it does not know', async () => {
    await expect(fake.clientCredentials({ resource: 'https://nobody.example' })).rejects.toThrow('invalid_target');
  });

  it('signs a user in over HTTP, with an ID token for the client', async () => {
    const { accessToken, idToken } = await fake.signIn({ subject: 'member-2', nonce: 'x' });
    expect(part(accessToken, 1)).toMatchObject({ sub: 'member-2', preferred_username: 'user-2' });
    expect(part(idToken, 1)).toMatchObject({ sub: 'member-2', nonce: 'x', aud: fake.clients[0].id });
  });

  it('knows users that a test adds, and no others', async () => {
    fake.users.set('member-3', { email: 'user-3@example.com' });
    expect(part((await fake.signIn({ subject: 'member-3' })).accessToken, 1).email).toBe('user-3@example.com');
    await expect(fake.signIn({ subject: 'nobody' })).rejects.toThrow('no user nobody');
  });

  it('refuses a wrong secret', async () => {
    const client = { ...fake.clients[0], secret: 'wrong' };
    await expect(fake.clientCredentials({ client })).rejects.toThrow('401: {"error":"invalid_client"');
  });
});

describe('what goes wrong', () => {
  it('at one endpoint or at all, until it is switched off', async () => {
    const restore = fake.outage('jwks');
    expect([(await get(oidcPaths.jwks)).status, (await get(oidcPaths.discovery)).status]).toEqual([503, 200]);
    restore();
    fake.outage('everything', faults.reset());
    await expect(get(oidcPaths.jwks)).rejects.toThrow();
    fake.heal();
    expect((await get(oidcPaths.jwks)).status).toBe(200);
  });

  it('is counted like everything else', async () => {
    fake.forget();
    fake.outage('jwks');
    await get(oidcPaths.jwks);
    expect([fake.calls(oidcPaths.jwks), fake.calls(oidcPaths.token)]).toEqual([1, 0]);
  });

  it('stops, and comes back on the same port with its keys', async () => {
    const [{ kid } = { kid: '' }] = fake.keys;
    await fake.restart();
    // The pooled connection of `fetch` was cut; it may notice only when it is used.
    const answer = await get(oidcPaths.jwks).catch(() => get(oidcPaths.jwks));
    expect(await answer.text()).toContain(kid);
  });
});

describe('forged tokens', () => {
  it('say what they are told, under the real key id', () => {
    const token = fake.forge({ header: { typ: 'JWT' }, claims: { sub: 'member-2', scope: undefined } });
    expect(part(token, 0)).toEqual({ alg: 'RS256', typ: 'JWT', kid: fake.keys[0]?.kid });
    expect(part(token, 1)).toMatchObject({ iss: fake.issuer, sub: 'member-2', aud: 'https://api.example.com' });
    expect(part(token, 1)).not.toHaveProperty('scope');
  });

  it('are signed as `alg` says', () => {
    const signature = (alg: string) =>
      Buffer.from(fake.forge({ header: { alg } }).split('.')[2] ?? '', 'base64url').length;
    expect(['RS256', 'ES384', 'HS256', 'none'].map(signature)).toEqual([256, 96, 32, 0]);
  });
});
