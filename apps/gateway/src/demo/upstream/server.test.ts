import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalServer, startServer } from './server.ts';

let server: LocalServer | undefined;
afterEach(() => server?.stop());

describe('startServer', () => {
  it('logs path, query and headers as they were sent', async () => {
    server = await startServer(0, () => async () => ({ body: {} }));
    const { port } = server;
    const headers = { 'X-Who': ['a', 'b'], X_wHO: 'c' };
    await new Promise((done) => {
      request({ host: '127.0.0.1', port, path: '/a%2Fb/?x=1?y=2', headers }, (answer) =>
        answer.resume().on('end', done),
      ).end();
    });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/a%2Fb/?x=1?y=2' });
    const raw = server.requests[0]?.rawHeaders ?? [];
    expect(raw.join('|')).toContain('X-Who|a|X-Who|b|X_wHO|c');
  });

  it('hands the handler path, query and body', async () => {
    server = await startServer(0, (url) => async ({ method, path, query, body }) => ({
      body: { url, method, path, x: query.get('x'), body },
    }));
    const answer = await fetch(`${server.url}/a/?x=1`, { method: 'POST', body: 'häuser' });
    expect(await answer.json()).toEqual({ url: server.url, method: 'POST', path: '/a', x: '1', body: 'häuser' });
  });

  it('answers 500 when a handler fails, and goes on', async () => {
    server = await startServer(0, () => async ({ path }) => {
      if (path === '/bad') throw new Error('planted');
      return { body: 'fine' };
    });
    expect((await fetch(`${server.url}/bad`)).status).toBe(500);
    expect((await fetch(`${server.url}/good`)).status).toBe(200);
  });

  it('gives its port back, and fails on a port that is taken', async () => {
    const first = await startServer(0, () => async () => ({ body: '' }));
    await expect(startServer(first.port, () => async () => ({ body: '' }))).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await fetch(first.url);
    await first.stop();
    server = await startServer(first.port, () => async () => ({ body: '' }));
    expect(server.port).toBe(first.port);
  });
});
