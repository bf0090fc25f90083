import { createClock, faults, freePort } from '@bearerkit/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askGraphql, askToken, authorizeUrl } from './__fixtures__/requests.ts';
import { createMeetupFake, type MeetupFake, meetupFaults } from './index.ts';

let fake: MeetupFake;
beforeEach(async () => {
  fake = await createMeetupFake();
});
afterEach(() => fake.stop());

const statusOf = async (token = fake.mint().accessToken) => (await askGraphql(fake, token)).status;

describe('switches', () => {
  it('pro-lapse: every token is 401 at both userinfo forms, and good again afterwards', async () => {
    const { accessToken } = fake.mint();
    fake.settings.badToken = 'null-self-200';
    fake.settings.proLapsed = true;
    const rest = () => fetch(fake.endpointsV2.userinfo, { headers: { authorization: `Bearer ${accessToken}` } });
    expect([await statusOf(accessToken), (await rest()).status]).toEqual([401, 401]);
    fake.settings.proLapsed = false;
    expect([await statusOf(accessToken), (await rest()).status]).toEqual([200, 200]);
  });

  it('429 with and without Retry-After', async () => {
    fake.fail(meetupFaults.rateLimited(9), { path: '/gql-ext', times: 1 });
    fake.fail(meetupFaults.rateLimited(), { path: '/gql-ext', times: 1 });
    const [told, untold] = [await askGraphql(fake), await askGraphql(fake)];
    expect([told.status, told.headers.get('retry-after'), told.headers.get('x-ratelimit-reset')]).toEqual([
      429,
      '9',
      '9',
    ]);
    expect([untold.status, untold.headers.get('retry-after')]).toEqual([429, null]);
    expect(await statusOf()).toBe(200);
  });

  it('502 with a page', async () => {
    fake.fail(meetupFaults.badGateway());
    const answer = await askGraphql(fake);
    expect([answer.status, await answer.text()]).toEqual([502, expect.stringMatching(/^<!doctype html>/)]);
    fake.heal();
    expect(await statusOf()).toBe(200);
  });

  it('a slow answer that is right', async () => {
    fake.fail(meetupFaults.slow(120), { path: '/gql-ext' });
    const begun = performance.now();
    expect(await statusOf()).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(110);
  });

  it('a spurious 400, then the right answer to the same request', async () => {
    fake.fail(meetupFaults.spurious400(), { times: 1 });
    const { accessToken } = fake.mint();
    expect([await statusOf(accessToken), await statusOf(accessToken)]).toEqual([400, 200]);
  });

  it('takes every fault of the toolkit, and counts calls', async () => {
    fake.fail(faults.array(), { path: '/gql-ext', times: 1 });
    expect(await (await askGraphql(fake)).json()).toEqual([]);
    expect([fake.calls('/gql-ext'), fake.calls('/oauth2/access')]).toEqual([1, 0]);
    fake.forget();
    expect(fake.calls()).toBe(0);
  });

  it('goes down, and comes back with its tokens', async () => {
    const { accessToken } = fake.mint();
    await fake.stop();
    await expect(askGraphql(fake, accessToken)).rejects.toThrow();
    await fake.restart();
    expect(await statusOf(accessToken)).toBe(200);
  });
});

describe('what Meetup does not have', () => {
  it.each([
    '/oauth2/revoke',
    '/oauth2/introspect',
    '/oauth2/jwks',
    '/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server',
    '/gql',
  ])('%s is 404', async (path) => {
    expect((await fetch(fake.url + path)).status).toBe(404);
    expect((await fetch(fake.url + path, { method: 'POST' })).status).toBe(404);
  });
});

describe('helpers', () => {
  it('authorize walks the page and gives code and state, or what the member declined', async () => {
    const url = authorizeUrl(fake, { state: 'xyz' });
    const back = new URL(await fake.authorize({ url, member: '200000002' }));
    expect([back.searchParams.get('state'), back.searchParams.get('code')]).toEqual(['xyz', expect.any(String)]);
    expect(fake.log.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /oauth2/authorize',
      'POST /oauth2/authorize',
    ]);
    const declined = new URL(await fake.authorize({ url, decision: 'decline' }));
    expect(declined.searchParams.get('error')).toBe('access_denied');
  });

  it('authorize tells why it leads nowhere', async () => {
    const foreign = fake.authorize({ url: authorizeUrl(fake, { redirect_uri: 'https://evil.example/' }) });
    await expect(foreign).rejects.toThrow('answered 400: Invalid Authorization request');
    const unknown = fake.authorize({ url: authorizeUrl(fake), member: '1' });
    await expect(unknown).rejects.toThrow('does not offer name="member" value="1"');
    const early = await fake.authorize({ url: authorizeUrl(fake, { response_type: 'token' }) });
    expect(early).toContain('error=unsupported_response_type');
  });

  it('mint and remove touch one member of one client', async () => {
    const [own, other] = [fake.mint(), fake.mint({ client: fake.clients[1] })];
    fake.remove({ client: fake.clients[1] });
    expect([await statusOf(own.accessToken), await statusOf(other.accessToken)]).toEqual([200, 401]);
    expect(() => fake.mint({ member: '1' })).toThrow('There is no member 1');
  });

  it('members are added, updated and renamed, never twice and never by mistake', async () => {
    fake.members.add({ id: '200000042', email: 'new@example.com' });
    fake.members.update('200000042', { status: 'BOUNCED' });
    const { accessToken } = fake.mint({ member: '200000042' });
    const answer = await askGraphql(fake, accessToken, '{ self { name email status } }');
    const self = { name: 'member-42', email: 'new@example.com', status: 'BOUNCED' };
    expect(await answer.json()).toEqual({ data: { self } });
    expect(() => fake.members.add({ id: '200000042' })).toThrow('exists already');
    expect(() => fake.members.rename('1', 'Nobody')).toThrow('no member 1');
  });

  it('clients may be edited while it runs', async () => {
    const [client] = fake.clients;
    client.redirectUri = 'http://127.0.0.1:1234/new';
    client.secret = 'changed';
    const code = new URL(await fake.authorize({ url: authorizeUrl(fake) })).searchParams.get('code') ?? '';
    const fields = { grant_type: 'authorization_code', code, redirect_uri: client.redirectUri };
    expect((await askToken(fake, fields))[0]).toBe(200);
  });

  it('takes a port, a clock, a client and settings', async () => {
    const [port, clock] = [await freePort(), createClock()];
    const client = { id: 'my-id', secret: 'my-secret', redirectUri: 'https://app.example/callback' };
    const other = await createMeetupFake({ port, clock, client, settings: { tokenLook: 'hex', expiresIn: 5 } });
    const { accessToken, expiresIn } = other.mint();
    expect([other.url, other.clients[0], expiresIn]).toEqual([`http://127.0.0.1:${port}`, client, 5]);
    expect(accessToken).toMatch(/^[0-9a-f]{32}$/);
    clock.advance(6);
    expect((await askGraphql(other, accessToken)).status).toBe(401);
    await other.stop();
  });

  it('repeats itself for the same seed, and for no seed never', async () => {
    const mintOnce = async (seed?: string) => {
      const one = await createMeetupFake({ seed, settings: { tokenLook: 'hex' } });
      await one.stop();
      return one.mint().accessToken;
    };
    expect(await mintOnce('a')).toBe(await mintOnce('a'));
    expect(await mintOnce()).not.toBe(await mintOnce());
  });
});
