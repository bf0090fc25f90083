import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request as it arrived upstream. */
export interface Arrived {
  readonly method: string;
  /** Target, byte for byte. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly trailers: readonly string[];
  readonly body: string;
}

/** A real server behind the gateway that remembers what reached it. */
export interface TestUpstream {
  readonly url: string;
  readonly arrived: Arrived[];
  /** What it answers from now on. @default 200 with `{"upstream":true}` */
  answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
  stop(): Promise<void>;
}

/** The usual answer. */
export const welcome: TestUpstream['answer'] = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"upstream":true}');
};

export async function startUpstream(): Promise<TestUpstream> {
  const arrived: Arrived[] = [];
  const upstream = { answer: welcome };
  const server = createServer({ maxHeaderSize: 65_536 }, async (request, response) => {
    const { method = '', url = '', headers, rawHeaders } = request;
    if (upstream.answer !== welcome) await upstream.answer(request, response);
    const body = (await buffer(request).catch(() => Buffer.alloc(0))).toString('latin1');
    arrived.push({ method, url, headers, rawHeaders, trailers: request.rawTrailers, body });
    if (!response.headersSent) welcome(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(upstream, {
    url: `http://127.0.0.1:${port}`,
    arrived,
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  });
}
