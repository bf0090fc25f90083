import { faults } from '@bearerkit/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { asking, bearer, outcome, registryFor, signIn } from './__fixtures__/outcome.ts';
import { cognito } from './cognito.ts';
import { type CognitoFake, type CognitoMint, createCognitoFake } from './fake/index.ts';

const good = { userPoolId: 'us-east-1_AbCdEf123', clientIds: ['client-1'] };
const member = 'aaaaaaaa-bbbb-4ccc-8ddd-000000000001';

describe('options', () => {
  it.each([
    ['misspelt', { ...good, userPoolID: 'x' }, '`userPoolID`: this option does not exist'],
    ['no client ids', { userPoolId: good.userPoolId }, '`clientIds`'],
    ['an empty list of them', { ...good, clientIds: [] }, '`clientIds`'],
    ['a pool id without region', { ...good, userPoolId: 'AbCdEf123' }, '`userPoolId`: is no user pool id'],
    ['a domain with a path', { ...good, domain: 'https://auth.example.com/' }, '`domain`: is an origin'],
    ['userinfo without a domain', { ...good, profile: 'userinfo' }, "`domain`: is needed with `profile: 'userinfo'`"],
    ['no scopes: all of them', { ...good, scopes: [] }, '`scopes`'],
    ['a secret of nobody', { ...good, clientSecret: 'x' }, '`clientId`: is needed'],
  ])('%s: refused by name', (_, options, text) => {
    expect(() => cognito(options as typeof good)).toThrow(text);
  });

  it('make a frozen provider; the region comes from the pool id', () => {
    const provider = cognito({ ...good, userPoolId: 'us-gov-west-1_Ab1' });
    const issuer = 'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_Ab1';
    expect(Object.isFrozen(provider.accepts[0]?.attributes)).toBe(true);
    expect(provider).toMatchObject({
      id: 'cognito',
      identity: issuer,
      endpoints: { issuer, jwks: `${issuer}/.well-known/jwks.json` },
      accepts: [{ token: 'jwt', binding: 'app', clients: ['client-1'], clientClaims: ['client_id'] }],
    });
  });
});

