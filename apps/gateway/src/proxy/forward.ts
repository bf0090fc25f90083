import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Dispatcher, Pool } from 'undici';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import { cleanResponseHeaders } from './response-headers.ts';

/** One request, decided on and ready to go. */
export interface Forward {
  readonly pool: Pool;
  /** Path and query, exactly as they are sent. */
  readonly path: string;
  /** Name, value, name, value …: all that is sent but the framing. */
  readonly headers: readonly string[];
  /** Plain names of the headers that the gateway sets for any upstream; an echo of them is dropped. */
  readonly ours: ReadonlySet<string>;
}

/** The client went away before it had its whole answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/**
 * Sends a request to its upstream and the answer back, both as streams that wait for their reader.
 *
 * @returns the status of the upstream
 * @throws HttpProblem `bad_gateway` or `gateway_timeout` while an answer is still possible; ClientGone. When the upstream breaks
 * off in the middle, the client's connection is cut: half an answer must not look whole
 */
export async function forward(request: IncomingMessage, response: ServerResponse, parts: Forward): Promise<number> {
  const gone = new AbortController();
  const leave = () => {
    if (!response.writableFinished) gone.abort(new ClientGone('the client went away'));
  };
  response.once('close', leave);
  try {
    const answer = await ask(request, parts, gone.signal);
    relayHead(request, response, answer, parts.ours);
    await pipeline(answer.body, response);
    return answer.statusCode;
  } catch (error) {
    throw gone.signal.aborted ? gone.signal.reason : toProblem(error);
  } finally {
    response.off('close', leave);
  }
}

function ask(request: IncomingMessage, { pool, path, headers }: Forward, signal: AbortSignal) {
  const body = bodyOf(request);
  const length = request.headers['content-length'];
  const framed = body !== null && length !== undefined ? [...headers, 'content-length', length] : [...headers];
  const method = request.method as Dispatcher.HttpMethod;
  return pool.request({ path, method, headers: framed, body, signal, responseHeaders: 'raw' });
}

/** A stream of its own, so that the upstream's failure does not cut the client before it has its answer. */
function bodyOf(request: IncomingMessage): Readable | null {
  const { 'transfer-encoding': coding, 'content-length': length = '0' } = request.headers;
  return coding === undefined && Number(length) === 0 ? null : request.pipe(new PassThrough());
}

function relayHead(
  request: IncomingMessage,
  response: ServerResponse,
  { statusCode, statusText, headers }: Dispatcher.ResponseData,
  ours: ReadonlySet<string>,
): void {
  const kept = cleanResponseHeaders(headers as unknown as string[], ours);
  if (!request.complete) kept.push('connection', 'close');
  response.writeHead(statusCode, statusText.replace(/[^\t\x20-\x7e]/g, ''), kept);
}

function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  const { code = 'no code' } = error as NodeJS.ErrnoException;
  const late = /^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$/.test(code);
  return new HttpProblem(late ? 'gateway_timeout' : 'bad_gateway', `upstream: ${code}`);
}
