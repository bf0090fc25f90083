/** Every framework with one route that answers the same small JSON document, and room for a guard before it. */
import { createServer } from 'node:http';

const document = { hello: 'world' };
const text = JSON.stringify(document);
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };

function listen(handler) {
  const server = createServer(handler);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', 1024, () => resolve(server.address())));
}

/** `node:http` alone. @param guard as in connect */
export function http(guard = (_request, _response, next) => next()) {
  return listen((request, response) => guard(request, response, () => response.writeHead(200, headers).end(text)));
}

/** Handlers of the Fetch standard behind the least bridge there can be. @param wrap the handler in a guard */
export function fetchBridge(wrap = (handler) => handler) {
  const handler = wrap(() => new Response(text, { headers }));
  return listen(async (incoming, outgoing) => {
    const { method, url, headers: sent } = incoming;
    const response = await handler(new Request(`http://${sent.host}${url}`, { method, headers: sent }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
}

export async function express(...middleware) {
  const { default: create } = await import('express');
  const app = create().disable('x-powered-by').set('etag', false);
  for (const one of middleware) app.use(one);
  app.get('/', (_request, response) => response.json(document));
  app.use((error, _request, response, _next) => response.status(error.status ?? 500).end());
  return listen(app);
}

export async function fastify(prepare = () => {}) {
  const { default: create } = await import('fastify');
  const app = create();
  await prepare(app);
  app.get('/', async () => document);
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app.server.address();
}

export async function koa(...middleware) {
  const { default: Koa } = await import('koa');
  const app = new Koa();
  app.silent = true;
  for (const one of middleware) app.use(one);
  app.use((context) => {
    context.body = document;
  });
  return listen(app.callback());
}

export async function hono(...middleware) {
  const { Hono } = await import('hono');
  const { getRequestListener } = await import('@hono/node-server');
  const app = new Hono();
  for (const one of middleware) app.use('*', one);
  app.get('/', (context) => context.json(document));
  return listen(getRequestListener(app.fetch));
}
