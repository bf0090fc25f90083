import { createProviderRegistry } from '@bearerkit/core';
import { faults } from '@bearerkit/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bearer, outcome, redirectUri, registryFor, signIn } from './__fixtures__/sign-in.ts';
import { createMeetupFake, type MeetupFake, meetupFaults } from './fake/index.ts';
import { meetup } from './meetup.ts';

const client = { clientId: 'meetup-client', clientSecret: 'meetup-secret' };

describe('options', () => {
  it.each([
    ['misspelt', { ...client, clientid: 'x' }, '`clientid`: this option does not exist'],
    ['missing', { clientId: 'x' }, '`clientSecret`'],
    ['empty', { ...client, clientId: '' }, '`clientId`'],
    ['unknown API', { ...client, api: 'rest-v3' }, '`api`'],
    ['unknown state', { ...client, refuseStatus: ['ASLEEP'] }, '`refuseStatus.0`'],
    ['http endpoint', { ...client, endpoints: { token: 'http://meetup.example/token' } }, '`token`'],
  ])('%s: refused by name', (_, options, text) => {
    expect(() => meetup(options as typeof client)).toThrow(text);
  });

  it('never show the secret', () => {
    const provider = meetup(client);
    expect(JSON.stringify(provider)).not.toContain(client.clientSecret);
    expect(`${provider.client?.secret}`).toBe('[secret]');
  });

  it('make a frozen plain object that names what Meetup has', () => {
    const provider = meetup(client);
    expect(Object.isFrozen(provider.accepts[0]?.attributes)).toBe(true);
    expect(provider).toMatchObject({
      id: 'meetup',
      identity: 'meetup:api.meetup.com:meetup-client',
      client: { authentication: 'client_secret_post' },
      scopes: { request: [] },
      pkce: 'S256',
      grants: ['authorization_code', 'refresh_token'],
    });
    expect(Object.keys(provider.endpoints).sort()).toEqual(['authorize', 'liveness', 'token', 'userinfo']);
  });

  it('RFC 9700 §4.2.1: binding none is refused unless any application is accepted by name, and then warned about', () => {
    const none = { ...client, binding: 'none' } as const;
    expect(() => meetup(none)).toThrow('acceptTokensOfAnyApp: true');
    expect(meetup({ ...none, acceptTokensOfAnyApp: true }).warnings).toMatchObject([{ reason: 'any_app' }]);
    expect(meetup(client).warnings).toEqual([]);
  });

  it('of one endpoint move its second query with it', () => {
    const { endpoints } = meetup({ ...client, endpoints: { userinfo: 'http://127.0.0.1:9/gql' } });
    expect([endpoints.userinfo, endpoints.liveness]).toMatchObject([
      { url: 'http://127.0.0.1:9/gql', method: 'POST' },
      { url: 'http://127.0.0.1:9/gql', method: 'POST', body: { query: 'query { self { id name status } }' } },
    ]);
  });

  it('mark what a member can change, also where an override puts it elsewhere', () => {
    const [rule] = meetup({ ...client, attributes: { username: '/data/self/name' } }).accepts;
    expect(rule?.attributes).toMatchObject({
      subject: '/data/self/id',
      username: { pointer: '/data/self/name', mutable: true, reassignable: true },
      email: { unverified: true },
    });
    expect(rule?.attributes).not.toHaveProperty('emailVerified');
  });
});

