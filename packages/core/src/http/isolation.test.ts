import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Socket } from 'node:net';
import axios from 'axios';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { selfSigned } from '../__fixtures__/certificate.ts';
import { portOf } from '../__fixtures__/registry.ts';
import { hang, json, status, useServer } from '../__fixtures__/server.ts';
import { axiosClient } from './axios-client.ts';

const server = useServer();
const client = axiosClient();
afterAll(() => client.close?.());
afterEach(() => void vi.unstubAllEnvs());

const send = (path: string) => client.send({ url: `${server.url}${path}`, method: 'GET', trust: 'configured' });

describe('what the application sets for its own calls does not reach ours', () => {
  const { defaults } = axios;
  const usual = { ...defaults };
  const common = { ...defaults.headers.common };
  const interceptors: number[] = [];
  afterEach(() => {
    for (const name of Object.keys(defaults)) if (!(name in usual)) delete defaults[name as 'baseURL'];
    Object.assign(defaults, usual);
    defaults.headers.common = common;
    for (const id of interceptors.splice(0)) axios.interceptors.request.eject(id);
  });

  it('no base URL in front of an absolute one (CVE-2025-27152, rule 22)', async () => {
    server.on('/x', json({}));
    defaults.baseURL = `${server.url}/backend`;
    expect((await send('/x')).status).toBe(200);
    expect(server.calls.map(({ path }) => path)).toEqual(['/x']);
  });

  it('no headers, no query, no interceptor: neither secrets of the application to a provider, nor ours to it', async () => {
    server.on('/x', json({}));
    const seen: unknown[] = [];
    defaults.headers.common.authorization = 'Bearer of-the-application';
    defaults.params = { key: 'of-the-application' };
    defaults.auth = { username: 'of-the', password: 'application' };
    const spy = axios.interceptors.request.use((config) => {
      seen.push(config);
      return config;
    });
    interceptors.push(spy);
    await send('/x');
    expect(server.calls[0]).toMatchObject({ query: '' });
    expect(server.calls[0]?.headers.authorization).toBeUndefined();
    expect(seen).toEqual([]);
  });

  it('no other way to send, which would follow redirects and check no address (rules 22 and 23)', async () => {
    defaults.adapter = 'fetch';
    server.on('/x', status(302, { location: `${server.url}/y` }));
    expect((await send('/x')).status).toBe(302);
    const url = server.url.replace('127.0.0.1', 'localhost');
    const learned = client.send({ url: `${url}/y`, method: 'GET', trust: 'learned' });
    await expect(learned).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(server.count('/y')).toBe(0);
  });
});

it('no variable of the environment switches the check of certificates off (RFC 9110 §4.3.4, rule 27)', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const tls = createTlsServer(selfSigned, (_, response) => response.end('{}'));
  tls.listen(0, '127.0.0.1');
  await once(tls, 'listening');
  const call = client.send({ url: `https://127.0.0.1:${portOf(tls)}/`, method: 'GET', trust: 'configured' });
  await expect(call).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  tls.close();
});

it('the second attempt takes a new connection: others of the pool may be as dead (RFC 9110 §9.2.2)', async () => {
  const sockets = new Set<Socket>();
  const waiting: Socket[] = [];
  let isRestarted = false;
  const raw = createTcpServer((socket) => {
    const isNew = isRestarted;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', () => {
      if (isRestarted && !isNew) return void socket.resetAndDestroy();
      waiting.push(socket);
      // Three at once at first, so that the pool holds three.
      if (!isRestarted && waiting.length < 3) return;
      for (const one of waiting.splice(0)) one.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
    });
  });
  raw.listen(0, '127.0.0.1');
  await once(raw, 'listening');
  const call = () => client.send({ url: `http://127.0.0.1:${portOf(raw)}/`, method: 'GET', trust: 'configured' });
  await Promise.all([call(), call(), call()]);
  expect(sockets.size).toBe(3);
  isRestarted = true;
  expect((await call()).status).toBe(200);
  for (const socket of sockets) socket.destroy();
  raw.close();
});

it('a call that `close` cuts off is not made again', async () => {
  const closing = axiosClient();
  server.on('/x', hang);
  const call = closing.send({ url: `${server.url}/x`, method: 'GET', trust: 'configured' });
  const ended = expect(call).rejects.toMatchObject({ code: 'ECONNRESET' });
  await vi.waitFor(() => expect(server.count('/x')).toBe(1));
  await closing.close?.();
  await ended;
  expect(server.count('/x')).toBe(1);
});
