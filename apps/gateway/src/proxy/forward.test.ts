import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../__fixtures__/gateway.ts';
import { welcome } from '../__fixtures__/upstream.ts';
import { sendRaw } from '../__fixtures__/wire.ts';

let test: TestGateway;
beforeAll(async () => {
  test = await startGateway({
    config: (usual) => ({
      ...usual,
      upstreams: { ...usual.upstreams, dead: { url: 'http://127.0.0.1:9' } },
      routes: [...usual.routes, { match: { path: '/dead/**' }, upstream: 'dead', public: true }],
    }),
    options: { timeouts: { upstream: { headers: 600, body: 600 } } },
  });
});
afterAll(() => test.stop());
beforeEach(() => {
  test.upstream.arrived.splice(0);
  test.upstream.answer = welcome;
});

const open = '/wiki/public/x';
const logged = async (event: Record<string, unknown>) =>
  expect.poll(() => test.log.at(-1), { timeout: 3000 }).toMatchObject(event);

describe('the request', () => {
  it('sends exactly the target that was decided on, and configured host and scheme', async () => {
    const target = `${open}/%7Euser-1/A%20B?limit=1&&x=%2F..`;
    await fetch(test.url + target, { method: 'POST', body: 'x', headers: { 'x-custom': 'kept' } });
    const { url, method, headers } = test.upstream.arrived[0] ?? expect.fail();
    expect([method, url]).toEqual(['POST', target]);
    const resource = new URL(test.url).host;
    expect(headers).toMatchObject({
      host: new URL(test.upstream.url).host,
      'x-forwarded-host': resource,
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '127.0.0.1',
      'x-atlassian-token': 'no-check',
      'x-custom': 'kept',
    });
    expect(test.log.find(({ id }) => id === headers['x-request-id'])).toBeDefined();
  });

  it('for a host of its own is told that host, and never one that the client made up', async () => {
    const world = await startGateway({
      config: (usual) => ({
        ...usual,
        routes: [{ match: { path: '/**', host: 'wiki.test' }, upstream: 'wiki', public: true }, ...usual.routes],
      }),
    });
    for (const host of ['WIKI.test:99', 'evil.test'])
      await sendRaw(world.url, `GET ${open} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    const told = world.upstream.arrived.map(({ headers }) => headers['x-forwarded-host']);
    expect(told).toEqual(['wiki.test', new URL(world.url).host]);
    await world.stop();
  });

  it('of a reading method says nothing about foreign pages', async () => {
    await fetch(test.url + open);
    expect(test.upstream.arrived[0]?.headers['x-atlassian-token']).toBeUndefined();
  });

  it('with a body of 20 MB arrives whole, with a length and chunked alike', async () => {
    const body = randomBytes(20_000_000);
    let seen: Buffer | undefined;
    test.upstream.answer = async (request, response) => {
      seen = await buffer(request);
      response.end(String(request.headers['transfer-encoding'] ?? request.headers['content-length']));
    };
    const whole = await fetch(test.url + open, { method: 'PUT', body });
    expect([await whole.text(), seen?.equals(body)]).toEqual([String(body.length), true]);
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(body);
        controller.close();
      },
    });
    const chunked = await fetch(test.url + open, { method: 'PUT', body: stream, duplex: 'half' });
    expect([await chunked.text(), seen?.equals(body)]).toEqual(['chunked', true]);
  });

  it('loses its trailers (rule 37)', async () => {
    const head = `POST ${open} HTTP/1.1\r\nHost: ${new URL(test.url).host}\r\nConnection: close\r\n`;
    const body =
      'Transfer-Encoding: chunked\r\nTrailer: X-Forwarded-User\r\n\r\n3\r\nabc\r\n0\r\nX-Forwarded-User: root\r\n\r\n';
    expect((await sendRaw(test.url, head + body)).status).toBe(200);
    await expect.poll(() => test.upstream.arrived[0]).toMatchObject({ body: 'abc', trailers: [] });
    expect(test.upstream.arrived[0]?.headers.trailer).toBeUndefined();
  });

  it('of a client that leaves in the middle is cut upstream too', async () => {
    let cut = false;
    test.upstream.answer = async (request) => {
      request.on('close', () => {
        cut = !request.complete;
      });
      await buffer(request).catch(() => {});
    };
    const { hostname, port, host } = new URL(test.url);
    const socket = connect(Number(port), hostname);
    socket.write(`POST ${open} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100\r\n\r\nabc`);
    await wait(100);
    socket.destroy();
    await expect.poll(() => cut).toBe(true);
    await logged({ outcome: 'gone' });
  });
});

describe('the answer', () => {
  it('keeps status, headers and bytes; sessions stay behind', async () => {
    const body = randomBytes(3_000_000);
    test.upstream.answer = (_, response) => {
      response.writeHead(206, 'Some Of It', [
        'Set-Cookie',
        'JSESSIONID=1',
        'X-Name',
        'caf\xe9',
        'Vary',
        'a',
        'Vary',
        'b',
      ]);
      response.end(body);
    };
    const answer = await fetch(test.url + open);
    expect([answer.status, answer.statusText]).toEqual([206, 'Some Of It']);
    expect([answer.headers.get('x-name'), answer.headers.get('vary')]).toEqual(['caf\xe9', 'a, b']);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
  });

  it('of HEAD, 204 and 304 has no body and the connection goes on', async () => {
    for (const [method, status] of [
      ['HEAD', 200],
      ['GET', 204],
      ['GET', 304],
    ] as const) {
      test.upstream.answer = (_, response) =>
        void response.writeHead(status, status === 200 ? { 'content-length': 9 } : {}).end();
      const answer = await fetch(test.url + open, { method });
      expect([answer.status, await answer.text()]).toEqual([status, '']);
    }
  });

  it('waits for a slow reader: the upstream is held back', async () => {
    let written = 0;
    const parts = function* () {
      for (; written < 100_000_000; written += 65_536) yield Buffer.alloc(65_536);
    };
    test.upstream.answer = (_, response) => pipeline(Readable.from(parts()), response).catch(() => {});
    const { hostname, port, host } = new URL(test.url);
    const socket = connect(Number(port), hostname);
    socket.pause();
    socket.write(`GET ${open} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    await wait(400);
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(50_000_000);
    socket.destroy();
    await logged({ outcome: 'gone' });
  });

  it('is cut when its reader stands still for long', async () => {
    const world = await startGateway({ options: { timeouts: { client: { idle: 400 } } } });
    let left = false;
    world.upstream.answer = async (_, response) => {
      const zeros = new Readable({ read: () => void zeros.push(Buffer.alloc(65_536)) });
      await pipeline(zeros, response).catch(() => {});
      left = true;
    };
    const { hostname, port, host } = new URL(world.url);
    const socket = connect(Number(port), hostname);
    socket.pause();
    socket.write(`GET ${open} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    await expect.poll(() => left, { timeout: 5000 }).toBe(true);
    socket.destroy();
    await world.stop();
  });

  it('that breaks off in the middle never looks whole', async () => {
    test.upstream.answer = (_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half');
      setTimeout(() => response.destroy(), 50);
    };
    const answer = await fetch(test.url + open);
    await expect(answer.text()).rejects.toThrow();
    await logged({ outcome: 'failed', reason: 'bad_gateway' });
  });

  it('that comes before the body was read ends with the connection closed (rule 40)', async () => {
    test.upstream.answer = (_, response) =>
      void response.writeHead(413, { 'content-type': 'text/plain' }).end('too much');
    const head = `POST ${open} HTTP/1.1\r\nHost: ${new URL(test.url).host}\r\nContent-Length: 5000000\r\n\r\n`;
    const answer = await sendRaw(test.url, `${head}abc`);
    expect([answer.status, answer.headers.get('connection')]).toEqual([413, 'close']);
    expect(answer.body).toContain('too much');
    test.upstream.answer = welcome;
    for (let at = 0; at < 5; at++) expect((await fetch(`${test.url}${open}/${at}`)).status).toBe(200);
    expect(test.upstream.arrived.slice(-5).map(({ url }) => url.at(-1))).toEqual(['0', '1', '2', '3', '4']);
  });
});

describe('an upstream that fails', () => {
  it('and is down is 502, in JSON, without its address', async () => {
    const answer = await fetch(`${test.url}/dead/x`, { method: 'POST', body: Buffer.alloc(20_000_000) });
    expect([answer.status, await answer.json()]).toEqual([502, { error: 'bad_gateway', ref: expect.any(String) }]);
    await logged({ outcome: 'failed', reason: 'bad_gateway', detail: 'upstream: ECONNREFUSED' });
  });

  it('and never answers, or stops in the middle, is 504 or a cut connection', async () => {
    test.upstream.answer = async () => wait(4000, undefined, { ref: false });
    const answer = await fetch(test.url + open);
    expect([answer.status, await answer.json()]).toMatchObject([504, { error: 'gateway_timeout' }]);
    test.upstream.answer = async (_, response) => {
      response.write('half');
      await wait(4000, undefined, { ref: false });
    };
    await expect(fetch(test.url + open).then((half) => half.text())).rejects.toThrow();
    await logged({ reason: 'gateway_timeout' });
  }, 15_000);

  const garbage = [
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    'nonsense\r\n\r\n',
    'HTTP/1.1 200 OK\r\nX Y: z\r\n\r\n',
  ];
  it.each(garbage)('and answers %j is 502', async (text) => {
    const server = createTcpServer((socket) => socket.once('data', () => socket.end(text))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const world = await startGateway({
      config: (usual) => ({ ...usual, upstreams: { wiki: { ...usual.upstreams.wiki, url: urlOf(server) } } }),
    });
    const answer = await fetch(world.url + open);
    expect(answer.status).toBe(502);
    await world.stop();
    server.close();
  });
});

it('a redirect of the upstream is the client’s to follow', async () => {
  const other: Server = createServer(() => expect.fail('the redirect was followed')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  test.upstream.answer = (_, response) => void response.writeHead(302, { location: urlOf(other) }).end();
  expect((await fetch(test.url + open, { redirect: 'manual' })).headers.get('location')).toBe(urlOf(other));
  other.close();
});

const urlOf = (server: { address(): unknown }) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
