import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, json, send } from './answer.ts';
import { type Call, readCall } from './call.ts';
import { type Clock, createClock } from './clock.ts';
import { createFaultList } from './fault-list.ts';
import type { FaultPlace } from './faults.ts';
import { createRouter, type Fault, type Handler, type Routes } from './routes.ts';

/** What {@link createFakeServer} takes. */
export interface FakeServerOptions {
  readonly routes: Routes;
  /** Answers what no route answers. @default 404 with `{"error":"not_found"}` */
  readonly notFound?: Handler | undefined;
  /** @default a free port */
  readonly port?: number | undefined;
  /** @default a clock of its own */
  readonly clock?: Clock | undefined;
  /** Bytes of a request body; a longer one is answered 413. @default 1 MiB */
  readonly bodyLimit?: number | undefined;
}

/** A real HTTP server on 127.0.0.1 that logs what it is asked and goes wrong on demand. */
export interface FakeServer {
  /** `http://127.0.0.1:<port>`, without a slash at its end; a restart keeps it. */
  readonly url: string;
  readonly port: number;
  readonly clock: Clock;
  /** Every request since the start or {@link FakeServer.forget}, oldest first, also those a fault answered. */
  readonly log: readonly Call[];
  /** How many requests the log holds, of one path or of all. */
  calls(path?: string): number;
  /** Empties the log. */
  forget(): void;
  /** Switches a fault on; what is returned switches it off. */
  fail(fault: Fault, place?: FaultPlace): () => void;
  /** Switches every fault off. */
  heal(): void;
  /** Closes the port and every connection, answered or not. Does nothing when stopped. */
  stop(): Promise<void>;
  /** Stops and listens again on the same port; the log and the faults stay. */
  restart(): Promise<void>;
}

/**
 * Starts a fake server on 127.0.0.1.
 *
 * @throws TypeError for a route that is not written `'METHOD /path'`
 * @example
 * const server = await createFakeServer({ routes: { 'GET /me': () => json({ id: 'member-1' }) } });
 * server.fail(faults.status(429, { headers: { 'retry-after': '3' } }), { path: '/me', times: 1 });
 */
export async function createFakeServer(options: FakeServerOptions): Promise<FakeServer> {
  const { routes, notFound = notFoundJson, clock = createClock(), bodyLimit = 1_048_576 } = options;
  const find = createRouter(routes, notFound);
  const faults = createFaultList();
  const log: Call[] = [];

  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const received = await readCall(request, bodyLimit, clock.now());
    if (received === undefined) return json({ error: 'too_large' }, { status: 413 });
    const { handler, params } = find(received.method, received.path);
    const call = { ...received, params };
    log.push(call);
    return (await faults.run(call)) ?? (await handler(call));
  };
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const problem = (error: unknown): Answer => json({ error: 'fake_failed', message: String(error) }, { status: 500 });
    void answerTo(request)
      .then((answer) => send(response, answer))
      .catch((error) => send(response, problem(error)));
  };

  let server = await listen(serve, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    clock,
    log,
    calls: (path) => log.filter((call) => (path ?? call.path) === call.path).length,
    forget: () => log.splice(0),
    fail: faults.add,
    heal: faults.clear,
    stop,
    restart: async () => {
      await stop();
      server = await listen(serve, port);
    },
  };
}

async function listen(
  serve: (request: IncomingMessage, response: ServerResponse) => void,
  port: number,
): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 60_000, maxHeaderSize: 65_536 }, serve).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const notFoundJson: Handler = () => json({ error: 'not_found' }, { status: 404 });
