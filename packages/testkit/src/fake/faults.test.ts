import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { json } from './answer.ts';
import { faults } from './faults.ts';
import { createFakeServer, type FakeServer } from './server.ts';

let server: FakeServer;
beforeAll(async () => {
  server = await createFakeServer({ routes: { 'GET /me': () => json('fine'), 'GET /you': () => json('fine') } });
});
afterEach(() => {
  server.heal();
  server.forget();
});
afterAll(() => server.stop());
const get = (path = '/me', init: RequestInit = {}) => fetch(server.url + path, { redirect: 'manual', ...init });

describe('where and how often', () => {
  it('strikes every path, or one', async () => {
    const off = server.fail(faults.status(503));
    expect([(await get('/me')).status, (await get('/you')).status, (await get('/none')).status]).toEqual([
      503, 503, 503,
    ]);
    off();
    server.fail(faults.status(503), { path: '/you' });
    expect([(await get('/me')).status, (await get('/you?x=1')).status]).toEqual([200, 503]);
    server.heal();
    expect((await get('/you')).status).toBe(200);
  });

  it('strikes as often as told', async () => {
    server.fail(faults.status(500), { path: '/me', times: 2 });
    expect((await get('/you')).status).toBe(200);
    expect([(await get()).status, (await get()).status, (await get()).status]).toEqual([500, 500, 200]);
    expect(server.calls('/me')).toBe(3);
  });

  it('strikes once also when many ask at one time', async () => {
    server.fail(faults.status(500), { times: 1 });
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await get()).status));
    expect(statuses.filter((status) => status === 500)).toHaveLength(1);
  });

  it('strikes once also when many had to wait before it', async () => {
    server.fail(faults.delay(50));
    server.fail(faults.status(500), { times: 1 });
    const statuses = await Promise.all(Array.from({ length: 5 }, async () => (await get()).status));
    expect(statuses.filter((status) => status === 500)).toHaveLength(1);
  });

  it('lets faults follow one another', async () => {
    server.fail(faults.delay(60));
    server.fail(faults.status(500), { times: 1 });
    const begun = performance.now();
    expect([(await get()).status, (await get()).status]).toEqual([500, 200]);
    expect(performance.now() - begun).toBeGreaterThan(110);
  });
});

describe('connections', () => {
  it('hang: never answers', async () => {
    server.fail(faults.hang());
    await expect(get('/me', { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(server.calls('/me')).toBe(1);
  });

  it('reset: cuts the connection', async () => {
    server.fail(faults.reset());
    const [error] = await once(request(`${server.url}/me`).end(), 'error');
    expect(error.code).toBe('ECONNRESET');
  });

  it('delay: answers late, and correctly', async () => {
    server.fail(faults.delay(150));
    const begun = performance.now();
    expect(await (await get()).json()).toBe('fine');
    expect(performance.now() - begun).toBeGreaterThan(140);
  });

  it('drip: sends a little at a time and never stays silent', async () => {
    server.fail(faults.drip(20, '{"a":1}'));
    const begun = performance.now();
    expect(await (await get()).json()).toEqual({ a: 1 });
    expect(performance.now() - begun).toBeGreaterThan(100);
  });
});

describe('answers', () => {
  it('status: any status with any headers', async () => {
    server.fail(faults.status(429, { headers: { 'retry-after': '7' } }), { times: 1 });
    server.fail(faults.status(429), { times: 1 });
    server.fail(faults.status(401, { body: 'no', headers: { 'content-type': 'text/plain' } }), { times: 1 });
    const [limited, bare, text] = [await get(), await get(), await get()];
    expect([limited.status, limited.headers.get('retry-after'), await limited.json()]).toEqual([429, '7', {}]);
    expect([bare.status, bare.headers.get('retry-after')]).toEqual([429, null]);
    expect([text.status, text.headers.get('content-type'), await text.text()]).toEqual([401, 'text/plain', 'no']);
  });

  it.each([200, 502])('html: a page with status %d', async (status) => {
    server.fail(faults.html(status));
    const answer = await get();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html;charset=utf-8']);
    expect(await answer.text()).toMatch(/^<!doctype html>/);
  });

  it('null, array, json: values that are no objects', async () => {
    server.fail(faults.null(), { times: 1 });
    server.fail(faults.array(), { times: 1 });
    server.fail(faults.json('text'), { times: 1 });
    expect([await (await get()).json(), await (await get()).json(), await (await get()).json()]).toEqual([
      null,
      [],
      'text',
    ]);
  });

  it('redirect: to wherever it is told', async () => {
    server.fail(faults.redirect(`${server.url}/you`, 307));
    const answer = await get();
    expect([answer.status, answer.headers.get('location')]).toEqual([307, `${server.url}/you`]);
  });

  it('deep: nests as deep as told', async () => {
    server.fail(faults.deep(3), { times: 1 });
    server.fail(faults.deep(), { times: 1 });
    expect(await (await get()).json()).toEqual({ a: { a: { a: 1 } } });
    expect((await (await get()).text()).split('{')).toHaveLength(100_001);
  });

  it('duplicate and proto: members that parsers treat differently', async () => {
    server.fail(faults.duplicate('sub', 'member-1', 'member-2'), { times: 1 });
    server.fail(faults.proto({ active: true }), { times: 1 });
    expect(await (await get()).text()).toBe('{"sub":"member-1","sub":"member-2"}');
    const value = (await (await get()).json()) as object;
    expect(Object.getOwnPropertyNames(value)).toEqual(['__proto__']);
  });

  it('huge: exactly as many bytes as told, and valid JSON', async () => {
    server.fail(faults.huge(200_001));
    const text = await (await get()).text();
    expect([text.length, typeof JSON.parse(text)]).toEqual([200_001, 'string']);
  });

  it('huge: 100 MB by default', async () => {
    server.fail(faults.huge());
    const [response] = (await once(request(`${server.url}/me`).end(), 'response')) as [IncomingMessage];
    let size = 0;
    for await (const chunk of response) size += chunk.length;
    expect(size).toBe(100_000_000);
  });

  it('huge: a client that leaves half-way harms nobody', async () => {
    server.fail(faults.huge(), { times: 1 });
    const [response] = (await once(request(`${server.url}/me`).end(), 'response')) as [IncomingMessage];
    response.destroy();
    expect(await (await get()).json()).toBe('fine');
  });
});
