import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ContractApplication, ContractRoute, StartedApplication } from '@bearerkit/testkit';
import { findAuth, getAuth, type Handler, metadata, requireAnyScope, requireAuth, requireScopes } from '../index.ts';

/** Serves a fetch handler on a real socket, as the servers of Bun, Deno and workers do. */
async function listen(handler: Handler): Promise<StartedApplication> {
  const server = createServer(async (req, res) => {
    const answer = await Promise.resolve(toRequest(req))
      .then(handler)
      .catch(() => new Response(null, { status: 500 }));
    for (const [name, value] of answer.headers) res.appendHeader(name, value);
    res.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  }).listen(0, '127.0.0.1');
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

/** The application of the adapter contract as one fetch handler. */
export async function start({ registry, routes, metadataPath }: ContractApplication): Promise<StartedApplication> {
  const handlers = new Map(routes.map((route) => [route.path, handlerOf(route, registry)]));
  handlers.set(metadataPath, metadata(registry));
  return listen(
    (request) => handlers.get(new URL(request.url).pathname)?.(request) ?? new Response(null, { status: 404 }),
  );
}

function handlerOf({ guard, scopes, anyScope, handle }: ContractRoute, registry: ContractApplication['registry']) {
  let handler: Handler = (request) => {
    const { json, cookies = [] } = handle({ get: () => getAuth(request), find: () => findAuth(request) });
    const answer = Response.json(json);
    for (const cookie of cookies) answer.headers.append('set-cookie', cookie);
    return answer;
  };
  if (anyScope) handler = requireAnyScope(...anyScope)(handler);
  if (scopes) handler = requireScopes(...scopes)(handler);
  return guard ? requireAuth(registry, guard)(handler) : handler;
}

function toRequest({ method = '', url = '', rawHeaders, headers: { host } }: IncomingMessage): Request {
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  return new Request(new URL(url, `http://${host}`), { method, headers });
}
