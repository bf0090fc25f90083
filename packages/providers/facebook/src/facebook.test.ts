import { faults } from '@bearerkit/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearer, outcome, registryFor, signIn } from './__fixtures__/stage.ts';
import { facebook } from './facebook.ts';
import { createFacebookFake, type FacebookFake, graphFault } from './fake/index.ts';

const client = { clientId: '100000000000001', clientSecret: 'facebook-secret' };

describe('options', () => {
  it.each([
    ['misspelt', { ...client, treatEmailVerified: true }, '`treatEmailVerified`: this option does not exist'],
    ['without the secret', { clientId: '1' }, '`clientSecret`'],
    ['an id that is none', { ...client, clientId: 'my-app' }, 'digits only'],
    ['no version', { ...client, version: '' }, 'such as v26.0'],
    ['an empty prefix', { ...client, tokenPrefix: '' }, '`tokenPrefix`'],
  ])('%s: refused by name', (_, options, text) => {
    expect(() => facebook(options as typeof client)).toThrow(text);
  });

  it('make a frozen plain object that names what Facebook has, without the secret', () => {
    const provider = facebook(client);
    expect(JSON.stringify(provider)).not.toContain(client.clientSecret);
    expect(Object.isFrozen(provider.accepts[0]?.attributes)).toBe(true);
    expect(provider).toMatchObject({
      identity: 'facebook:graph.facebook.com:100000000000001',
      pkce: 'none',
      grants: ['authorization_code'],
      scopes: { separator: ',' },
      accepts: [{ binding: 'app', kind: 'user', shape: { prefix: 'EAA' } }],
    });
  });

  it('mark the e-mail as unverified unless told otherwise', () => {
    const attributes = (more = {}) => facebook({ ...client, ...more }).accepts[0]?.attributes;
    expect(attributes()).toMatchObject({ email: { unverified: true }, emailVerified: undefined });
    expect(attributes({ treatEmailAsVerified: true })).toMatchObject({ email: { unverified: false } });
  });
});

