import type { IncomingMessage, ServerResponse } from 'node:http';

/** An answer of the gateway itself. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/**
 * Sends an answer of the gateway itself. A connection whose request was not read to its end is not used again
 * (RFC 9112 §9.3): what is left of the body must never be taken for a request.
 */
export function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const length = Buffer.byteLength(body);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-length', length);
  if (length > 0 && !response.hasHeader('content-type')) response.setHeader('content-type', 'application/json');
  if (hasUnreadBody(request)) response.setHeader('connection', 'close');
  response.writeHead(status).end(request.method === 'HEAD' ? undefined : body);
}

/** A document of ours as JSON. */
export const json = (value: unknown, status = 200): Answer => ({ status, headers: {}, body: JSON.stringify(value) });

function hasUnreadBody({ headers, complete }: IncomingMessage): boolean {
  const announced = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
  return announced && !complete;
}
