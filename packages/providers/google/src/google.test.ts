import { faults } from '@bearerkit/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearer, outcome, registryFor, signIn } from './__fixtures__/stage.ts';
import { createGoogleFake, type GoogleFake } from './fake/index.ts';
import { google } from './google.ts';

const client = { clientId: '1-a.apps.googleusercontent.com', clientSecret: 'google-secret' };

describe('options', () => {
  it.each([
    ['misspelt', { ...client, hostedDomain: 'example.com' }, '`hostedDomain`: this option does not exist'],
    ['missing', { clientSecret: 'x' }, '`clientId`'],
    ['an e-mail ending for a domain', { ...client, hostedDomains: ['@example.com'] }, 'expected a domain'],
    ['an empty list of domains', { ...client, hostedDomains: [] }, '`hostedDomains`'],
    ['an address for a service account', { ...client, serviceAccounts: ['robot@example.com'] }, 'digits only'],
  ])('%s: refused by name', (_, options, text) => {
    expect(() => google(options as typeof client)).toThrow(text);
  });

  it('make a frozen plain object that names what Google has, without the secret', () => {
    const provider = google(client);
    expect(JSON.stringify(provider)).not.toContain(client.clientSecret);
    expect(Object.isFrozen(provider.accepts[0]?.attributes)).toBe(true);
    expect(provider).toMatchObject({ identity: 'https://accounts.google.com', pkce: 'S256', warnings: [] });
    expect(provider.accepts).toMatchObject([{ token: 'opaque', binding: 'app', shape: { prefix: 'ya29.' } }]);
    expect(google({ ...client, acceptIdTokens: true }).accepts.map(({ token }) => token)).toEqual(['opaque', 'jwt']);
    expect(google({ clientId: client.clientId }).client?.authentication).toBe('none');
  });
});

