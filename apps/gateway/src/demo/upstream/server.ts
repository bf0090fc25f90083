import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it arrived. */
export interface LoggedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Names and values in turn, as sent: shows spelling and what came twice. */
  readonly rawHeaders: readonly string[];
}

/** A request as a handler sees it. */
export interface Call {
  readonly method: string;
  /** Without query and without a last slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a handler answers; a text is sent as HTML, anything else as JSON. */
export interface Answer {
  /** @default 200 */
  readonly status?: number | undefined;
  readonly headers?: OutgoingHttpHeaders | undefined;
  readonly body: unknown;
}

/** A server on loopback. */
export interface LocalServer {
  /** Scheme, host and port, without a path. */
  readonly url: string;
  readonly port: number;
  /** Every request since the start, oldest first. */
  readonly requests: readonly LoggedRequest[];
  stop(): Promise<void>;
}

/**
 * Starts a server on 127.0.0.1.
 *
 * @param port 0 takes a free one
 * @param prepare makes the handler, for the server's URL
 */
export async function startServer(
  port: number,
  prepare: (url: string) => (call: Call) => Promise<Answer>,
): Promise<LocalServer> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const taken = (server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${taken}`;
  const handle = prepare(url);
  const requests: LoggedRequest[] = [];
  server.on('request', (request, response) => {
    const { method = '', url: target = '', headers, rawHeaders } = request;
    requests.push({ method, path: target, rawHeaders });
    const [path = '', ...query] = target.split('?');
    text(request)
      .then((body) =>
        handle({ method, path: path.replace(/\/$/, ''), query: new URLSearchParams(query.join('?')), headers, body }),
      )
      .then((answer) => send(response, answer))
      .catch(() => (response.headersSent ? response.destroy() : send(response, { status: 500, body: 'Oops' })));
  });
  return {
    url,
    port: taken,
    requests,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(response: ServerResponse, { status = 200, headers, body }: Answer): void {
  const type = typeof body === 'string' ? 'text/html;charset=UTF-8' : 'application/json;charset=UTF-8';
  response.writeHead(status, { 'Content-Type': type, ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
