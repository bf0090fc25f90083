import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../__fixtures__/gateway.ts';
import { sendLines, sendRaw, type WireAnswer } from '../__fixtures__/wire.ts';

let test: TestGateway;
let token: string;
let host: string;
beforeAll(async () => {
  test = await startGateway({ options: { timeouts: { client: { headers: 700 } } } });
  token = await test.token();
  host = new URL(test.url).host;
});
afterAll(() => test.stop());
beforeEach(() => void test.upstream.arrived.splice(0));

const open = '/wiki/public/x';
const raw = (...lines: string[]): Promise<WireAnswer> => sendRaw(test.url, `${lines.join('\r\n')}\r\n\r\n`);
const refused = async (answer: Promise<WireAnswer>, status: number) => {
  const { status: seen, body } = await answer;
  expect([seen, test.upstream.arrived]).toEqual([status, []]);
  return body;
};

describe('messages that two servers could read differently are refused, and nothing reaches the upstream', () => {
  const cases: [string, number, string[]][] = [
    ['two Host headers', 400, [`GET ${open} HTTP/1.1`, 'Host: a', 'Host: a']],
    ['no Host', 400, [`GET ${open} HTTP/1.1`]],
    ['no Host in HTTP/1.0', 400, [`GET ${open} HTTP/1.0`]],
    ['a Host that is none', 400, [`GET ${open} HTTP/1.1`, 'Host: a/b']],
    ['an absolute-form target', 400, [`GET http://127.0.0.1${open} HTTP/1.1`, 'Host: a']],
    ['asterisk-form', 400, ['OPTIONS * HTTP/1.1', 'Host: a']],
    ['a fragment', 400, [`GET ${open}#x HTTP/1.1`, 'Host: a']],
    ['a backslash', 400, ['GET /wiki/public\\x HTTP/1.1', 'Host: a']],
    ['a dot segment', 400, ['GET /wiki/public/../rest HTTP/1.1', 'Host: a']],
    ['TRACE', 405, [`TRACE ${open} HTTP/1.1`, 'Host: a']],
    [
      'two lengths (RFC 9112 §6.3)',
      400,
      [`POST ${open} HTTP/1.1`, 'Host: a', 'Content-Length: 1', 'Content-Length: 2'],
    ],
    [
      'a length and chunked',
      400,
      [`POST ${open} HTTP/1.1`, 'Host: a', 'Content-Length: 1', 'Transfer-Encoding: chunked'],
    ],
    ['chunked twice', 400, [`POST ${open} HTTP/1.1`, 'Host: a', 'Transfer-Encoding: chunked, chunked']],
    ['another coding', 400, [`POST ${open} HTTP/1.1`, 'Host: a', 'Transfer-Encoding: gzip, chunked']],
    ['two codings', 400, [`POST ${open} HTTP/1.1`, 'Host: a', 'Transfer-Encoding: gzip', 'Transfer-Encoding: chunked']],
    [
      'chunked in two lines',
      400,
      [`POST ${open} HTTP/1.1`, 'Host: a', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'],
    ],
    ['a coding in HTTP/1.0', 400, [`POST ${open} HTTP/1.0`, 'Host: a', 'Transfer-Encoding: chunked']],
    ['a folded header', 400, [`GET ${open} HTTP/1.1`, 'Host: a', 'X-A: b', ' c']],
    ['a space before the colon', 400, [`GET ${open} HTTP/1.1`, 'Host: a', 'X-A : b']],
    ['an upgrade to websocket', 501, [`GET ${open} HTTP/1.1`, 'Host: a', 'Connection: Upgrade', 'Upgrade: websocket']],
    ['Connection naming what we set', 400, [`GET ${open} HTTP/1.1`, 'Host: a', 'Connection: close, X-Forwarded-For']],
    ['an expectation that is unknown', 417, [`GET ${open} HTTP/1.1`, 'Host: a', 'Expect: 200-ok']],
  ];
  it.each(cases)('%s', async (_, status, lines) => {
    const close = lines.some((line) => line.startsWith('Connection')) ? [] : ['Connection: close'];
    await refused(raw(...lines, ...close), status);
  });

  it('CONNECT gets no tunnel', async () => {
    const socket = connect(Number(new URL(test.url).port), '127.0.0.1');
    socket.write('CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    await once(socket, 'close');
    expect(text).not.toMatch(/^HTTP\/1\.1 2/);
  });

  it('the offer of h2c, which some clients always make, is not taken up', async () => {
    const offer = ['Connection: Upgrade, HTTP2-Settings, close', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'];
    expect((await raw(`GET ${open} HTTP/1.1`, `Host: ${host}`, ...offer)).status).toBe(200);
    expect(Object.keys(test.upstream.arrived[0]?.headers ?? {})).not.toContain('upgrade');
  });
});

describe('credentials (RFC 6750)', () => {
  const page = '/wiki/rest/api/content/';
  const answerTo = async (...lines: string[]) => {
    const { status, headers } = await sendLines(test.url, page, lines);
    return [status, headers.get('www-authenticate'), test.log.at(-1)?.reason];
  };
  const challenge = () => `realm="${host}"`;
  const metadata = () => `resource_metadata="${test.url}/.well-known/oauth-protected-resource"`;

  it('none: 401 without an error; in the query: the same', async () => {
    expect(await answerTo()).toEqual([401, `Bearer ${challenge()}, ${metadata()}`, 'missing']);
    const { status } = await sendLines(test.url, `${page}?access_token=${token}`, []);
    expect([status, test.log.at(-1)?.reason]).toEqual([401, 'missing']);
  });

  it('garbage: 401 invalid_token; `bearer` and `BEARER` are taken', async () => {
    expect(await answerTo('Authorization: Bearer garbage')).toEqual([
      401,
      `Bearer ${challenge()}, error="invalid_token", ${metadata()}`,
      'unbound',
    ]);
    expect((await answerTo(`Authorization: bearer ${token}`))[0]).toBe(200);
    expect((await answerTo(`AUTHORIZATION: BEARER ${token}`))[0]).toBe(200);
  });

  it('two, or a comma: 400', async () => {
    const one = `Authorization: Bearer ${token}`;
    expect(await answerTo(one, one)).toMatchObject([
      400,
      expect.stringContaining('invalid_request'),
      'two_credentials',
    ]);
    expect((await answerTo(`${one}, Bearer ${token}`))[0]).toBe(400);
    expect((await answerTo(one, 'authorization: Basic cm9vdDp4'))[0]).toBe(400);
  });

  it('that lie beyond a hundred headers are not overlooked: 431', async () => {
    const filler = Array.from({ length: 99 }, (_, at) => `X-${at}: 1`);
    const one = `Authorization: Bearer ${token}`;
    await refused(sendLines(test.url, page, [...filler, one, one]), 431);
    await refused(sendLines(test.url, page, [`X-Long: ${'x'.repeat(33_000)}`, one]), 431);
  });
});

describe('time', () => {
  it('the head of a request must come within its time', async () => {
    const socket = connect(Number(new URL(test.url).port), '127.0.0.1');
    socket.write(`GET ${open} HTTP/1.1\r\nHost: `);
    const began = performance.now();
    socket.resume();
    await once(socket, 'close');
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('100 Continue is said after the decision, and only when it is yes (rule 37)', async () => {
    const ask = async (path: string) => {
      const socket = connect(Number(new URL(test.url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
        if (/^HTTP\/1\.1 100/.test(text) && !text.includes('200')) socket.write('body');
      });
      const head = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 4\r\nExpect: 100-continue\r\nConnection: close`;
      socket.write(`${head}\r\n\r\n`);
      await once(socket, 'close');
      return text;
    };
    expect(await ask('/wiki/rest/x')).toMatch(/^HTTP\/1\.1 401/);
    expect(test.upstream.arrived).toEqual([]);
    expect(await ask(open)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/);
    expect(await ask('/auth/meetup/token')).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400/);
    expect(await ask('/auth/none/token')).toMatch(/^HTTP\/1\.1 404/);
    expect(test.upstream.arrived[0]).toMatchObject({ body: 'body' });
    expect(test.upstream.arrived[0]?.headers.expect).toBeUndefined();
  });

  it('what is left of a refused body is never taken for a request (rule 40)', async () => {
    const smuggled = `GET ${open} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    const length = smuggled.length + 10;
    const answer = await sendRaw(
      test.url,
      `POST /wiki/rest/x HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${length}\r\n\r\n${smuggled}`,
    );
    expect([answer.status, answer.headers.get('connection')]).toEqual([401, 'close']);
    expect(answer.body).not.toContain('HTTP/1.1');
    await wait(50);
    expect(test.upstream.arrived).toEqual([]);
  });

  it('a refused upload is read a little further, so that its sender sees the answer (RFC 9112 §9.6)', async () => {
    const socket = connect(Number(new URL(test.url).port), '127.0.0.1');
    const failed: unknown[] = [];
    socket.on('error', (error) => failed.push(error));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(`POST /wiki/rest/x HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 500000\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 401/);
    for (let at = 0; at < 10; at++) {
      socket.write('x'.repeat(50_000));
      await wait(5);
    }
    await closed;
    expect(failed).toEqual([]);
  });
});

describe('the gateway’s own pages come first', () => {
  const get = (path: string, method = 'GET') => fetch(test.url + path, { method });

  it('live, ready, keys and metadata (RFC 9728)', async () => {
    expect(await (await get('/-/live')).json()).toEqual({ status: 'live' });
    expect(await (await get('/-/ready')).json()).toEqual({ status: 'ready' });
    const { keys } = (await (await get('/.well-known/bearerkit/jwks.json')).json()) as {
      keys: Record<string, string>[];
    };
    expect(keys).toEqual([expect.objectContaining({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' })]);
    expect(keys[0]).not.toHaveProperty('d');
    const document = await (await get('/.well-known/oauth-protected-resource')).json();
    expect(document).toMatchObject({ resource: test.url, bearer_methods_supported: ['header'] });
  });

  it('other methods are 405, other paths 404', async () => {
    for (const path of ['/-/live', '/.well-known/bearerkit/jwks.json'])
      expect((await get(path, 'POST')).status).toBe(405);
    expect((await get('/-/live', 'HEAD')).status).toBe(200);
    for (const path of ['/-/x', '/auth/none', '/auth/meetup/x', '/.well-known/bearerkit/x', '/elsewhere', '/wiki2'])
      expect((await get(path)).status).toBe(404);
    expect(test.upstream.arrived).toEqual([]);
  });
});