describe('against a local pool', () => {
  let fake: CognitoFake;
  beforeAll(async () => {
    fake = await createCognitoFake();
  });
  afterEach(() => fake.heal());
  afterAll(() => fake.stop());

  it('lets in a user with a token of our app client', async () => {
    const auth = await registryFor(fake).verify(bearer(fake.mint()));
    expect(auth).toMatchObject({
      id: `cognito/${member}`,
      kind: 'user',
      username: 'member-1',
      emailVerified: false,
      groups: ['editors'],
      clientId: fake.client.id,
    });
    expect([auth.email, auth.audience, auth.scopes]).toEqual([undefined, [], []]);
    expect(auth.providerScopes).toEqual(['openid', 'profile', 'email', 'orders-api/read']);
  });

  it('gives custom scopes where `grant` says so, and those of tokens for our `resource` without', async () => {
    const grant = registryFor(fake, { grant: ({ providerScopes }) => providerScopes });
    expect((await grant.verify(bearer(fake.mint()), { scopes: ['orders-api/read'] })).subject).toBe(member);
    const resource = 'https://api.example.com';
    const auth = await registryFor(fake, { resource }).verify(bearer(fake.mint({ resource })), {
      scopes: ['orders-api/read'],
    });
    expect(auth.audience).toEqual([resource]);
  });

  it('with userinfo tells e-mail, whether it is verified, and name', async () => {
    const registry = registryFor(fake, asking);
    const verified = { email: 'user@example.com', emailVerified: true, name: 'Member 1', groups: ['editors'] };
    expect(await registry.verify(bearer(fake.mint()))).toMatchObject(verified);
    const [, second] = [...fake.users.keys()];
    expect(await registry.verify(bearer(fake.mint({ user: second })))).toMatchObject({
      email: 'user-2@example.com',
      emailVerified: false,
    });
  });

  const now = Math.floor(Date.now() / 1000);
  it.each<readonly [title: string, what: CognitoMint, expected: string]>([
    ['nothing wrong', {}, member],
    ['another app client of the pool', { client: '3theirsk4j24pabc1234567890' }, '401 wrong_app'],
    ['`client_id` as a list', { claims: { client_id: ['57cbishk4j24pabc1234567890'] } }, '401 wrong_app'],
    [
      'our client in `azp` alone',
      { claims: { client_id: undefined, azp: '57cbishk4j24pabc1234567890' } },
      '401 wrong_app',
    ],
    [
      'another pool',
      { claims: { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_x' } },
      '401 unknown_issuer',
    ],
    ['no `token_use`', { claims: { token_use: undefined } }, '401 unrecognised'],
    ['`token_use` as a list', { claims: { token_use: ['access'] } }, '401 unrecognised'],
    ['the `token_use` of an ID token', { claims: { token_use: 'id' } }, '401 id_token'],
    ['an audience', { claims: { aud: 'https://other.example.com' } }, '401 wrong_audience'],
    ['our client as its audience', { claims: { aud: '57cbishk4j24pabc1234567890' } }, '401 wrong_audience'],
    ['RFC 7519 §4.1.4: past expiry', { claims: { exp: now - 120 } }, '401 expired'],
    ['no `jti`: revocation is off', { claims: { jti: undefined, origin_jti: undefined } }, member],
    ['no subject', { claims: { sub: undefined } }, '401 unrecognised'],
    ['20 KiB of claims', { claims: { more: 'x'.repeat(20_480) } }, '400 malformed'],
    ['RFC 8725 §3.1: alg none', { header: { alg: 'none' } }, '401 bad_signature'],
    ['RFC 8725 §2.1: HS256 with the public key', { header: { alg: 'HS256' } }, '401 bad_signature'],
    ['an unknown kid', { header: { kid: 'nobody=' }, claims: { iat: now - 600 } }, '401 unknown_key'],
  ])('%s', async (_, what, expected) => {
    expect(await outcome(registryFor(fake), fake.mint(what))).toBe(expected);
  });

  it('refuses the stolen token of another app client, though userinfo answers it', async () => {
    const stolen = fake.mint({ client: fake.clients[1].id });
    const answer = await fetch(fake.endpoints.userinfo as string, bearer(stolen));
    expect(await answer.json()).toMatchObject({ sub: member, email: 'user@example.com' });
    for (const options of [{}, asking]) expect(await outcome(registryFor(fake, options), stolen)).toBe('401 wrong_app');
  });

  it('refuses ID and refresh tokens', async () => {
    const { idToken, refreshToken } = fake.signIn();
    expect(await outcome(registryFor(fake), idToken)).toBe('401 id_token');
    expect(await outcome(registryFor(fake), refreshToken)).toBe('401 unrecognised');
  });

  it.each([
    ['a page', faults.html(), '503 provider_malformed'],
    ['500', faults.status(500), '503 provider_unreachable'],
    ['403 of a firewall', faults.html(403), '503 provider_unreachable'],
    ['null', faults.null(), '503 provider_malformed'],
    ['a redirect', faults.redirect('http://127.0.0.1:9/else'), '503 provider_unreachable'],
    ['429', faults.status(429), '503 provider_rate_limited'],
  ])('an outage is 503, never 401, at the issuer and at the domain: %s', async (_, fault, expected) => {
    const heal = fake.fail(fault, { path: `/${fake.poolId}/.well-known/jwks.json` });
    expect(await outcome(registryFor(fake), fake.mint())).toBe(expected);
    heal();
    fake.fail(fault, { path: '/oauth2/userInfo' });
    expect(await outcome(registryFor(fake, asking), fake.mint())).toBe(expected);
    expect(await outcome(registryFor(fake), fake.mint())).toBe(member);
  });

  it('signs a user in, refreshes, and revokes', async () => {
    const registry = registryFor(fake, asking);
    const tokens = await signIn(fake, registry);
    expect(await outcome(registry, tokens.accessToken)).toBe(member);
    const next = await registry.client('cognito').refresh(tokens.refreshToken ?? '');
    expect(await outcome(registry, next.accessToken)).toBe(member);
    await registry.client('cognito').revoke(tokens.refreshToken ?? '');
    expect(await outcome(registryFor(fake, asking), next.accessToken)).toBe('401 inactive');
    const again = registry.client('cognito').refresh(tokens.refreshToken ?? '');
    await expect(again).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('RFC 9068 §5: a machine is the client itself', async () => {
    const registry = registryFor(fake, { ...asking, grant: ({ providerScopes }) => providerScopes });
    const { accessToken } = await registry.client('cognito').clientCredentials({ scopes: ['orders-api/write'] });
    const auth = await registry.verify(bearer(accessToken), { scopes: ['orders-api/write'] });
    expect(auth).toMatchObject({ kind: 'client', subject: fake.client.id, emailVerified: false });
    expect([auth.username, auth.email]).toEqual([undefined, undefined]);
  });
});
