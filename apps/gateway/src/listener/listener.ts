import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopback, type ListenAddress } from '../config/address.ts';

/** Milliseconds that a client may take. */
export interface ListenerTimeouts {
  /** For the head of a request. @default 10000 */
  readonly headers?: number | undefined;
  /** For the whole request. @default 300000 */
  readonly request?: number | undefined;
  /** Without a byte in either direction: a reader that stands still holds the upstream too. @default 120000 */
  readonly idle?: number | undefined;
}

/** Answers one request. */
export type Serve = (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean) => Promise<void>;

/** One HTTP/1.1 server of the gateway. */
export interface Listener {
  /** `http://127.0.0.1:8080`, with the port really bound. */
  readonly url: string;
  /** From now on every answer closes its connection. */
  retire(): void;
  /** Stops accepting; resolves when the last answer is out, or after `milliseconds`, when what is left is cut. */
  close(milliseconds: number): Promise<void>;
}

/**
 * Starts a server with the gateway's limits: 32 KiB of headers, within 10 s. A body is awaited only after the decision:
 * `100 Continue` is sent by {@link Serve}, not by the server.
 */
export async function listen(address: ListenAddress, serve: Serve, timeouts: ListenerTimeouts = {}): Promise<Listener> {
  const server = createServer({
    maxHeaderSize: 32_768,
    headersTimeout: timeouts.headers ?? 10_000,
    requestTimeout: timeouts.request ?? 300_000,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 500,
  });
  server.timeout = timeouts.idle ?? 120_000;
  let retired = false;
  const take = (expectsContinue: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    if (retired) response.shouldKeepAlive = false;
    void serve(request, response, expectsContinue);
  };
  server.on('request', take(false));
  server.on('checkContinue', take(true));
  server.listen(address.port, address.host);
  await once(server, 'listening');
  return {
    url: urlOf(server, address),
    retire: () => {
      retired = true;
    },
    close: (milliseconds) => close(server, milliseconds),
  };
}

function urlOf(server: Server, { host }: ListenAddress): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function close(server: Server, milliseconds: number): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  // A connection may fall idle after its last answer.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const cut = setTimeout(() => server.closeAllConnections(), milliseconds);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}

/** Whether a listener is reached from this machine alone. */
export const isLocal = ({ host }: ListenAddress): boolean => isLoopback(host);
