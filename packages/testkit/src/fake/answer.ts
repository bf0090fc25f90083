import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What a fake answers. */
export interface Answer {
  /** @default 200 */
  readonly status?: number | undefined;
  /** A list sends the header several times, as `Set-Cookie` needs. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** Chunks are sent as fast as the client reads them. @default nothing */
  readonly body?: string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array> | undefined;
}

/** Status and further headers of a ready-made answer. */
export type AnswerOptions = Omit<Answer, 'body'>;

/** Answers a JSON document. */
export function json(value: unknown, { status, headers }: AnswerOptions = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** Answers a page; {@link markup} escapes what stands in it. */
export function html(body: string, { status, headers }: AnswerOptions = {}): Answer {
  return { status, headers: { 'content-type': 'text/html;charset=utf-8', ...headers }, body };
}

/** Sends the client elsewhere. @param status of the answer @default 302 */
export function redirect(location: string, status = 302): Answer {
  return { status, headers: { location } };
}

/** Writes an answer to the socket; a client that has gone is no error. */
export async function send(response: ServerResponse, { status = 200, headers = {}, body = '' }: Answer): Promise<void> {
  if (response.destroyed) return;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
  if (typeof body === 'string' || body instanceof Uint8Array) response.end(body);
  else await pipeline(Readable.from(body), response).catch(() => response.destroy());
}