describe('against a local Meetup', () => {
  let fake: MeetupFake;
  beforeEach(async () => {
    fake = await createMeetupFake();
  });
  afterEach(() => fake.stop());

  it('lets in the member whose token our own login obtained', async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry, '200000002');
    const auth = await registry.verify(bearer(accessToken), { accept: ['meetup'] });
    expect(auth).toMatchObject({
      id: 'meetup/200000002',
      kind: 'user',
      username: 'member-2',
      name: 'Member Two',
      email: 'member-2@example.com',
      emailVerified: false,
      scopes: [],
    });
  });

  it('asks Meetup once for 200 requests with one new token', async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    const all = await Promise.all(Array.from({ length: 200 }, () => outcome(registry, accessToken)));
    expect(new Set(all)).toEqual(new Set(['200000001']));
    expect(fake.calls('/gql-ext')).toBe(1);
  });

  it('refuses a token that another application obtained, and one that nobody did, without asking Meetup', async () => {
    const registry = registryFor(fake);
    const other = fake.mint({ client: fake.clients[1] }).accessToken;
    expect(await outcome(registry, other)).toBe('401 unbound');
    expect(await outcome(registry, fake.mint().accessToken)).toBe('401 unbound');
    expect(await outcome(registry, 'made-up')).toBe('401 unbound');
    expect(fake.calls('/gql-ext')).toBe(0);
  });

  it('with the opt-in by name takes the token of any application', async () => {
    const registry = registryFor(fake, { binding: 'none', acceptTokensOfAnyApp: true });
    expect(await outcome(registry, fake.mint({ client: fake.clients[1] }).accessToken)).toBe('200000001');
    expect(await outcome(registry, 'made-up')).toBe('401 inactive');
  });

  it('while Meetup is down: 503 for a token of ours, 401 for a foreign one, and a seen one goes on', async () => {
    const registry = registryFor(fake);
    const seen = (await signIn(fake, registry)).accessToken;
    const unseen = (await signIn(fake, registry)).accessToken;
    expect(await outcome(registry, seen)).toBe('200000001');
    await fake.stop();
    expect(await outcome(registry, seen)).toBe('200000001');
    expect(await outcome(registry, unseen)).toBe('503 provider_unreachable');
    expect(await outcome(registry, 'foreign')).toBe('401 unbound');
    await fake.restart();
    expect(await outcome(registry, unseen)).toBe('200000001');
  });

  it.each([
    ['a page with 200', faults.html(), '503 provider_malformed'],
    ['a page with 502', faults.html(502), '503 provider_unreachable'],
    ['null', faults.null(), '503 provider_malformed'],
    ['[]', faults.array(), '503 provider_malformed'],
    ['{}', faults.json({}), '503 provider_malformed'],
    ['an id that is an object', faults.json({ data: { self: { id: {} } } }), '503 provider_malformed'],
    ['100 MB', faults.huge(), '503 provider_malformed'],
    ['a deep document', faults.deep(), '503 provider_malformed'],
    ['a member twice', faults.duplicate('data', {}, { self: { id: '1' } }), '503 provider_malformed'],
    ['a redirect', faults.redirect('http://127.0.0.1:9/elsewhere'), '503 provider_unreachable'],
    ['429', faults.status(429, { headers: { 'retry-after': '1' } }), '503 provider_rate_limited'],
    ['403', faults.status(403), '503 provider_unreachable'],
    ['410', faults.status(410), '503 provider_unreachable'],
    ['401', faults.status(401), '401 inactive'],
    ['a cut connection', faults.reset(), '503 provider_unreachable'],
  ])('answering %s: %s, and well again at once where nothing was decided', async (_, fault, expected) => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    fake.fail(fault, { path: '/gql-ext' });
    expect(await outcome(registry, accessToken)).toBe(expected);
    fake.heal();
    if (expected.startsWith('401')) registry.purge();
    const isWell = async () => expect(await outcome(registry, accessToken)).toBe('200000001');
    await vi.waitFor(isWell, { timeout: 3_000, interval: 100 });
  });

  it('refuses a revoked token and subject, and minting anew does not revive the old one', async () => {
    const registry = registryFor(fake);
    const [one, two] = [await signIn(fake, registry), await signIn(fake, registry, '200000002')];
    await registry.revoke({ token: one.accessToken });
    await registry.revoke({ provider: 'meetup', subject: '200000002' });
    const again = await signIn(fake, registry);
    expect(await outcome(registry, one.accessToken)).toBe('401 revoked');
    expect(await outcome(registry, two.accessToken)).toBe('401 revoked');
    expect(await outcome(registry, again.accessToken)).toBe('200000001');
  });

  it('RFC 6749 §6: a refreshed token counts as obtained by us', async () => {
    const registry = registryFor(fake);
    const { refreshToken = '' } = await signIn(fake, registry);
    const { accessToken } = await registry.client('meetup').refresh(refreshToken);
    expect(await outcome(registry, accessToken)).toBe('200000001');
  });

  it('keeps the subject when a member takes the name of another', async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry, '200000002');
    fake.members.rename('200000002', 'Member One');
    const auth = await registry.verify(bearer(accessToken));
    expect([auth.subject, auth.name]).toEqual(['200000002', 'Member One']);
  });

  it('with `rest-v2` gives the same subject', async () => {
    const registry = registryFor(fake, { api: 'rest-v2', endpoints: fake.endpointsV2 });
    const { accessToken } = await signIn(fake, registry);
    expect(await registry.verify(bearer(accessToken))).toMatchObject({ subject: '200000001', name: 'Member One' });
    fake.fail(meetupFaults.spurious400(), { path: '/2/member/self/', times: 1 });
    expect(await outcome(registry, (await signIn(fake, registry, '200000002')).accessToken)).toBe('200000002');
  });

  it('two instances for two clients take each their own', async () => {
    const [{ id, secret, redirectUri: own }, other] = fake.clients;
    const { endpoints } = fake;
    const registry = createProviderRegistry({
      one: meetup({ clientId: id, clientSecret: secret, endpoints }),
      two: meetup({ clientId: other.id, clientSecret: other.secret, endpoints }),
    });
    expect(own).toBe(redirectUri);
    registry.check({ accept: ['one', 'two'] });
    const { url, codeVerifier } = await registry.client('two').authorize({ redirectUri: other.redirectUri });
    const code = new URL(await fake.authorize({ url })).searchParams.get('code') ?? '';
    const { accessToken } = await registry
      .client('two')
      .exchange({ code, codeVerifier, redirectUri: other.redirectUri });
    expect((await registry.verify(bearer(accessToken))).id).toBe('two/200000001');
    await expect(registry.verify(bearer(accessToken), { accept: ['one'] })).rejects.toThrow('does not accept');
  });
});
