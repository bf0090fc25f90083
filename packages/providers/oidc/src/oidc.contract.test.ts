import { generateKeyPairSync } from 'node:crypto';
import { faults } from '@bearerkit/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { api, asking, bearer, logged, opaqueApi, outcome, registryFor } from './__fixtures__/outcome.ts';
import { createOidcFake, type Forgery, type OidcFake, oidcPaths } from './fake/index.ts';
import { oidc } from './oidc.ts';

const issuer = 'https://id.example.com/';

describe('options', () => {
  it.each([
    ['misspelt', { issuer, audience: api, audiences: [] }, '`audiences`: this option does not exist'],
    ['no issuer', { audience: api }, '`issuer`'],
    ['an issuer that is no URL', { issuer: 'id.example.com', audience: api }, '`issuer`'],
    ['an http issuer', { issuer: 'http://id.example.com', audience: api }, '`issuer`'],
    ['RFC 8725 §3.9: neither audience nor clientIds', { issuer }, '`audience`: name this API'],
    ['an empty audience', { issuer, audience: '' }, '`audience`'],
    ['no audience in a list', { issuer, audience: [] }, '`audience`'],
    ['a client id alone', { issuer, clientId: 'x', clientSecret: 'y' }, '`audience`: name this API'],
    ['RFC 8725 §3.1: none', { issuer, audience: api, algorithms: ['none'] }, '`algorithms.0`'],
    ['RFC 8725 §2.1: HS256', { issuer, audience: api, algorithms: ['RS256', 'HS256'] }, '`algorithms.1`'],
    ['no algorithm', { issuer, audience: api, algorithms: [] }, '`algorithms`'],
    ['introspection without a secret', { issuer, audience: api, mode: 'introspection' }, '`clientSecret`: is needed'],
    ['a secret of nobody', { issuer, audience: api, clientSecret: 'x' }, '`clientId`'],
  ])('%s: refused by name', (_, options, text) => {
    expect(() => oidc(options as { issuer: string })).toThrow(text);
  });

  it('never show the secret', () => {
    const provider = oidc({ issuer, audience: api, clientId: 'us', clientSecret: 'hidden' });
    expect(JSON.stringify(provider)).not.toContain('hidden');
  });

  it('make a frozen plain object; the issuer is its identity and its one endpoint', () => {
    const provider = oidc({ issuer, audience: api });
    expect(Object.isFrozen(provider.accepts[0]?.attributes)).toBe(true);
    expect(provider).toMatchObject({ id: 'oidc', identity: issuer, endpoints: { issuer }, pkce: 'S256' });
    expect(provider.accepts).toMatchObject([{ token: 'jwt', binding: 'audience', algorithms: ['RS256'] }]);
  });

  it('choose the rules by mode, and bind by client where no audience is named', () => {
    const kinds = (mode: 'jwt' | 'introspection' | 'jwt+introspection') =>
      oidc({ issuer, mode, clientIds: ['us'], clientAuthentication: 'none' }).accepts.map(
        ({ token, binding }) => `${token} ${binding}`,
      );
    expect(kinds('jwt')).toEqual(['jwt app']);
    expect(kinds('introspection')).toEqual(['opaque app']);
    expect(kinds('jwt+introspection')).toEqual(['jwt app', 'opaque app']);
  });

  it('mark what its owner can change', () => {
    const [rule] = oidc({ issuer, audience: api, attributes: { username: '/email' } }).accepts;
    expect(rule?.attributes.username).toMatchObject({ pointer: '/email', mutable: true, reassignable: true });
  });
});

