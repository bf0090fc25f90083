import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './__fixtures__/gateway.ts';

let test: TestGateway;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(test.url + path, { headers });

it('carries a token that another party issued to an upstream, as a signed assertion of the linked user', async () => {
  const token = await test.token();
  const answer = await get('/wiki/rest/api/content/?limit=1', { authorization: `Bearer ${token}` });
  expect([answer.status, await answer.json()]).toEqual([200, { upstream: true }]);
  const { url, headers, rawHeaders } = test.upstream.arrived.at(-1) ?? expect.fail();
  expect(url).toBe('/wiki/rest/api/content/?limit=1');
  expect(rawHeaders.join('\n')).not.toContain(token);
  const keys = createRemoteJWKSet(new URL(`${test.url}/.well-known/bearerkit/jwks.json`));
  const { payload } = await jwtVerify(String(headers['x-bearerkit-assertion']), keys, {
    issuer: test.url,
    audience: 'wiki',
    algorithms: ['ES256'],
  });
  expect(payload).toMatchObject({ sub: 'user-1', preferred_username: 'user-1', groups: ['users'] });
  expect(payload.email).toBeUndefined();
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(60);
});

it('a public route carries no identity, and nothing of the client’s', async () => {
  const answer = await get('/wiki/public/x', {
    authorization: 'Basic cm9vdDpyb290',
    cookie: 'a=b',
    'x-forwarded-user': 'root',
  });
  expect(answer.status).toBe(200);
  const { headers } = test.upstream.arrived.at(-1) ?? expect.fail();
  for (const name of ['authorization', 'cookie', 'x-forwarded-user', 'x-bearerkit-assertion'])
    expect(headers).not.toHaveProperty(name);
  expect(test.log.at(-1)).toMatchObject({
    outcome: 'public',
    route: '0 /wiki/public/**',
    upstream: 'wiki',
    status: 200,
  });
});

it('each request is one line: who, what, outcome, reason, and never a credential (rules 56, 57)', async () => {
  const token = await test.token();
  const before = test.log.length;
  await get('/wiki/x?access_token=canary-query', { authorization: `Bearer ${token}`, cookie: 'canary-cookie=1' });
  await get('/wiki/x', { authorization: 'Bearer canary-token' });
  await get('/wiki/%E2%80%AE?canary-query', { authorization: 'canary-scheme' });
  expect(test.upstream.arrived.at(-1)?.url).toBe('/wiki/x');
  const [allowed, refused, malformed, ...more] = test.log.slice(before);
  expect(more).toEqual([]);
  const about = {
    event: 'request',
    listener: 'public',
    address: '127.0.0.1',
    method: 'GET',
    path: '/wiki/x',
    id: expect.any(String),
  };
  expect(allowed).toMatchObject({
    ...about,
    outcome: 'allowed',
    provider: 'meetup',
    subject: '200000001',
    user: 'user-1',
  });
  expect(refused).toMatchObject({
    ...about,
    outcome: 'refused',
    reason: 'unbound',
    ref: expect.any(String),
    status: 401,
  });
  expect(malformed).toMatchObject({ outcome: 'refused', path: '/wiki/%E2%80%AE' });
  expect(test.text()).not.toMatch(/canary/);
  expect(test.text()).not.toContain(token);
});

it('`policy.enabled: false` is 403 `disabled` on every route that is not public, whatever the token', async () => {
  const world = await startGateway({ config: (usual) => ({ ...usual, policy: { enabled: false } }) });
  const token = await world.token();
  for (const headers of [{ authorization: `Bearer ${token}` }, {}]) {
    const answer = await fetch(`${world.url}/wiki/x`, { headers });
    expect([answer.status, answer.headers.has('www-authenticate')]).toEqual([403, false]);
    expect(await answer.json()).toMatchObject({ error: 'access_denied' });
    expect(world.log.at(-1)?.reason).toBe('disabled');
  }
  expect((await fetch(`${world.url}/wiki/public/x`)).status).toBe(200);
  await world.stop();
});

it('scopes of a route, and a plain header that is the only one of its kind', async () => {
  const world = await startGateway({
    config: (usual) => ({
      ...usual,
      providers: { meetup: { ...usual.providers.meetup, grant: ['wiki:read'] } },
      upstreams: { wiki: { ...usual.upstreams.wiki, type: 'http', actAs: { kind: 'header', header: 'Remote-User' } } },
      routes: [
        { match: { path: '/wiki/read' }, upstream: 'wiki', accept: ['meetup'], scopes: ['wiki:read'] },
        { match: { path: '/wiki/write' }, upstream: 'wiki', accept: ['meetup'], scopes: ['wiki:write'] },
      ],
    }),
  });
  const headers = { authorization: `Bearer ${await world.token()}`, 'remote-user': 'root', 'X-REMOTE-USER': 'root' };
  expect((await fetch(`${world.url}/wiki/read`, { headers })).status).toBe(200);
  const { rawHeaders } = world.upstream.arrived.at(-1) ?? expect.fail();
  expect(rawHeaders.filter((_, at) => /remote|user$/i.test(rawHeaders[at - (at % 2)] ?? ''))).toEqual([
    'remote-user',
    'user-1',
  ]);
  const refused = await fetch(`${world.url}/wiki/write`, { headers });
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
    403,
    expect.stringContaining('scope="wiki:write"'),
  ]);
  expect(world.upstream.arrived).toHaveLength(1);
  await world.stop();
});
