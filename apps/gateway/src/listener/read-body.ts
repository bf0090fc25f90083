import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import type { Exchange } from './exchange.ts';

/**
 * Reads a body that must be short, once a client that asked first may send it. @throws HttpProblem 413 for one longer
 * than `most` bytes
 */
export async function readBody(
  { request, takeBody }: Pick<Exchange, 'request' | 'takeBody'>,
  most: number,
): Promise<Buffer> {
  const tooLong = () => new HttpProblem('payload_too_large', `a body longer than ${most} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLong();
  takeBody();
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > most) throw tooLong();
    parts.push(part);
  }
  return Buffer.concat(parts);
}
