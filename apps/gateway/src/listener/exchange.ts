import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Log, printable } from '../log.ts';
import { send } from '../pipeline/errors/answer.ts';
import { toRefusal } from '../pipeline/errors/refusal.ts';
import { ClientGone } from '../proxy/forward.ts';
import { addressOf } from '../proxy/our-headers.ts';
import { watchBody } from './body-rate.ts';
import type { ListenerTimeouts, OnUnread } from './listener.ts';

/** What the log tells about one request. */
export interface Entry {
  route?: string;
  upstream?: string;
  provider?: string;
  subject?: string;
  user?: string;
  outcome?: 'allowed' | 'public' | 'refused' | 'failed' | 'answered' | 'gone';
  reason?: string;
  ref?: string;
  detail?: string;
}

/** One request and its answer. */
export interface Exchange {
  readonly id: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Address of the connection. */
  readonly address: string;
  readonly entry: Entry;
  /**
   * To be called after the decision, when the body is wanted: lets a client that asked first (`Expect: 100-continue`)
   * send it. From now on it must bring its bytes in time.
   */
  readonly takeBody: () => void;
  /** Aborted, with an HttpProblem, when it does not. */
  readonly tooSlow: AbortSignal;
}

/** Answers one request; an error becomes its answer. */
export type Handle = (exchange: Exchange) => Promise<void>;

/** Runs a handler for each request, turns errors into answers, and writes one line to the log. */
export function serve(handle: Handle, log: Log, listener: string, { body = 10_000 }: ListenerTimeouts = {}) {
  return async (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): Promise<void> => {
    const began = performance.now();
    const entry: Entry = {};
    const slow = new AbortController();
    let isTaken = false;
    const takeBody = () => {
      if (isTaken) return;
      isTaken = true;
      if (expectsContinue) response.writeContinue();
      watchBody(request, body, slow);
    };
    const about = { id: randomUUID(), address: addressOf(request.socket) };
    const exchange = { ...about, request, response, entry, takeBody, tooSlow: slow.signal };
    const closed = new Promise((resolve) => response.once('close', resolve));
    try {
      await Promise.race([handle(exchange), failed(slow.signal)]);
    } catch (error) {
      try {
        refuse(exchange, error);
      } catch {
        response.destroy();
      }
    }
    await closed;
    const told = Object.fromEntries(Object.entries(entry).map(([name, text]) => [name, printable(text)]));
    const line = { event: 'request', listener, ...about, method: request.method, path: pathOf(request), ...told };
    const ms = Math.round(performance.now() - began);
    log[levelOf(entry, response.statusCode)]({ ...line, status: response.statusCode, ms });
  };
}

/** Writes a line for each message that was refused before it was a request. */
export const logUnread =
  (log: Log, listener: string): OnUnread =>
  (address, reason) =>
    log.info({ event: 'unread', listener, address, outcome: 'refused', reason });

/** Rejects once a signal is aborted. */
const failed = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

/** After a message that could not be read nobody knows for sure where the next begins. */
const unreadable: ReadonlySet<number> = new Set([400, 408, 413, 431, 501]);

function refuse({ request, response, entry }: Exchange, error: unknown): void {
  if (error instanceof ClientGone || (request.destroyed && !request.complete)) {
    entry.outcome = 'gone';
    return;
  }
  const refusal = toRefusal(error);
  const { status, reason, ref, detail, provider } = refusal;
  entry.outcome = status >= 500 ? 'failed' : 'refused';
  Object.assign(entry, { reason, ref, ...(detail === undefined ? {} : { detail }), ...(provider ? { provider } : {}) });
  if (unreadable.has(status)) response.shouldKeepAlive = false;
  send(request, response, refusal);
}

/** Without a query, parameters or fragment, in any spelling: they may hold a credential, and so may an authority. */
function pathOf({ url = '' }: IncomingMessage): string {
  return url.startsWith('/') ? printable(url.replace(/(?:[?#;]|%3f|%23|%3b).*/is, '')) : '-';
}

function levelOf({ outcome, reason }: Entry, status: number): 'info' | 'warn' | 'error' {
  if (reason === 'internal_error' || reason === 'store_unavailable') return 'error';
  return outcome === 'failed' || status >= 500 ? 'warn' : 'info';
}
