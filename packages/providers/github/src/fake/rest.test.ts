import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGithubFake, type GithubFake, githubFaults } from './index.ts';

let fake: GithubFake;
beforeEach(async () => {
  fake = await createGithubFake({ seed: 'rest' });
});
afterEach(() => fake.stop());

const get = (path: string, token: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(fake.url + path, { headers: { authorization: `Bearer ${token}`, ...headers } });

const app = async (method: string, path: string, body: object, pair?: string) => {
  const { id, secret } = fake.client;
  const basic = Buffer.from(pair ?? `${id}:${secret}`).toString('base64');
  const headers = { 'content-type': 'application/json', authorization: `Basic ${basic}` };
  return fetch(`${fake.url}/applications/${id}/${path}`, { method, headers, body: JSON.stringify(body) });
};

describe('checking a token', () => {
  it('of our own tells all, the token too, and counts down the quota', async () => {
    const token = fake.mint({ scopes: ['gist'], lifeSec: 60 });
    const answer = await app('POST', 'token', { access_token: token });
    expect([answer.status, answer.headers.get('x-ratelimit-remaining')]).toEqual([200, '4999']);
    expect(await answer.json()).toMatchObject({
      app: { client_id: fake.client.id },
      token,
      token_last_eight: token.slice(-8),
      scopes: ['gist'],
      expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      user: { id: 1001, login: 'member-1', type: 'User' },
    });
  });

  it.each([
    ['another application’s', () => fake.mint({ client: fake.clients[1] })],
    ['a personal one', () => fake.mint({ prefix: 'ghp_' })],
    ['a dead one', () => fake.mint({ lifeSec: -1 })],
    ['a refresh token', () => fake.mint({ prefix: 'ghr_' })],
  ])('%s is 404', async (_, mint) => {
    expect((await app('POST', 'token', { access_token: mint() })).status).toBe(404);
  });

  it('a wrong secret is 401, an unknown application or none 404, no token 422, no quota 403', async () => {
    const body = { access_token: fake.mint() };
    expect((await app('POST', 'token', body, `${fake.client.id}:wrong`)).status).toBe(401);
    expect((await app('POST', 'token', body, 'nobody:wrong')).status).toBe(404);
    expect((await app('POST', 'token', {})).status).toBe(422);
    fake.settings.quota = 1;
    const answer = await app('POST', 'token', body);
    expect([answer.status, answer.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
  });

  it('deleting ends one token, or all of the grant; a second time is 404', async () => {
    const [one, two, three] = [fake.mint(), fake.mint(), fake.mint()];
    const remove = (path: string, token: string) => app('DELETE', path, { access_token: token });
    expect([(await remove('token', one)).status, (await remove('token', one)).status]).toEqual([204, 404]);
    expect((await get('/user', two)).status).toBe(200);
    expect((await remove('grant', two)).status).toBe(204);
    expect((await get('/user', three)).status).toBe(401);
  });

  it('anybody may end tokens that were found somewhere', async () => {
    const token = fake.mint({ prefix: 'ghp_' });
    const [headers, body] = [{ 'content-type': 'application/json' }, JSON.stringify({ credentials: [token] })];
    expect((await fetch(`${fake.url}/credentials/revoke`, { method: 'POST', headers, body })).status).toBe(202);
    expect((await get('/user', token)).status).toBe(401);
  });
});

describe('the user', () => {
  it.each([
    ['gho_', 'user:email, read:org', 'Iv1.github-client', null],
    ['ghu_', null, null, null],
    ['ghp_', 'user:email, read:org', null, expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/)],
    ['github_pat_', null, null, expect.stringMatching(/ UTC$/)],
  ] as const)('a %s token of anybody is let in, and the headers tell of it', async (prefix, scopes, clientId, ends) => {
    const { status, headers } = await get('/user', fake.mint({ prefix, lifeSec: 60 }));
    const names = ['x-oauth-scopes', 'x-oauth-client-id', 'github-authentication-token-expiration'];
    expect([status, ...names.map((name) => headers.get(name))]).toEqual([200, scopes, clientId, ends]);
  });

  it('bad tokens are 401, and after some of them everybody is 403', async () => {
    fake.settings.badTries = 2;
    const good = fake.mint();
    const seen = [await get('/user', 'x'), await get('/user', fake.mint({ prefix: 'ghr_' })), await get('/user', good)];
    expect(seen.map(({ status }) => status)).toEqual([401, 401, 403]);
    expect(await seen[0]?.json()).toMatchObject({ message: 'Bad credentials', status: '401' });
  });

  it.each([
    ['2022-11-28', 200],
    ['2022-08-09', 410],
    ['1999-01-01', 400],
  ])('API version %s is %i', async (version, status) => {
    expect((await get('/user', fake.mint(), { 'x-github-api-version': version })).status).toBe(status);
  });

  it('lists addresses in pages of 30, for those with the scope', async () => {
    const emails = Array.from({ length: 40 }, (_, index) => ({
      email: `a${index}@example.com`,
      primary: index === 0,
      verified: true,
      visibility: null,
    }));
    fake.people.update(1001, { emails });
    const count = async (query: string) =>
      ((await (await get(`/user/emails${query}`, fake.mint())).json()) as []).length;
    expect([await count(''), await count('?page=2'), await count('?per_page=100')]).toEqual([30, 10, 40]);
    expect((await get('/user/emails', fake.mint({ scopes: [] }))).status).toBe(404);
  });

  it('organisations: active ones, memberships with pending ones, none for a fine-grained token', async () => {
    const body = async (path: string, token: string) => (await get(path, token)).json();
    const token = fake.mint();
    expect(await body('/user/orgs', token)).toEqual([{ login: 'example-org', id: 9_000_001 }]);
    expect(await body('/user/memberships/orgs', token)).toMatchObject([{ state: 'active' }, { state: 'pending' }]);
    expect(await body('/user/teams', token)).toMatchObject([{ slug: 'justice-league' }]);
    expect(await body('/user/orgs', fake.mint({ prefix: 'github_pat_' }))).toEqual([]);
    const narrow = fake.mint({ scopes: ['gist'] });
    const paths = ['/user/orgs', '/user/memberships/orgs', '/user/teams'];
    const statuses = await Promise.all(paths.map(async (path) => (await get(path, narrow)).status));
    expect(statuses).toEqual([403, 403, 404]);
  });
});

it('people: a taken id or login is an error, and so is an unknown one', () => {
  expect(() => fake.people.add({ id: 1001 })).toThrow('exists already');
  expect(() => fake.people.update(1002, { login: 'member-1' })).toThrow('has the login');
  expect(() => fake.people.update(9, {})).toThrow('no account 9');
  expect(() => fake.mint({ account: 9 })).toThrow('no account 9');
  expect(fake.people.add({ id: 1004 }).login).toBe('member-4');
});

it('a secondary limit has calls left and no `Retry-After`; an error of the server is 502', async () => {
  fake.fail(githubFaults.secondaryLimit(), { times: 1 });
  const limited = await get('/user', fake.mint());
  expect([limited.status, limited.headers.get('x-ratelimit-remaining')]).toEqual([403, '14']);
  expect(limited.headers.has('retry-after')).toBe(false);
  fake.fail(githubFaults.serverError(), { times: 1 });
  expect((await get('/user', fake.mint())).status).toBe(502);
});

it('Actions: discovery, keys that hold, and claims as asked for', async () => {
  const issuer = `${fake.endpoints.actions}/example-inc`;
  const discovery = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Record<
    string,
    string
  >;
  expect(discovery.issuer).toBe(issuer);
  const { keys } = (await (await fetch(discovery.jwks_uri ?? '')).json()) as { keys: readonly [object] };
  const [header, payload, signature] = fake.mintActions({ enterprise: 'example-inc', subject: 'ids' }).split('.');
  const key = createPublicKey({ key: keys[0] as never, format: 'jwk' });
  const content = Buffer.from(`${header}.${payload}`);
  expect(verify('RSA-SHA256', content, key, Buffer.from(signature ?? '', 'base64url'))).toBe(true);
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  expect(verify('RSA-SHA256', content, other, Buffer.from(signature ?? '', 'base64url'))).toBe(false);
  expect(JSON.parse(Buffer.from(payload ?? '', 'base64url').toString())).toMatchObject({
    iss: issuer,
    sub: 'repo:example-org@9000001/example@7001:environment:production',
    repository_owner_id: '9000001',
  });
});
