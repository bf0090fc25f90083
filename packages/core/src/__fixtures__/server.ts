import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/** A request that the server received. */
export interface Call {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly form: URLSearchParams;
}

/** Answers a request. */
export type Handler = (call: Call, response: ServerResponse) => unknown;

/** A real HTTP server on a free loopback port, with a handler per path and a log of calls. */
export interface FakeServer {
  readonly url: string;
  readonly calls: readonly Call[];
  /** How often a path was asked since the last reset. */
  count(path: string): number;
  on(path: string, handler: Handler): void;
}

/** Starts a server for the tests of a file; handlers and calls are forgotten before each test. */
export function useServer(): FakeServer {
  const handlers = new Map<string, Handler>();
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const body = Buffer.concat(chunks).toString('utf8');
    const call = { method: request.method ?? '', path, query, headers: request.headers, body };
    calls.push({ ...call, form: new URLSearchParams(body) });
    const handler = handlers.get(path) ?? status(404);
    await handler({ ...call, form: new URLSearchParams(body) }, response);
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  beforeEach(() => {
    handlers.clear();
    calls.length = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    return new Promise<unknown>((resolve) => server.close(resolve));
  });
  return {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    calls,
    count: (path) => calls.filter((call) => call.path === path).length,
    on: (path, handler) => void handlers.set(path, handler),
  };
}

/** Answers a text as it is. */
export const text =
  (body: string | Uint8Array, code = 200, headers: Readonly<Record<string, string>> = {}): Handler =>
  (_, response) =>
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(body);

/** Answers a value as JSON. */
export const json = (value: unknown, code = 200, headers: Readonly<Record<string, string>> = {}): Handler =>
  text(JSON.stringify(value), code, headers);

/** Answers a status and an empty object. */
export const status = (code: number, headers: Readonly<Record<string, string>> = {}): Handler =>
  json({}, code, headers);

/** Answers a page. */
export const html = (code = 200): Handler => text('<!doctype html><p>hello', code, { 'content-type': 'text/html' });

/** Never answers. */
export const hang: Handler = () => {};

/** Cuts the connection. */
export const reset: Handler = (_, response) => response.socket?.resetAndDestroy();
