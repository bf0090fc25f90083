import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request that a fake received, as its log keeps it and as its handlers see it. */
export interface Call {
  readonly method: string;
  /** The path as received, without the query. */
  readonly path: string;
  /** The `:name` segments of the route, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as received: shows what was sent twice. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
  /** The fields of a form body; none for another content type. */
  readonly form: URLSearchParams;
  /** The value of a JSON body; `undefined` for another content type or when it does not parse. */
  readonly json: unknown;
  /** Milliseconds since the epoch, by the clock of the fake. */
  readonly at: number;
  /** Cuts the connection; no answer will arrive. */
  drop(): void;
}

/** Reads a request to its end; `undefined` when the body is longer than `limit` bytes. */
export async function readCall(request: IncomingMessage, limit: number, at: number): Promise<Call | undefined> {
  const body = await readBody(request, limit);
  if (body === undefined) return undefined;
  const [path = '', ...query] = (request.url ?? '').split('?');
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return {
    method: request.method ?? '',
    path,
    params: {},
    query: new URLSearchParams(query.join('?')),
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    body,
    form: new URLSearchParams(type === 'application/x-www-form-urlencoded' ? body : ''),
    json: /^application\/([\w.-]+\+)?json$/.test(type) ? parse(body) : undefined,
    at,
    drop: () => request.socket.resetAndDestroy(),
  };
}

async function readBody(request: IncomingMessage, limit: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