describe('against a local Facebook', () => {
  let fake: FacebookFake;
  beforeEach(async () => {
    fake = await createFacebookFake({ seed: 'facebook' });
  });
  afterEach(() => fake.stop());
  const [debug, me] = ['/v26.0/debug_token', '/v26.0/me'];

  it('lets a user in, with everything that Facebook says', async () => {
    const auth = await registryFor(fake).verify(bearer(fake.mint()), { accept: ['facebook'] });
    expect(auth).toMatchObject({
      id: 'facebook/90071992547409930',
      kind: 'user',
      name: 'Member One',
      email: 'member-1@example.com',
      emailVerified: false,
      clientId: fake.client.id,
      providerScopes: ['email', 'public_profile'],
      scopes: [],
    });
    expect(Math.abs((auth.expiresAt ?? 0) - Date.now() / 1000 - 5_183_944)).toBeLessThan(10);
    expect('username' in auth).toBe(false);
  });

  it('verifies e-mail addresses only where told to', async () => {
    const registry = registryFor(fake, { treatEmailAsVerified: true });
    expect((await registry.verify(bearer(fake.mint()))).emailVerified).toBe(true);
    expect((await registry.verify(bearer(fake.mint({ user: fake.users[2] })))).emailVerified).toBe(false);
  });

  it('asks with our app token in the header, and proves to hold the secret', async () => {
    await registryFor(fake).verify(bearer(fake.mint()));
    const { id, secret } = fake.client;
    const [asked, about] = fake.log;
    expect([asked?.path, asked?.headers.authorization]).toEqual([debug, `Bearer ${id}|${secret}`]);
    expect([about?.path, about?.query.get('appsecret_proof')]).toEqual([me, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(fake.log.map(({ query }) => query.toString()).join()).not.toContain(secret);
  });

  it("RFC 9700 §4.2: another app's token is refused, though /me answers it", async () => {
    const stolen = fake.mint({ app: fake.apps[1] });
    expect((await fetch(fake.endpoints.userinfo as string, bearer(stolen))).status).toBe(200);
    expect(await outcome(registryFor(fake), stolen)).toBe('401 wrong_app');
    expect(fake.calls(me)).toBe(1);
  });

  it('has a second check of the app: the proof does not fit', async () => {
    const stolen = fake.mint({ app: fake.apps[1] });
    const data = { app_id: fake.client.id, type: 'USER', is_valid: true, expires_at: 0, user_id: fake.users[0].id };
    fake.fail(faults.json({ data }), { path: debug });
    expect(await outcome(registryFor(fake), stolen)).toBe('401 wrong_app');
    fake.heal();
    fake.fail(faults.json({ data: { ...data, app_id: fake.apps[1].id } }), { path: debug });
    expect(await outcome(registryFor(fake), fake.mint())).toBe('401 wrong_app');
  });

  it('wants /me to speak of the user of the token', async () => {
    fake.fail(faults.json({ id: fake.users[1].id, name: 'Somebody Else' }), { path: me });
    expect(await outcome(registryFor(fake), fake.mint())).toBe('503 provider_malformed');
    fake.heal();
    fake.fail(faults.json({ name: 'Nobody' }), { path: me });
    expect(await outcome(registryFor(fake), fake.mint())).toBe('503 provider_malformed');
  });

  it.each([458, 460, 467])('dead (%d): inactive', async (subcode) => {
    const token = fake.mint();
    fake.kill(token, subcode);
    expect(await outcome(registryFor(fake), token)).toBe('401 inactive');
  });

  it('expired: inactive; made up: inactive; of another kind: refused without a call', async () => {
    const registry = registryFor(fake);
    expect(await outcome(registry, fake.mint({ life: -60 }))).toBe('401 inactive');
    expect(await outcome(registry, 'EAABmadeup')).toBe('401 inactive');
    fake.forget();
    expect(await outcome(registry, await fake.token({ kind: 'id' }))).toBe('401 id_token');
    expect(await outcome(registry, 'made-up')).toBe('401 unrecognised');
    expect(await outcome(registry, `${fake.client.id}|${fake.client.secret}`)).toBe('400 malformed');
    expect(fake.calls()).toBe(0);
  });

  it('a token that is said to be valid and has ended is expired', async () => {
    const data = { app_id: fake.client.id, type: 'USER', is_valid: true, expires_at: 1_700_000_000, user_id: '1' };
    fake.fail(faults.json({ data }), { path: debug });
    expect(await outcome(registryFor(fake), fake.mint())).toBe('401 expired');
  });

  it('0 means never', async () => {
    fake.settings.endless = true;
    const registry = registryFor(fake);
    const auth = await registry.verify(bearer(fake.mint()));
    expect('expiresAt' in auth).toBe(false);
    expect('expiresAt' in (await signIn(fake, registry))).toBe(false);
  });

  it.each([
    ['an outage', faults.status(500), /503 provider_unreachable/],
    ['an outage in its own words', graphFault(100, { message: 'did not match the Viewing App' }, 500), /503/],
    ['a bad token with 500', graphFault(190, {}, 500), /503 provider_unreachable/],
    ['429', faults.status(429), /503 provider_rate_limited/],
    ['a page', faults.html(), /503 provider_malformed/],
    ['a page with 400', faults.html(400), /503 provider_unreachable/],
    ['a redirect', faults.redirect('https://example.com/'), /503 provider_unreachable/],
    ['false', faults.json(false), /503 provider_malformed/],
    ['null', faults.null(), /503 provider_malformed/],
    ['an empty object', faults.json({}), /503 provider_malformed/],
    ['an invalid parameter', graphFault(100), /503 provider_malformed/],
    ['an unknown error', graphFault(999), /503 provider_malformed/],
  ])('%s is never a 401, at either endpoint', async (_, fault, expected) => {
    for (const path of [debug, me]) {
      fake.fail(fault, { path });
      expect(await outcome(registryFor(fake), fake.mint())).toMatch(expected);
      fake.heal();
    }
  });

  it('a wrong secret of ours is our fault, never the token', async () => {
    const registry = registryFor(fake, { clientSecret: 'wrong' });
    expect(await outcome(registry, fake.mint())).toBe('503 provider_malformed');
  });

  it('a token that may not read /me is refused', async () => {
    fake.fail(graphFault(200), { path: me });
    expect(await outcome(registryFor(fake), fake.mint())).toBe('401 unrecognised');
  });

  it('signs in and revokes', async () => {
    const registry = registryFor(fake);
    const tokens = await signIn(fake, registry, { user: fake.users[1].id });
    expect(['refreshToken' in tokens, 'scopes' in tokens]).toEqual([false, false]);
    expect(await outcome(registry, tokens.accessToken)).toBe(fake.users[1].id);
    await registry.client('facebook').revoke(tokens.accessToken);
    expect(fake.log.at(-1)).toMatchObject({ method: 'DELETE', path: '/v26.0/me/permissions' });
    expect(await outcome(registry, tokens.accessToken)).toBe('401 revoked');
    expect(await outcome(registryFor(fake), tokens.accessToken)).toBe('401 inactive');
    await registry.client('facebook').revoke(tokens.accessToken);
  });

  it('says where a revocation failed', async () => {
    fake.fail(faults.json({ success: false }), { path: '/v26.0/me/permissions' });
    await expect(registryFor(fake).client('facebook').revoke(fake.mint())).rejects.toThrow('revoke');
  });
});
