import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { selfSigned } from '../__fixtures__/certificate.ts';
import { portOf } from '../__fixtures__/registry.ts';
import { hang, json, reset, status, text, useServer } from '../__fixtures__/server.ts';
import { axiosClient } from './axios-client.ts';
import type { HttpRequest } from './client.ts';

const server = useServer();
const client = axiosClient();
afterAll(() => client.close?.());

const send = (path: string, more: Partial<HttpRequest> = {}) =>
  client.send({ url: `${server.url}${path}`, method: 'GET', trust: 'configured', ...more });
const textOf = (body: Uint8Array) => Buffer.from(body).toString('utf8');

describe('a call', () => {
  it('gives status, lower-case headers and bytes, whatever the status', async () => {
    server.on('/x', text('ä', 418, { 'X-Odd': 'yes' }));
    const answer = await send('/x');
    expect(answer.status).toBe(418);
    expect(answer.headers['x-odd']).toBe('yes');
    expect(textOf(answer.body)).toBe('ä');
    expect(answer.body).toBeInstanceOf(Uint8Array);
  });

  it('hands the bytes on without parsing them', async () => {
    server.on('/x', json({ a: 1 }));
    expect(textOf((await send('/x')).body)).toBe('{"a":1}');
  });

  it('sends method, headers and body as they are', async () => {
    server.on('/x', json({}));
    const headers = { authorization: 'Bearer t', 'content-type': 'application/x-www-form-urlencoded' };
    await send('/x', { method: 'POST', headers, body: 'a=%2B&b=+' });
    expect(server.calls[0]).toMatchObject({ method: 'POST', body: 'a=%2B&b=+', headers });
    expect(server.calls[0]?.headers.accept).toBe('application/json');
    expect(server.calls[0]?.headers.cookie).toBeUndefined();
  });

  it('remembers no cookie (rule 22)', async () => {
    server.on('/x', json({}, 200, { 'set-cookie': 'a=1' }));
    await send('/x');
    await send('/x');
    expect(server.calls[1]?.headers.cookie).toBeUndefined();
  });

  it('does not follow redirects (RFC 9110 §15.4, rule 22)', async () => {
    for (const code of [301, 302, 303, 307, 308]) {
      server.on('/x', status(code, { location: `${server.url}/y` }));
      expect((await send('/x', { method: 'POST', body: 'secret=1' })).status).toBe(code);
    }
    expect(server.count('/y')).toBe(0);
  });
});

describe('limits (rule 22)', () => {
  it('1 MiB of body, or what the caller says', async () => {
    server.on('/x', text('x'.repeat(1_048_576)));
    expect((await send('/x')).body).toHaveLength(1_048_576);
    server.on('/x', text('x'.repeat(1_048_577)));
    await expect(send('/x')).rejects.toThrow('maxContentLength');
    expect((await send('/x', { maxBytes: 2_000_000 })).body).toHaveLength(1_048_577);
  });

  it('also when it is sent in chunks without a length, and when it is compressed', async () => {
    server.on('/chunks', (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => void (response.writable && response.write('x'.repeat(65_536), () => setImmediate(more)));
      more();
    });
    await expect(send('/chunks')).rejects.toThrow('maxContentLength');
    server.on('/bomb', text(gzipSync('x'.repeat(50_000_000)), 200, { 'content-encoding': 'gzip' }));
    await expect(send('/bomb')).rejects.toThrow('maxContentLength');
    server.on('/small', text(gzipSync('{"a":1}'), 200, { 'content-encoding': 'gzip' }));
    expect(textOf((await send('/small')).body)).toBe('{"a":1}');
  });

  it.each([
    ['silent', hang],
    ['dripping', drip()],
  ])('the deadline holds for the whole call: %s', async (_, handler) => {
    server.on('/x', handler);
    const begun = performance.now();
    await expect(send('/x', { timeoutMs: 200 })).rejects.toMatchObject({ code: 'ERR_CANCELED' });
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  function drip(): Parameters<typeof server.on>[1] {
    return (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(timer));
    };
  }
});

describe('a connection cut without an answer (RFC 9110 §9.2.2, rule 26)', () => {
  it('is tried once more where the call only reads', async () => {
    let cut = 1;
    server.on('/x', (call, response) => (cut-- > 0 ? reset(call, response) : json({})(call, response)));
    expect((await send('/x')).status).toBe(200);
    expect(server.count('/x')).toBe(2);
  });

  it('is tried once more, not twice', async () => {
    server.on('/x', reset);
    await expect(send('/x')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(server.count('/x')).toBe(2);
  });

  it('is never tried again for a call that must not arrive twice, such as a token request', async () => {
    server.on('/x', reset);
    await expect(send('/x', { method: 'POST', body: 'code=1', once: true })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(server.count('/x')).toBe(1);
  });

  it('is tried inside the same deadline', async () => {
    server.on('/x', (call, response) => (server.count('/x') > 1 ? hang(call, response) : reset(call, response)));
    const begun = performance.now();
    await expect(send('/x', { timeoutMs: 1_000 })).rejects.toMatchObject({ code: 'ERR_CANCELED' });
    expect(performance.now() - begun).toBeLessThan(1_900);
  });
});

describe('connections', () => {
  it('are kept for reads, and new for calls that must not arrive twice', async () => {
    const sockets = new Set<Socket>();
    const raw = createTcpServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'));
    });
    raw.listen(0, '127.0.0.1');
    await once(raw, 'listening');
    const url = `http://127.0.0.1:${portOf(raw)}/`;
    for (let index = 0; index < 3; index++) await client.send({ url, method: 'GET', trust: 'configured' });
    expect(sockets.size).toBe(1);
    for (let index = 0; index < 2; index++) await client.send({ url, method: 'POST', trust: 'configured', once: true });
    expect(sockets.size).toBe(3);
    for (const socket of sockets) socket.destroy();
    raw.close();
  });
});

describe('where a call may go', () => {
  it.each(['http://169.254.169.254/', 'http://[fe80::1]/', 'http://2852039166/', 'http://[::ffff:a9fe:a9fe]/'])(
    'an address literal is checked before the call: %s (rule 23)',
    async (url) => {
      await expect(client.send({ url, method: 'GET', trust: 'configured' })).rejects.toMatchObject({
        code: 'ADDRESS_REFUSED',
      });
    },
  );

  it('a learned URL does not reach loopback, by address or by name', async () => {
    server.on('/x', json({}));
    await expect(send('/x', { trust: 'learned' })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    const url = server.url.replace('127.0.0.1', 'localhost');
    const byName = client.send({ url: `${url}/x`, method: 'GET', trust: 'learned' });
    await expect(byName).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(server.calls).toEqual([]);
  });

  describe('with a proxy in the environment', () => {
    beforeEach(() => {
      vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1');
      vi.stubEnv('http_proxy', 'http://127.0.0.1:1');
      vi.stubEnv('ALL_PROXY', 'http://127.0.0.1:1');
      return () => vi.unstubAllEnvs();
    });

    it('it goes past it (rule 22)', async () => {
      server.on('/x', json({}));
      expect((await send('/x')).status).toBe(200);
    });
  });

  it('not to a server whose certificate nobody vouches for (RFC 9110 §4.3.4, rule 27)', async () => {
    const tls = createTlsServer(selfSigned, (_, response) => response.end('{}'));
    tls.listen(0, '127.0.0.1');
    await once(tls, 'listening');
    const url = `https://127.0.0.1:${portOf(tls)}/`;
    const call = client.send({ url, method: 'GET', trust: 'configured' });
    await expect(call).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    tls.close();
  });
});
