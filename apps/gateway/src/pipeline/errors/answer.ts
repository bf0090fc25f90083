import type { IncomingMessage, ServerResponse } from 'node:http';
import { finish, isStillSending } from './finish.ts';

/** An answer of the gateway itself. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/** Sends an answer of the gateway itself; one that began already is cut, since half an answer must not look whole. */
export function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-length', Buffer.byteLength(body));
  if (body !== '' && !response.hasHeader('content-type')) response.setHeader('content-type', 'application/json');
  if (isStillSending(request)) response.shouldKeepAlive = false;
  response.writeHead(status).flushHeaders();
  if (request.method !== 'HEAD' && body !== '') response.write(body);
  finish(request, response);
}

/** A document of ours as JSON. */
export const json = (value: unknown, status = 200): Answer => ({ status, headers: {}, body: JSON.stringify(value) });
