import type { ServerResponse } from 'node:http';
import type { AuthError } from '@bearerkit/core';

/**
 * Answers a refusal: status, challenge, `Retry-After` where there is one, and a small JSON body. An answer that has
 * begun is cut off, since it can not be taken back; a client that has gone is no error.
 */
export function sendRefusal(res: ServerResponse, error: AuthError): void {
  if (res.writableEnded || res.destroyed) return;
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const body = JSON.stringify(error.toBody());
  res.statusCode = error.status;
  for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value);
  res.setHeader('content-type', 'application/json');
  res.setHeader('content-length', Buffer.byteLength(body));
  res.end(body);
}
