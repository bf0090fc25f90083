import { faults } from '@bearerkit/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { asOrg, bearer, outcome, providerFor, registryFor } from './__fixtures__/outcome.ts';
import { createOktaFake, type OktaFake, type OktaMint } from './fake/index.ts';
import { okta } from './okta.ts';

const issuer = 'https://example.okta.com/oauth2/default';
const good = { issuer, audience: 'api://default' };
const org = { issuer: 'https://example.okta.com', mode: 'org', clientIds: ['0oa1'], clientId: 'x', clientSecret: 'y' };

describe('options', () => {
  it.each([
    ['misspelt', { ...good, clientIDs: ['0oa1'] }, '`clientIDs`: this option does not exist'],
    ['no issuer', { audience: 'x' }, '`issuer`: is missing'],
    ['no audience', { issuer }, '`audience`: is needed'],
    ['the issuer of the org server', { ...good, issuer: 'https://example.okta.com' }, '`issuer`: is no https'],
    ['an issuer with a query', { ...good, issuer: `${issuer}?x=1` }, '`issuer`: is no https'],
    ['an org with a query', { ...org, issuer: 'https://example.okta.com?x=1' }, '`issuer`: is not https'],
    ['a custom server as the org server', { ...org, issuer }, '`issuer`: is not https'],
    [
      'another server under another name',
      { ...good, otherIssuers: ['https://id.example.com/oauth2/x'] },
      '`otherIssuers`: differ',
    ],
    ['org tokens without clients', { ...org, clientIds: undefined }, '`clientIds`: is needed'],
    ['an audience of org tokens', { ...org, audience: 'x' }, '`audience`: is needed, but'],
    ['introspection without a secret', { ...good, mode: 'introspection', clientId: 'x' }, '`clientSecret`: is needed'],
    ['a secret of nobody', { ...good, clientSecret: 'x' }, '`clientId`: is needed'],
    ['an http issuer', { ...good, issuer: 'http://example.okta.com/oauth2/default' }, '`issuer`'],
  ])('%s: refused by name', (_, options, text) => {
    expect(() => okta(options as typeof good)).toThrow(text);
  });

  it('make a frozen provider that says what it takes and what it refuses', () => {
    const provider = okta(good);
    expect(Object.isFrozen(provider.accepts[0]?.attributes)).toBe(true);
    expect(provider).toMatchObject({
      id: 'okta',
      identity: issuer,
      endpoints: { issuer, orgServer: ['https://example.okta.com'] },
      accepts: [{ token: 'jwt', binding: 'audience', algorithms: ['RS256'], clientClaims: ['cid'] }],
      refuses: [{ reason: 'id_token' }, { reason: 'org_server_token' }, { reason: 'unrecognised' }],
    });
  });
});

