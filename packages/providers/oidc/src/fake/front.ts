import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Answer, Call } from '@bearerkit/testkit';

/** Hands a request on to the authorization server behind the front, and its answer back, both as they are. */
export async function forward(port: number, { method, headers, rawHeaders, body, ...call }: Call): Promise<Answer> {
  const query = call.query.size === 0 ? '' : `?${call.query.toString()}`;
  const { connection: _, 'transfer-encoding': __, ...kept } = headers;
  const sent = { ...kept, 'content-length': Buffer.byteLength(body) };
  const outgoing = request({ host: '127.0.0.1', port, method, path: call.path + query, headers: sent, agent: false });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const { connection: ___, 'transfer-encoding': ____, 'keep-alive': _____, ...answered } = incoming.headers;
  return {
    status: incoming.statusCode,
    headers: answered as NonNullable<Answer['headers']>,
    body: Buffer.concat(chunks),
  };
}
