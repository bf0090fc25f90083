import { describe, expect, it } from 'vitest';
import { api, jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { makeKey, signJwt } from '../__fixtures__/keys.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer, outcome } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { introspection, userinfoProof } from '../provider/inspection.ts';
import { createProviderRegistry } from '../registry.ts';
import type { RegistrySettings } from '../types.ts';

const server = useServer();
const issuer = useIssuer(server);
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The other signature that holds for the same content under the same P-256 key: s becomes n − s. */
function twin(token: string): string {
  const [header, body, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const other = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex');
  return [header, body, Buffer.concat([bytes.subarray(0, 32), other]).toString('base64url')].join('.');
}

const login = {
  binding: 'login',
  inspect: userinfoProof('userinfo'),
  attributes: { from: 'userinfo', subject: '/id' },
} as const;
const loginRegistry = (settings: RegistrySettings = {}) =>
  createProviderRegistry(
    { a: opaqueProvider(server.url, login, { relay: { redirectUris: ['https://app.test/'] } }) },
    settings,
  );
const exchange = { code: 'c', redirectUri: 'https://app.test/' };

describe('a revocation is not got round', () => {
  it('by the second form of an ECDSA signature', async () => {
    const registry = createProviderRegistry({ a: jwtProvider(server.url) });
    const token = issuer.token();
    const other = twin(token);
    expect(other).not.toBe(token);
    expect(await outcome(registry, other)).toBe('ok');
    await registry.revoke({ token });
    expect([await outcome(registry, token), await outcome(registry, other)]).toEqual(['revoked', 'revoked']);
  });

  it('by refreshing after the subject was revoked', async () => {
    const registry = loginRegistry();
    server.on('/userinfo', json({ id: 'member-1' }));
    server.on('/token', json({ access_token: 'one', refresh_token: 'again', token_type: 'bearer', expires_in: 60 }));
    await registry.client('a').exchange(exchange);
    expect(await outcome(registry, 'one')).toBe('ok');
    await registry.revoke({ provider: 'a', subject: 'member-1' });
    server.on('/token', json({ access_token: 'two', token_type: 'bearer', expires_in: 60 }));
    await registry.client('a').refresh('again');
    expect(await outcome(registry, 'two')).toBe('revoked');
    await new Promise((resolve) => setTimeout(resolve, 5));
    server.on('/token', json({ access_token: 'three', token_type: 'bearer', expires_in: 60 }));
    await registry.client('a').exchange(exchange);
    expect(await outcome(registry, 'three')).toBe('ok');
  });

  it('by a provider that hands out the same token again: a revoked token that we obtained is kept for ever', async () => {
    const registry = loginRegistry();
    server.on('/token', json({ access_token: 'same', token_type: 'bearer', expires_in: 60 }));
    await registry.client('a').exchange(exchange);
    await registry.revoke({ token: 'same' });
    await registry.client('a').exchange(exchange);
    expect(await outcome(registry, 'same')).toBe('revoked');
  });
});

describe('a token goes to nobody it may not belong to (RFC 9700 §4.9)', () => {
  it('a signed token of a foreign issuer does not, when padded', async () => {
    const registry = createProviderRegistry({ a: opaqueProvider(server.url) });
    const foreign = signJwt(makeKey(), issuer.claims({ iss: 'https://other.test' }));
    for (const token of [foreign, `${foreign}=`, `${foreign}==`]) {
      expect(['unknown_issuer', 'unrecognised']).toContain(await outcome(registry, token));
    }
    expect(server.calls).toEqual([]);
  });
});

describe('an ID token is no access token, also where only client ids are configured (OIDC Core §2)', () => {
  const idToken = { aud: 'client-1', client_id: undefined, scope: undefined };
  it.each<[string, string[] | undefined, string[] | undefined, object, string]>([
    ['bound by client, nothing says access token', undefined, ['client-1'], { azp: 'client-1' }, 'id_token'],
    ['bound by client, with a scope', undefined, ['client-1'], { azp: 'client-1', scope: 'a' }, 'ok'],
    [
      'the audience is the client, with auth_time',
      ['client-1'],
      undefined,
      { azp: 'client-1', auth_time: 1 },
      'id_token',
    ],
  ])('%s', async (_, audience, clients, claims, expected) => {
    const registry = createProviderRegistry({ a: jwtProvider(server.url, { audience, clients }) });
    expect(await outcome(registry, issuer.token({ ...idToken, ...claims }, { typ: 'JWT' }))).toBe(expected);
  });
});

describe('introspection (RFC 7662 §2.2)', () => {
  const provider = () =>
    opaqueProvider(server.url, {
      binding: 'app',
      inspect: introspection('introspect'),
      attributes: { from: 'inspection', subject: (document) => document.sub ?? document.client_id },
    });

  it.each([undefined, null, 'client-1'])('a token whose sub is %s is of a machine', async (sub) => {
    server.on('/introspect', json(active({ sub })));
    const auth = await createProviderRegistry({ a: provider() }).verify(bearer('t'));
    expect(auth).toMatchObject({ kind: 'client', subject: 'client-1' });
  });

  it.each([
    ['an expiry that is a text', { exp: '2100-01-01' }, 'provider_malformed'],
    ['an expiry that is no time', { exp: 1e300 }, 'provider_malformed'],
    ['a token that is good only later', { nbf: now() + 3600 }, 'not_yet_valid'],
  ])('%s', async (_, more, expected) => {
    server.on('/introspect', json(active(more)));
    expect(await outcome(createProviderRegistry({ a: provider() }), 't')).toBe(expected);
  });
});

it('userinfo that does not name the subject of the token is not used (OIDC Core §5.3.2)', async () => {
  const attributes = { from: 'claims', subject: '/sub', email: { pointer: '/email', from: 'userinfo' } } as const;
  const registry = createProviderRegistry({
    a: jwtProvider(server.url, { audience: api, attributes }, { endpoints: { userinfo: `${server.url}/userinfo` } }),
  });
  server.on('/userinfo', json({ email: 'victim@example.com', email_verified: true }));
  expect(await outcome(registry, issuer.token())).toBe('provider_malformed');
});
