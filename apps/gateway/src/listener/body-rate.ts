import type { IncomingMessage } from 'node:http';
import { isStillSending } from '../pipeline/errors/finish.ts';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';

/** Bytes that a body must bring in a second, on average. */
const least = 1_024;

/**
 * Watches a body until its end. What lies here unread waits for the upstream, and is not the client's delay.
 * @param milliseconds over which the average is taken, again and again
 * @param slow aborted with `request_timeout` when the client brings too little
 */
export function watchBody(request: IncomingMessage, milliseconds: number, slow: AbortController): void {
  const { socket } = request;
  if (!isStillSending(request)) return;
  let before = socket.bytesRead;
  const stop = () => clearInterval(timer);
  const timer = setInterval(() => {
    const brought = socket.bytesRead - before;
    before = socket.bytesRead;
    if (request.complete || request.destroyed) return stop();
    if (request.readableLength > 0 || brought * 1_000 >= least * milliseconds) return;
    stop();
    slow.abort(new HttpProblem('request_timeout', `a body with ${brought} bytes in ${milliseconds} ms`));
  }, milliseconds);
  request.once('close', stop);
}