describe('against a real authorization server', () => {
  let fake: OidcFake;
  beforeAll(async () => {
    fake = await createOidcFake();
  });
  afterEach(() => fake.heal());
  afterAll(() => fake.stop());

  it('RFC 9068: lets in a user with a signed token for this API', async () => {
    const auth = await registryFor(fake).verify(bearer((await fake.signIn()).accessToken), { scopes: ['orders:read'] });
    expect(auth).toMatchObject({
      id: 'issuer/member-1',
      kind: 'user',
      username: 'user-1',
      name: 'Member 1',
      email: 'user@example.com',
      emailVerified: true,
      groups: ['staff'],
      clientId: fake.clients[0].id,
      audience: [api],
      scopes: ['orders:read'],
    });
  });

  it('RFC 9068 §5: a token without a human is the client itself', async () => {
    const auth = await registryFor(fake).verify(bearer((await fake.clientCredentials()).accessToken));
    expect(auth).toMatchObject({ kind: 'client', subject: fake.clients[0].id });
    expect(auth.username).toBeUndefined();
  });

  it('RFC 7662: lets in a user with an opaque token for this API, after one call', async () => {
    const registry = registryFor(fake, asking(fake));
    const { accessToken } = await fake.signIn({ resource: opaqueApi, subject: 'member-2' });
    fake.forget();
    expect(await registry.verify(bearer(accessToken), { scopes: ['orders:read'] })).toMatchObject({
      id: 'issuer/member-2',
      username: 'user-2',
      email: 'user-2@example.com',
      emailVerified: false,
      audience: [opaqueApi],
    });
    expect(await outcome(registry, accessToken)).toBe('member-2');
    expect([fake.calls(oidcPaths.introspection), fake.calls(oidcPaths.discovery)]).toEqual([1, 1]);
  });

  it('RFC 7662: an opaque token without a human has the client as subject', async () => {
    const { accessToken } = await fake.clientCredentials({ resource: opaqueApi });
    expect(await outcome(registryFor(fake, asking(fake)), accessToken)).toBe(fake.clients[0].id);
  });

  it('speaks client_secret_post where the issuer wants it', async () => {
    const post = await createOidcFake({ client: { authentication: 'client_secret_post' } });
    try {
      const { accessToken } = await post.clientCredentials({ resource: opaqueApi });
      const registry = registryFor(post, { ...asking(post), clientAuthentication: 'client_secret_post' });
      expect(await outcome(registry, accessToken)).toBe(post.clients[0].id);
    } finally {
      await post.stop();
    }
  });

  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const seconds = Math.floor(Date.now() / 1000);
  it.each<readonly [title: string, forgery: Forgery, expected: string]>([
    ['nothing wrong', {}, 'member-1'],
    ['another audience', { claims: { aud: 'https://other.example.com' } }, '401 wrong_audience'],
    ['an audience that begins like ours', { claims: { aud: `${api}.evil.example` } }, '401 wrong_audience'],
    ['an audience in a list in a list', { claims: { aud: [[api]] } }, '401 wrong_audience'],
    ['no audience', { claims: { aud: undefined } }, '401 wrong_audience'],
    ['another issuer', { claims: { iss: 'https://id.example.com' } }, '401 unknown_issuer'],
    ['RFC 7519 §4.1.4: an expiry that is past', { claims: { exp: seconds - 120 } }, '401 expired'],
    ['no expiry', { claims: { exp: undefined } }, '401 expired'],
    ['an expiry that is a string', { claims: { exp: String(seconds + 300) } }, '401 expired'],
    ['a fractional expiry', { claims: { exp: seconds + 300.5 } }, 'member-1'],
    ['RFC 7519 §4.1.5: a future nbf', { claims: { nbf: seconds + 120 } }, '401 not_yet_valid'],
    ['RFC 8725 §3.1: alg none', { header: { alg: 'none' } }, '401 bad_signature'],
    ['RFC 8725 §2.1: HS256 with the public key', { header: { alg: 'HS256' } }, '401 bad_signature'],
    ['the key of a stranger', { privateKey: stranger }, '401 bad_signature'],
    ['RFC 7515 §4.1.11: crit', { header: { crit: ['b64'] } }, '401 bad_signature'],
    ['an unknown kid', { header: { kid: 'nobody' } }, '401 unknown_key'],
    ['RFC 9449 §6: a confirmation', { claims: { cnf: { jkt: 'x' } } }, '401 unsupported_confirmation'],
    ['no subject', { claims: { sub: undefined } }, '401 unrecognised'],
    ['scope and scp that differ', { claims: { scope: 'a', scp: ['a', 'b'] } }, '401 unrecognised'],
    ['the type of a logout token', { header: { typ: 'logout+jwt' } }, '401 unrecognised'],
    ['OIDC Core §2: a nonce', { header: { typ: 'JWT' }, claims: { nonce: 'x' } }, '401 id_token'],
    ['the mark of a refresh token', { claims: { token_use: 'refresh' } }, '401 refresh_token'],
  ])('a signed token with %s: %s', async (_, forgery, expected) => {
    expect(await outcome(registryFor(fake), fake.forge(forgery))).toBe(expected);
  });

  it('refuses the ID token of a sign-in, and its refresh token', async () => {
    const { idToken = '', refreshToken = '' } = await fake.signIn();
    expect(await outcome(registryFor(fake), idToken)).toBe('401 id_token');
    expect(await outcome(registryFor(fake), refreshToken)).toBe('401 unrecognised');
    const registry = registryFor(fake, asking(fake));
    expect([await outcome(registry, idToken), await outcome(registry, refreshToken)]).toEqual([
      '401 id_token',
      '401 wrong_audience',
    ]);
  });

  it('refuses the opaque token of another API, and an unknown one', async () => {
    const registry = registryFor(fake, { ...asking(fake), audience: api });
    const { accessToken } = await fake.signIn({ resource: opaqueApi });
    expect(await outcome(registry, accessToken)).toBe('401 wrong_audience');
    expect(await outcome(registry, 'made-up')).toBe('401 inactive');
  });

  it('lets in by client where no audience is named, and nobody else’s', async () => {
    const registry = registryFor(fake, { ...asking(fake), clientIds: [fake.clients[0].id] });
    const [ours, theirs] = [{ resource: opaqueApi }, { resource: opaqueApi, client: fake.clients[1] }];
    expect(await outcome(registry, (await fake.signIn(ours)).accessToken)).toBe('member-1');
    expect(await outcome(registry, (await fake.signIn(theirs)).accessToken)).toBe('401 wrong_app');
    expect(await outcome(registry, fake.forge({ claims: { client_id: undefined, azp: 'other-app' } }))).toBe(
      '401 wrong_app',
    );
  });

  it('with both audience and clientIds demands both', async () => {
    const registry = registryFor(fake, { audience: api, clientIds: [fake.clients[0].id] });
    expect(await outcome(registry, fake.forge())).toBe('member-1');
    expect(await outcome(registry, fake.forge({ claims: { client_id: 'other-app' } }))).toBe('401 wrong_app');
    expect(await outcome(registry, fake.forge({ claims: { aud: 'other' } }))).toBe('401 wrong_audience');
  });

  it.each([
    ['discovery', faults.status(503)],
    ['discovery', faults.html()],
    ['discovery', faults.redirect('http://127.0.0.1:9/')],
    ['discovery', faults.json({ issuer: 'https://elsewhere.example' })],
    ['jwks', faults.status(503)],
    ['jwks', faults.reset()],
    ['jwks', faults.json({ keys: {} })],
    ['jwks', faults.huge()],
  ] as const)('while %s fails a signed token is 503, never 401', async (where, fault) => {
    fake.outage(where, fault);
    expect(await outcome(registryFor(fake), fake.forge())).toMatch(/^503 provider_(unreachable|malformed)$/);
  });

  it.each([
    ['discovery', faults.status(500), 'provider_unreachable'],
    ['introspection', faults.status(503), 'provider_unreachable'],
    ['introspection', faults.reset(), 'provider_unreachable'],
    ['introspection', faults.status(429, { headers: { 'retry-after': '1' } }), 'provider_rate_limited'],
    ['introspection', faults.html(), 'provider_malformed'],
    ['introspection', faults.array(), 'provider_malformed'],
    ['introspection', faults.json({}), 'provider_malformed'],
  ] as const)('while %s fails an opaque token is 503, never 401 (%#)', async (where, fault, reason) => {
    const { accessToken } = await fake.clientCredentials({ resource: opaqueApi });
    const registry = registryFor(fake, asking(fake));
    fake.outage(where, fault);
    expect(await outcome(registry, accessToken)).toBe(`503 ${reason}`);
    fake.heal();
    const good = async () => expect(await outcome(registry, accessToken)).toBe(fake.clients[0].id);
    await vi.waitFor(good, { timeout: 3_000 });
  });

  it('RFC 7662 §2.3: a wrong client secret of ours is 503 and a line in the log, without the secret', async () => {
    const { accessToken } = await fake.clientCredentials({ resource: opaqueApi });
    const { log, text } = logged();
    const registry = registryFor(fake, { ...asking(fake), clientSecret: 'wrong-secret' }, { log });
    expect(await outcome(registry, accessToken)).toBe('503 provider_malformed');
    expect(text()).toContain('our client id or secret');
    expect(text()).not.toMatch(new RegExp(`wrong-secret|${accessToken}`));
  });

  it('finds new keys after a rotation, and an unknown kid costs at most one fetch', async () => {
    const registry = registryFor(fake);
    expect(await outcome(registry, fake.forge())).toBe('member-1');
    fake.forget();
    for (const kid of ['a', 'b', 'c']) await outcome(registry, fake.forge({ header: { kid } }));
    expect(fake.calls(oidcPaths.jwks)).toBeLessThanOrEqual(1);
    fake.rotateKeys();
    expect(await outcome(registryFor(fake), fake.forge())).toBe('member-1');
  });

  it('asks the issuer once for 200 requests with one new token', async () => {
    const { accessToken } = await fake.signIn({ resource: opaqueApi });
    const registry = registryFor(fake, asking(fake));
    fake.forget();
    const all = await Promise.all(Array.from({ length: 200 }, () => outcome(registry, accessToken)));
    expect(new Set(all)).toEqual(new Set(['member-1']));
    expect(fake.log.map(({ path }) => path).sort()).toEqual([oidcPaths.discovery, oidcPaths.introspection]);
  });

  it('signs in, refreshes and revokes through the OAuth client', async () => {
    const registry = registryFor(fake, asking(fake));
    const client = registry.client('issuer');
    const { redirectUri } = fake.clients[0];
    const { url, codeVerifier } = await client.authorize({ redirectUri, parameters: { resource: opaqueApi } });
    const code = new URL(await fake.authorize({ url, subject: 'member-2' })).searchParams.get('code') ?? '';
    const tokens = await client.exchange({ code, redirectUri, codeVerifier });
    expect(await outcome(registry, tokens.accessToken)).toBe('member-2');
    const { accessToken } = await client.refresh(tokens.refreshToken ?? '');
    expect(await outcome(registry, accessToken)).toBe('member-2');
    await client.revoke(accessToken);
    expect(await outcome(registry, accessToken)).toBe('401 revoked');
    expect(await outcome(registryFor(fake, asking(fake)), accessToken)).toBe('401 inactive');
  });
});
