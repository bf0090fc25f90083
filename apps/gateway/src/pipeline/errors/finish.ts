import type { IncomingMessage, ServerResponse } from 'node:http';

const mostBytes = 1_048_576;
const mostMilliseconds = 1_000;

/**
 * Ends an answer whose last byte is written. Where the client is still sending, a little more is read and thrown away
 * first: a connection closed with bytes unread is reset, and the client might never see the answer (RFC 9112 §9.6).
 * Then it is closed: what is left of a body must never be taken for a request.
 */
export function finish(request: IncomingMessage, response: ServerResponse): void {
  if (!isStillSending(request)) {
    response.end();
    return;
  }
  let bytes = 0;
  const end = () => {
    clearTimeout(timer);
    request.off('data', count).off('close', end);
    response.end();
  };
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostBytes) end();
  };
  const timer = setTimeout(end, mostMilliseconds);
  request.on('data', count).once('end', end).once('close', end).resume();
}

/** Whether a body was announced that has not arrived to its end. */
export function isStillSending({ headers, complete }: IncomingMessage): boolean {
  const announced = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return announced && !complete;
}