describe('against a local org', () => {
  let fake: OktaFake;
  beforeAll(async () => {
    fake = await createOktaFake();
  });
  afterEach(() => fake.heal());
  afterAll(() => fake.stop());

  it.each(['jwt', 'introspection'] as const)(
    '%s: lets in a user with a token for this API and client',
    async (mode) => {
      const auth = await registryFor(fake, { mode }).verify(bearer(fake.mint()), { scopes: ['orders:read'] });
      expect(auth).toMatchObject({
        id: 'okta/00umember1',
        kind: 'user',
        username: 'user@example.com',
        email: 'user@example.com',
        emailVerified: false,
        name: 'Member 1',
        groups: ['staff'],
        clientId: fake.clients[0].id,
        audience: ['api://default'],
      });
      expect(auth.scopes).toEqual(['openid', 'profile', 'email', 'orders:read']);
    },
  );

  it('org: lets in a user with a token of a listed client, without any of our scopes', async () => {
    const registry = registryFor(fake, asOrg(fake));
    const auth = await registry.verify(bearer(fake.mint({ server: '' })));
    expect(auth).toMatchObject({ subject: '00umember1', username: 'user@example.com', emailVerified: false });
    expect([auth.scopes, auth.providerScopes.length]).toEqual([[], 4]);
    const theirs = fake.mint({ server: '', client: fake.clients[1].id });
    expect(await outcome(registry, theirs)).toBe('401 wrong_app');
    expect(await outcome(registry, fake.mintId({ server: '' }))).toBe('401 id_token');
    expect(await outcome(registry, fake.mint())).toBe('401 unknown_issuer');
  });

  const now = Math.floor(Date.now() / 1000);
  it.each<readonly [title: string, what: OktaMint, expected: string]>([
    ['nothing wrong', {}, '00umember1'],
    ['our audience in a list', { claims: { aud: ['api://default'] } }, '00umember1'],
    ['a `typ` that Okta may add (RFC 9068)', { header: { typ: 'at+jwt' } }, '00umember1'],
    ['another custom server', { server: 'aus1orders' }, '401 unknown_issuer'],
    ['the org server', { server: '' }, '401 org_server_token'],
    ['another audience', { claims: { aud: 'api://other' } }, '401 wrong_audience'],
    ['another application', { client: '0oaotherapp' }, '401 wrong_app'],
    ['RFC 7519 §4.1.4: past expiry', { claims: { exp: now - 120 } }, '401 expired'],
    ['an issuer with a slash', { claims: { iss: `${issuer}/` } }, '401 unknown_issuer'],
    ['`cid` as a list', { claims: { cid: ['0oaourclient'] } }, '401 unrecognised'],
    ['`jti` without prefix', { claims: { jti: 'x' } }, '401 unrecognised'],
    ['`ver` as a text', { claims: { ver: '1' } }, '401 unrecognised'],
    ['neither user nor machine', { claims: { uid: undefined } }, '401 unrecognised'],
    ['a user whose `sub` is the client', { claims: { sub: '0oaourclient' } }, '401 unrecognised'],
    ['scope and scp that differ', { claims: { scope: 'x' } }, '401 unrecognised'],
    ['RFC 8725 §3.1: alg none', { header: { alg: 'none' } }, '401 bad_signature'],
    ['RFC 8725 §2.1: HS256 with the public key', { header: { alg: 'HS256' } }, '401 bad_signature'],
    ['an unknown kid', { header: { kid: 'nobody' }, claims: { iat: now - 600 } }, '401 unknown_key'],
    ['the `typ` of a revocation', { header: { typ: 'global-token-revocation+jwt' } }, '401 unrecognised'],
  ])('%s', async (_, what, expected) => {
    expect(await outcome(registryFor(fake), fake.mint(what))).toBe(expected);
  });

  it('refuses the stolen token of an application that the same policy lets in, though userinfo answers it', async () => {
    const stolen = fake.mint({ client: fake.clients[1].id });
    const answer = await fetch(`${fake.issuer()}/v1/userinfo`, bearer(stolen));
    expect(await answer.json()).toMatchObject({ sub: '00umember1', email: 'user@example.com' });
    for (const mode of ['jwt', 'introspection'] as const) {
      expect(await outcome(registryFor(fake, { mode }), stolen)).toBe('401 wrong_app');
    }
  });

  it.each([
    ['a page', faults.html(), '503 provider_malformed'],
    ['a page with 502', faults.html(502), '503 provider_unreachable'],
    ['500', faults.status(500), '503 provider_unreachable'],
    ['null', faults.null(), '503 provider_malformed'],
    ['a redirect', faults.redirect('http://127.0.0.1:9/else'), '503 provider_unreachable'],
    ['a cut connection', faults.reset(), '503 provider_unreachable'],
    ['429', faults.status(429), '503 provider_rate_limited'],
  ])('an outage is 503, never 401: %s', async (_, fault, expected) => {
    fake.fail(fault);
    for (const mode of ['jwt', 'introspection'] as const) {
      expect(await outcome(registryFor(fake, { mode }), fake.mint())).toBe(expected);
    }
  });

  it('a secret of ours that is wrong is 503, never 401', async () => {
    const registry = registryFor(fake, { mode: 'introspection', clientSecret: 'wrong' });
    expect(await outcome(registry, fake.mint())).toBe('503 provider_malformed');
  });

  it('follows a rotation of keys, and goes on during an outage', async () => {
    const registry = registryFor(fake);
    const before = fake.mint();
    expect(await outcome(registry, before)).toBe('00umember1');
    fake.rotateKeys('default', true);
    expect(await outcome(registry, fake.mint())).toBe('00umember1');
    fake.fail(faults.status(503));
    expect(await outcome(registry, fake.mint())).toBe('00umember1');
  });

  it('signs a user in, refreshes, and revokes', async () => {
    const client = registryFor(fake, { scopes: ['openid', 'email', 'offline_access'] }).client('okta');
    const { redirectUri } = fake.client;
    const { url, state, codeVerifier } = await client.authorize({ redirectUri });
    const back = new URL(await fake.authorize(url));
    expect(back.searchParams.get('state')).toBe(state);
    const code = back.searchParams.get('code') ?? '';
    const registry = registryFor(fake, { mode: 'introspection' });
    const tokens = await client.exchange({ code, redirectUri, codeVerifier });
    expect(await outcome(registry, tokens.accessToken)).toBe('00umember1');
    expect(await outcome(registry, tokens.refreshToken ?? '')).toBe('401 unrecognised');
    const next = await client.refresh(tokens.refreshToken ?? '');
    expect(await outcome(registry, next.accessToken)).toBe('00umember1');
    await client.revoke(next.refreshToken ?? '');
    expect(await outcome(registryFor(fake, { mode: 'introspection' }), next.accessToken)).toBe('401 inactive');
    await expect(client.exchange({ code, redirectUri, codeVerifier })).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it.each(['jwt', 'introspection'] as const)('RFC 9068 §5, %s: a machine is the client itself', async (mode) => {
    const registry = registryFor(fake, { mode });
    const { accessToken } = await registry.client('okta').clientCredentials({ scopes: ['orders:read'] });
    const auth = await registry.verify(bearer(accessToken), { scopes: ['orders:read'] });
    expect(auth).toMatchObject({ kind: 'client', subject: fake.clients[0].id });
    expect([auth.username, auth.email]).toEqual([undefined, undefined]);
  });

  it('marks what passes from one to another', () => {
    const [rule] = providerFor(fake, { attributes: { username: '/email' } }).accepts;
    expect(rule?.attributes.username).toMatchObject({ mutable: true, reassignable: true, unverified: true });
    expect(rule?.attributes).not.toHaveProperty('emailVerified');
  });
});
