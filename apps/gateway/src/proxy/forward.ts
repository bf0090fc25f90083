import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Dispatcher, Pool } from 'undici';
import { finish, isStillSending } from '../pipeline/errors/finish.ts';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import { checkAnsweredAs } from './answered-as.ts';
import type { Places } from './places.ts';
import { cleanResponseHeaders } from './response-headers.ts';

/** One request, decided on and ready to go. */
export interface Forward {
  readonly pool: Pool;
  readonly places: Places;
  /** Path and query, exactly as they are sent. */
  readonly path: string;
  /** Name, value, name, value …: all that is sent but the framing. */
  readonly headers: readonly string[];
  /** The body, where it was read already. @default streamed as it comes */
  readonly body?: Buffer | undefined;
  /** Ends it, with the error of its reason. */
  readonly signal: AbortSignal;
  /** Plain names of the headers that the gateway sets for any upstream; an echo of them is dropped. */
  readonly ours: ReadonlySet<string>;
  /** User that the upstream must have answered as, where it says so. @default any */
  readonly answersAs?: string | undefined;
}

/** The client went away before it had its whole answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/**
 * Sends a request to its upstream and the answer back, both as streams that wait for their reader.
 *
 * @throws HttpProblem `upstream_busy`, `bad_gateway` or `gateway_timeout`; ClientGone; the reason of the signal
 */
export async function forward(request: IncomingMessage, response: ServerResponse, parts: Forward): Promise<void> {
  const gone = new AbortController();
  const leave = () => {
    if (!response.writableFinished) gone.abort(new ClientGone('the client went away'));
  };
  response.once('close', leave);
  if (response.closed) leave();
  const signal = AbortSignal.any([gone.signal, parts.signal]);
  let leavePlace: (() => void) | undefined;
  try {
    leavePlace = await parts.places.take(signal);
    const answer = await ask(request, parts, signal);
    relayHead(request, response, answer, parts);
    await pipeline(answer.body, response, { end: false });
    finish(request, response);
  } catch (error) {
    throw signal.aborted ? signal.reason : toProblem(error);
  } finally {
    response.off('close', leave);
    leavePlace?.();
  }
}

function ask(request: IncomingMessage, { pool, path, headers, body }: Forward, signal: AbortSignal) {
  const sent = body ?? bodyOf(request);
  const length = body?.length ?? request.headers['content-length'];
  const framed = sent !== null && length !== undefined ? [...headers, 'content-length', String(length)] : [...headers];
  const method = request.method as Dispatcher.HttpMethod;
  return pool.request({ path, method, headers: framed, body: sent, signal, responseHeaders: 'raw' });
}

/** A stream of its own, so that the upstream's failure does not cut the client before it has its answer. */
function bodyOf(request: IncomingMessage): Readable | null {
  const { 'transfer-encoding': coding, 'content-length': length = '0' } = request.headers;
  return coding === undefined && Number(length) === 0 ? null : request.pipe(new PassThrough());
}

function relayHead(
  request: IncomingMessage,
  response: ServerResponse,
  { statusCode, statusText, headers, body }: Dispatcher.ResponseData,
  { ours, answersAs }: Forward,
): void {
  const raw = headers as unknown as string[];
  try {
    if (answersAs !== undefined) checkAnsweredAs(raw, answersAs);
  } catch (error) {
    body.on('error', () => {}).destroy();
    throw error;
  }
  const kept = cleanResponseHeaders(raw, ours);
  if (isStillSending(request)) response.shouldKeepAlive = false;
  response.writeHead(statusCode, statusText.replace(/[^\t\x20-\x7e]/g, ''), kept);
}

function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  const { code = 'no code' } = error as NodeJS.ErrnoException;
  const late = /^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$/.test(code);
  return new HttpProblem(late ? 'gateway_timeout' : 'bad_gateway', `upstream: ${code}`);
}
