import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { isLoopback, type ListenAddress } from '../config/address.ts';
import { addressOf } from '../proxy/our-headers.ts';

/** Milliseconds that a client may take. */
export interface ListenerTimeouts {
  /** For the head of a request. @default 10000 */
  readonly headers?: number | undefined;
  /** In which a body must bring 1 KiB for each second, over and over until its end. @default 10000 */
  readonly body?: number | undefined;
  /** Without a byte in either direction: a reader that stands still holds the upstream too. @default 120000 */
  readonly idle?: number | undefined;
}

/** Answers one request. */
export type Serve = (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean) => Promise<void>;

/** Told of each message that Node itself refuses, with the code of its error; such a message is no request yet. */
export type OnUnread = (address: string, reason: string) => void;

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
export async function listen(
  address: ListenAddress,
  serve: Serve,
  timeouts: ListenerTimeouts = {},
  onUnread: OnUnread = () => {},
): Promise<Listener> {
  const server = createServer({
    // Whatever `NODE_OPTIONS` say: two lengths, or a length beside a coding, are left to the strict parser to refuse.
    insecureHTTPParser: false,
    maxHeaderSize: 32_768,
    headersTimeout: timeouts.headers ?? 10_000,
    // A long upload is honest as long as it moves.
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 500,
  });
  server.timeout = timeouts.idle ?? 120_000;
  let retired = false;
  const turns = new WeakMap<Socket, Promise<void>>();
  const take = (expectsContinue: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    // One after the other: after an answer that ends its connection, what was taken for a request is none.
    const turn = (turns.get(socket) ?? Promise.resolve()).then(async () => {
      if (!socket.writable) return;
      if (retired) response.shouldKeepAlive = false;
      await serve(request, response, expectsContinue);
    });
    turns.set(socket, turn);
  };
  server.on('request', take(false));
  server.on('checkContinue', take(true));
  server.on('connection', (socket) => {
    const from = addressOf(socket);
    socket.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
      if (/^(HPE_|ERR_HTTP_)/.test(code)) onUnread(from, code);
    });
  });
  server.on('connect', ({ socket }) => {
    onUnread(addressOf(socket), 'CONNECT');
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
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
