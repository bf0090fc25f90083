import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { html, json, redirect } from './answer.ts';
import { createClock } from './clock.ts';
import { faults } from './faults.ts';
import { freePort } from './port.ts';
import { createFakeServer, type FakeServer, type FakeServerOptions } from './server.ts';

let server: FakeServer;
const start = async (options: FakeServerOptions): Promise<void> => {
  server = await createFakeServer(options);
};
afterEach(() => server.stop());
const routes = { 'GET /me': () => json({ id: 'member-1' }) };

describe('routes', () => {
  it('answers by method and exact path', async () => {
    await start({ routes: { ...routes, 'GET /me/': () => json('slash'), 'POST /me': () => json('posted') } });
    expect(await (await fetch(`${server.url}/me`)).json()).toEqual({ id: 'member-1' });
    expect(await (await fetch(`${server.url}/me/`)).json()).toBe('slash');
    expect(await (await fetch(`${server.url}/me`, { method: 'POST' })).json()).toBe('posted');
  });

  it('answers 404 for another path and 405 with Allow for another method', async () => {
    await start({ routes });
    expect((await fetch(`${server.url}/you`)).status).toBe(404);
    const wrongMethod = await fetch(`${server.url}/me`, { method: 'DELETE' });
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('takes a handler for everything else', async () => {
    await start({ routes, notFound: ({ path }) => html(path, { status: 404 }) });
    expect(await (await fetch(`${server.url}/you`)).text()).toBe('/you');
  });

  it('decodes named segments, and a literal path wins over them', async () => {
    const named = { 'GET /users/:id/keys/:key': ({ params }: { params: object }) => json(params) };
    await start({
      routes: { 'GET /users/:id': ({ params }) => json(params), 'GET /users/me': () => json('me'), ...named },
    });
    const answerOf = async (path: string) => (await fetch(server.url + path)).json();
    expect(await answerOf('/users/a%20b')).toEqual({ id: 'a b' });
    expect(await answerOf('/users/%zz')).toEqual({ id: '%zz' });
    expect(await answerOf('/users/me')).toBe('me');
    expect(await answerOf('/users/1/keys/2')).toEqual({ id: '1', key: '2' });
    expect((await fetch(`${server.url}/users/`)).status).toBe(404);
  });

  it('refuses a route without a method', async () => {
    await start({ routes });
    await expect(createFakeServer({ routes: { '/me': () => json(1) } })).rejects.toThrow("'GET /path', not '/me'");
  });

  it('tells the client when a handler throws, or makes an impossible header', async () => {
    const thrower = () => {
      throw new Error('no such member');
    };
    await start({ routes: { 'GET /throws': thrower, 'GET /header': () => redirect('/a\nb') } });
    const answer = await fetch(`${server.url}/throws`);
    expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining('no such member')]);
    expect((await fetch(`${server.url}/header`)).status).toBe(500);
  });

  it('sends a header several times, and a redirect', async () => {
    const cookies = json({}, { status: 201, headers: { 'set-cookie': ['a=1', 'b=2'] } });
    await start({ routes: { 'GET /cookies': () => cookies, 'GET /away': () => redirect('/me', 303) } });
    const answer = await fetch(`${server.url}/cookies`);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([201, ['a=1', 'b=2']]);
    const away = await fetch(`${server.url}/away`, { redirect: 'manual' });
    expect([away.status, away.headers.get('location')]).toEqual([303, '/me']);
  });
});

describe('bodies that are made while they are sent', () => {
  it('are made no faster than the client reads', async () => {
    let made = 0;
    function* chunks(): Generator<Uint8Array> {
      for (; made < 1000; made += 1) yield Buffer.alloc(65_536);
    }
    await start({ routes: { 'GET /': () => ({ body: chunks() }) } });
    const [response] = (await once(request(server.url).end(), 'response')) as [IncomingMessage];
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(made).toBeLessThan(500);
    let size = 0;
    for await (const chunk of response) size += chunk.length;
    expect([made, size]).toEqual([1000, 65_536_000]);
  });
});