describe('against a local Google', () => {
  let fake: GoogleFake;
  beforeEach(async () => {
    fake = await createGoogleFake({ seed: 'google' });
  });
  afterEach(() => fake.stop());
  const [tokeninfo, userinfo] = ['/oauth2/v3/tokeninfo', '/v1/userinfo'];

  it('lets a person in, with everything that Google says', async () => {
    const auth = await registryFor(fake).verify(bearer(fake.mint().accessToken), { accept: ['google'] });
    expect(auth).toMatchObject({
      id: 'google/100000000000000000001',
      kind: 'user',
      email: 'member-1@example.com',
      emailVerified: true,
      name: 'Member One',
      clientId: fake.client.id,
      providerScopes: ['openid', 'email', 'profile'],
      groups: [],
      scopes: [],
    });
    expect(Math.abs((auth.expiresAt ?? 0) - Date.now() / 1000 - 3600)).toBeLessThan(10);
    expect('username' in auth).toBe(false);
  });

  it("RFC 9700 §4.2: another application's token is refused, though userinfo answers it", async () => {
    const stolen = fake.mint({ client: fake.clients[2] }).accessToken;
    const answer = await fetch(fake.endpoints.userinfo as string, bearer(stolen));
    expect(await answer.json()).toMatchObject({ sub: fake.people[0].sub });
    expect(await outcome(registryFor(fake), stolen)).toBe('401 wrong_app');
  });

  it('takes tokens of our other clients where they are listed', async () => {
    const { accessToken } = fake.mint({ client: fake.clients[1] });
    expect(await outcome(registryFor(fake), accessToken)).toBe('401 wrong_app');
    const registry = registryFor(fake, { otherClientIds: [fake.clients[1].id] });
    expect(await outcome(registry, accessToken)).toBe(`user ${fake.people[0].sub}`);
  });

  it('wants both `aud` and `azp` to be ours', async () => {
    const registry = registryFor(fake, { otherClientIds: [fake.clients[1].id] });
    const [own, , other] = fake.clients.map(({ id }) => id);
    const ask = async (aud?: string, azp?: string) => {
      const exp = String(Math.floor(Date.now() / 1000) + 60);
      fake.fail(faults.json({ aud, azp, sub: fake.people[0].sub, exp }), { path: tokeninfo, times: 1 });
      return outcome(registry, fake.mint().accessToken);
    };
    expect(await ask(own, fake.clients[1].id)).toBe(`user ${fake.people[0].sub}`);
    expect(await ask(own, other)).toBe('401 wrong_app');
    expect(await ask(other, own)).toBe('401 wrong_app');
    expect(await ask(undefined, own)).toBe('503 provider_malformed');
  });

  it.each([
    ['expired', { life: -60 }],
    ['revoked', {}],
  ])('%s: inactive', async (name, what) => {
    const tokens = fake.mint(what);
    if (name === 'revoked') fake.remove(tokens);
    expect(await outcome(registryFor(fake), tokens.accessToken)).toBe('401 inactive');
  });

  it('refuses what is no access token without a call', async () => {
    const registry = registryFor(fake);
    const { refreshToken, idToken } = fake.mint();
    expect(await outcome(registry, refreshToken)).toBe('401 refresh_token');
    expect(await outcome(registry, idToken)).toBe('401 id_token');
    expect(await outcome(registry, `AIza${'a'.repeat(35)}`)).toBe('401 unrecognised');
    expect(await outcome(registry, 'made-up')).toBe('401 unrecognised');
    expect(fake.calls()).toBe(0);
    expect(await outcome(registry, 'ya29.made-up')).toBe('401 inactive');
  });

  it.each([
    ['an outage', faults.status(500), '503 provider_unreachable'],
    ['429', faults.status(429), '503 provider_rate_limited'],
    ['an API limit', faults.status(403, { body: '{"error":{"code":403}}' }), '503 provider_unreachable'],
    ['a page', faults.html(), '503 provider_malformed'],
    ['a page with 400', faults.html(400), '503 provider_malformed'],
    ['a redirect', faults.redirect('https://example.com/'), '503 provider_unreachable'],
    ['null', faults.null(), '503 provider_malformed'],
    ['an empty object', faults.json({}), '503 provider_malformed'],
    ['our bad request', faults.status(400, { body: '{"error":"invalid_request"}' }), '503 provider_malformed'],
  ])('%s is never a 401, of either endpoint', async (_, fault, expected) => {
    for (const path of [tokeninfo, userinfo]) {
      fake.fail(fault, { path });
      const seen = await outcome(registryFor(fake), fake.mint().accessToken);
      expect(seen).toMatch(path === tokeninfo ? expected : /^503 /);
      fake.heal();
    }
  });

  it('wants userinfo to speak of the subject of the token', async () => {
    fake.fail(faults.json({ sub: fake.people[1].sub, email: 'member.2@gmail.com' }), { path: userinfo });
    expect(await outcome(registryFor(fake), fake.mint().accessToken)).toBe('503 provider_malformed');
  });

  it('signs in, refreshes and revokes', async () => {
    const registry = registryFor(fake);
    const client = registry.client('google');
    const tokens = await signIn(fake, registry);
    expect([tokens.scopes, tokens.idToken?.split('.').length]).toEqual([['openid', 'email', 'profile'], 3]);
    expect(await outcome(registry, tokens.accessToken)).toBe(`user ${fake.people[0].sub}`);
    const fresh = await client.refresh(tokens.refreshToken ?? '');
    expect(fresh.refreshToken).toBeUndefined();
    expect(await outcome(registry, fresh.accessToken)).toBe(`user ${fake.people[0].sub}`);
    await client.revoke(fresh.accessToken);
    expect(await outcome(registry, fresh.accessToken)).toBe('401 revoked');
    expect(await outcome(registryFor(fake), fresh.accessToken)).toBe('401 inactive');
    await client.revoke(fresh.accessToken);
    await expect(client.refresh(tokens.refreshToken ?? '')).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('has the profile of userinfo', async () => {
    const auth = await registryFor(fake).verify(bearer(fake.mint().accessToken));
    expect(await auth.profile()).toMatchObject({ sub: fake.people[0].sub, hd: 'example.com' });
  });

  describe('service accounts', () => {
    it('are machines where their unique id is listed, else refused', async () => {
      const { accessToken } = fake.mint({ person: 'service-account' });
      expect(accessToken).toMatch(/^ya29\.c\./);
      expect(await outcome(registryFor(fake), accessToken)).toBe('401 wrong_app');
      const listed = { serviceAccounts: [fake.serviceAccount.id], hostedDomains: ['example.com'] };
      const auth = await registryFor(fake, listed).verify(bearer(accessToken));
      expect(auth).toMatchObject({ kind: 'client', subject: fake.serviceAccount.id, emailVerified: false });
      expect('email' in auth).toBe(false);
    });

    it('may not speak for a user (domain-wide delegation)', async () => {
      const { id } = fake.serviceAccount;
      const exp = String(Math.floor(Date.now() / 1000) + 60);
      fake.fail(faults.json({ aud: id, azp: id, sub: fake.people[0].sub, exp }), { path: tokeninfo });
      const registry = registryFor(fake, { serviceAccounts: [id] });
      expect(await outcome(registry, fake.mint({ person: 'service-account' }).accessToken)).toBe('401 wrong_app');
    });
  });

  describe('acceptIdTokens', () => {
    const registry = (more = {}) => registryFor(fake, { acceptIdTokens: true, ...more });
    const now = Math.floor(Date.now() / 1000);

    it('lets people in by the claims, without a call but for the keys', async () => {
      const open = registry();
      const auth = await open.verify(bearer(fake.idToken()));
      expect(auth).toMatchObject({
        kind: 'user',
        subject: fake.people[0].sub,
        email: 'member-1@example.com',
        emailVerified: true,
        clientId: fake.client.id,
      });
      expect(fake.log.map(({ path }) => path)).toEqual(['/oauth2/v3/certs']);
      fake.rotateKeys();
      expect(await outcome(open, fake.idToken())).toBe(`user ${fake.people[0].sub}`);
    });

    it.each([
      ['made for another client', { audience: 'other' }, '401 wrong_audience'],
      ['given to another client', { claims: { azp: 'other' } }, '401 wrong_app'],
      ['given to nobody', { claims: { azp: undefined } }, '401 wrong_app'],
      ['expired', { claims: { exp: now - 600 } }, '401 expired'],
      ['not yet valid', { claims: { iat: now + 600 } }, '401 not_yet_valid'],
      ['alg none, RFC 8725 §3.1', { header: { alg: 'none' } }, '401 bad_signature'],
      ['unknown kid', { header: { kid: 'unknown' } }, '401 unknown_key'],
      ['another issuer', { claims: { iss: 'https://securetoken.google.com/project' } }, '401 unknown_issuer'],
    ])('%s: refused', async (_, forgery, expected) => {
      expect(await outcome(registry(), fake.idToken(forgery))).toBe(expected);
    });

    it.each([
      [{ email_verified: 'true' }, false],
      [{ hd: undefined, email: 'member@notgmail.com' }, false],
      [{ hd: undefined, email: 'member@gmail.com.example.com' }, false],
      [{ hd: '' }, false],
      [{ hd: undefined, email: 'Member@GMail.com' }, true],
    ])('verified with %j: %s', async (claims, verified) => {
      const auth = await registry().verify(bearer(fake.idToken({ claims })));
      expect(auth.emailVerified).toBe(verified);
    });

    it("a stranger's signature under a published key id: refused", async () => {
      const { kid } = JSON.parse(atob(fake.idToken().split('.')[0] ?? ''));
      const forged = fake.idToken({ key: fake.foreignKey(), header: { kid } });
      expect(await outcome(registry(), forged)).toBe('401 bad_signature');
    });

    it('an ID token of another organisation is 403', async () => {
      const open = registry({ hostedDomains: ['example.com'] });
      expect(await outcome(open, fake.idToken())).toBe(`user ${fake.people[0].sub}`);
      expect(await outcome(open, fake.idToken({ about: fake.people[2] }))).toBe('403 forbidden');
    });
  });
});
