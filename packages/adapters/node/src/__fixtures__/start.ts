import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ContractApplication, ContractRoute, StartedApplication } from '@bearerkit/testkit';
import { findAuth, type Guard, getAuth, metadata, requireAnyScope, requireAuth, requireScopes } from '../index.ts';

/** Starts a plain node:http server. */
export async function listen(listener: RequestListener): Promise<StartedApplication> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The application of the adapter contract without a framework: a table of paths, and guards called in a row. */
export function start({ registry, routes, metadataPath }: ContractApplication): Promise<StartedApplication> {
  const guards = new Map(routes.map((route) => [route.path, guardsOf(route, registry)]));
  const serveMetadata = metadata(registry);
  return listen((req, res) => {
    const path = req.url?.split('?')[0] ?? '';
    if (path === metadataPath) return serveMetadata(req, res);
    const route = routes.find((one) => one.path === path);
    try {
      run(guards.get(path) ?? [], req, res, () => route && answer(route, req, res));
    } catch {
      res.writeHead(500).end();
    }
  });
}

function guardsOf(
  { guard, scopes, anyScope }: ContractRoute,
  registry: ContractApplication['registry'],
): readonly Guard[] {
  return [
    ...(guard ? [requireAuth(registry, guard)] : []),
    ...(scopes ? [requireScopes(...scopes)] : []),
    ...(anyScope ? [requireAnyScope(...anyScope)] : []),
  ];
}

function run([first, ...rest]: readonly Guard[], req: IncomingMessage, res: ServerResponse, last: () => void): void {
  if (first === undefined) last();
  else first(req, res, () => run(rest, req, res, last));
}

function answer({ handle }: ContractRoute, req: IncomingMessage, res: ServerResponse): void {
  const { json, cookies = [] } = handle({ get: () => getAuth(req), find: () => findAuth(req) });
  if (cookies.length > 0) res.setHeader('set-cookie', cookies);
  res.setHeader('content-type', 'application/json').end(JSON.stringify(json));
}