describe('the log', () => {
  it('keeps method, path, query, headers, form and time', async () => {
    await start({ routes: { 'POST /token': () => json({}) }, clock: createClock(1_700_000_000_000) });
    const body = new URLSearchParams({ code: 'a+b c', grant_type: 'authorization_code' });
    await fetch(`${server.url}/token?x=1&x=2`, { method: 'POST', body, headers: { 'x-trace': 't' } });
    const [call] = server.log;
    expect(call).toMatchObject({ method: 'POST', path: '/token', body: body.toString(), json: undefined });
    expect([call?.query.getAll('x'), call?.form.get('code'), call?.headers['x-trace']]).toEqual([
      ['1', '2'],
      'a+b c',
      't',
    ]);
    expect(call?.at).toBeGreaterThanOrEqual(1_700_000_000_000);
    expect(call?.at).toBeLessThan(1_700_000_060_000);
  });

  it('parses JSON by content type, and leaves what does not parse', async () => {
    await start({ routes: { 'POST /': () => json({}) } });
    const post = (body: string, type: string) =>
      fetch(server.url, { method: 'POST', body, headers: { 'content-type': type } });
    await post('{"a":[1]}', 'application/json; charset=utf-8');
    await post('{"a":2}', 'application/vnd.api+json');
    await post('{"a":', 'application/json');
    await post('{"a":3}', 'text/plain');
    expect(server.log.map((call) => call.json)).toEqual([{ a: [1] }, { a: 2 }, undefined, undefined]);
    expect([...(server.log[0]?.form.keys() ?? [])]).toEqual([]);
  });

  it('shows a header that was sent twice', async () => {
    await start({ routes });
    const twice = request(`${server.url}/me`, { headers: { 'x-user': ['one', 'two'] } }).end();
    const [answer] = await once(twice, 'response');
    answer.resume();
    expect(server.log[0]?.rawHeaders.filter((text) => text.toLowerCase() === 'x-user')).toHaveLength(2);
  });

  it('counts calls per path and forgets them', async () => {
    await start({ routes });
    for (const path of ['/me', '/me?a=1', '/you']) await fetch(server.url + path);
    expect([server.calls('/me'), server.calls('/you'), server.calls(), server.calls('/other')]).toEqual([2, 1, 3, 0]);
    server.forget();
    expect(server.calls()).toBe(0);
  });

  it('answers 413 for a body over the limit and does not run the handler', async () => {
    await start({ routes: { 'POST /': () => json('ran') }, bodyLimit: 10 });
    expect((await fetch(server.url, { method: 'POST', body: '0123456789' })).status).toBe(200);
    expect((await fetch(server.url, { method: 'POST', body: '0123456789a' })).status).toBe(413);
    const long = Buffer.alloc(20_000_000);
    expect((await fetch(server.url, { method: 'POST', body: long })).status).toBe(413);
    expect(server.calls()).toBe(1);
  });
});

describe('stop and restart', () => {
  it('takes a given port', async () => {
    const port = await freePort();
    await start({ routes, port });
    expect([server.port, server.url]).toEqual([port, `http://127.0.0.1:${port}`]);
  });

  it('cuts open, idle and unanswered connections, and may be called twice', async () => {
    await start({ routes: { 'GET /slow': () => new Promise(() => undefined) } });
    const silent = connect(server.port, '127.0.0.1');
    await once(silent, 'connect');
    const unanswered = fetch(`${server.url}/slow`);
    const failed = expect(unanswered).rejects.toThrow();
    while (server.calls('/slow') === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const closed = once(silent.resume(), 'close');
    await server.stop();
    await Promise.all([failed, closed]);
    await server.stop();
    await expect(fetch(`${server.url}/me`)).rejects.toThrow();
  });

  it('comes back on the same port with its log and faults', async () => {
    await start({ routes });
    const { port } = server;
    await fetch(`${server.url}/me`);
    server.fail(faults.status(500), { path: '/me', times: 1 });
    await server.stop();
    await server.restart();
    expect((await fetch(`http://127.0.0.1:${port}/me`)).status).toBe(500);
    expect((await fetch(`http://127.0.0.1:${port}/me`)).status).toBe(200);
    expect(server.calls('/me')).toBe(3);
  });
});
