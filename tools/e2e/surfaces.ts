import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createProviderRegistry, type LogEvent } from '@bearerkit/core';
import type { LoadedFactory } from '@bearerkit/core/load';
import { getAuth, requireAuth } from '@bearerkit/express';
import { createGateway, createLog, loadConfig } from '@bearerkit/gateway';
import { oidc } from '@bearerkit/oidc';
import express from 'express';

/** Options of `@bearerkit/oidc`, as plain values that fit a YAML file too. */
export type OidcOptions = Readonly<Record<string, unknown>> & { readonly issuer: string };

/** One way in: what a request gets, and why it was refused. */
export interface Surface {
  readonly url: string;
  ask(
    token: string,
  ): Promise<{ readonly status: number; readonly retryAfter: string | null; readonly reason: unknown }>;
  stop(): Promise<void>;
}

/** An Express application with one guarded route. */
export async function expressSurface(options: OidcOptions): Promise<Surface> {
  const log: LogEvent[] = [];
  const provider = oidc(options as Parameters<typeof oidc>[0]);
  const registry = createProviderRegistry({ acme: provider }, { log: (event) => void log.push(event) });
  const app = express();
  app.use(requireAuth(registry, { accept: ['acme'] }));
  app.get('/api', (req, res) => void res.json({ caller: getAuth(req, registry).id }));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    ask: (token) => ask(`http://127.0.0.1:${port}/api`, token, () => log.at(-1)?.reason),
    stop: async () => {
      await registry.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The gateway before an upstream that answers everybody, without a directory of users. */
export async function gatewaySurface(options: OidcOptions): Promise<Surface> {
  const folder = await mkdtemp(join(tmpdir(), 'bearerkit-e2e-'));
  const upstream = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const { port } = upstream.address() as AddressInfo;
  const file = join(folder, 'bearerkit.yaml');
  const config = {
    version: 1,
    listen: '127.0.0.1:0',
    resource: 'https://api.example.com',
    admin: { listen: '127.0.0.1:0' },
    data: 'data',
    store: 'sqlite:store.db',
    providers: { acme: { use: '@bearerkit/oidc', ...options } },
    upstreams: {
      api: {
        url: `http://127.0.0.1:${port}`,
        users: { kind: 'none', match: 'attribute', attribute: 'subject' },
        actAs: { kind: 'jwt' },
      },
    },
    routes: [{ match: { path: '/api' }, upstream: 'api', accept: ['acme'] }],
  };
  await writeFile(file, JSON.stringify(config));
  const lines: { reason?: unknown }[] = [];
  const to = new Writable({
    write: (chunk, _, done) => {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const gateway = await createGateway(await loadConfig(file, { load: () => oidc as unknown as LoadedFactory }), {
    log: createLog('info', to),
  });
  return {
    url: gateway.publicUrl,
    ask: (token) =>
      ask(`${gateway.publicUrl}/api`, token, () => lines.findLast(({ reason }) => reason !== undefined)?.reason),
    stop: async () => {
      await gateway.close();
      upstream.closeAllConnections();
      upstream.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ask(url: string, token: string, reason: () => unknown) {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  await answer.arrayBuffer();
  const refused = answer.status !== 200;
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    reason: refused ? reason() : undefined,
  };
}
