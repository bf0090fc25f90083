import { connect, type Socket } from 'node:net';

/** An answer as it came over the socket. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Bytes after the header block, as received. */
  readonly rest: string;
  /** The body, with chunks joined. */
  readonly body: string;
  /** The body, parsed; `undefined` when it is not JSON. */
  readonly json: unknown;
}

/** Header lines in order, so that one can be sent twice. */
export type Lines = readonly (readonly [name: string, value: string])[];

/** Sends one request, byte for byte, and reads until the server closes. A client would tidy the headers up. */
export async function send(port: number, method: string, target: string, lines: Lines = []): Promise<WireAnswer> {
  const socket = open(port, method, target, [...lines, ['Connection', 'close']]);
  const chunks: Buffer[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
  return parse(Buffer.concat(chunks).toString('latin1'));
}

/** Sends one request and leaves the socket to the caller. @param lines `Host` is added unless it is among them */
export function open(port: number, method: string, target: string, lines: Lines): Socket {
  const named = lines.some(([name]) => name.toLowerCase() === 'host');
  const all = named ? lines : ([['Host', `127.0.0.1:${port}`], ...lines] as const);
  const head = [`${method} ${target} HTTP/1.1`, ...all.map(([name, value]) => `${name}: ${value}`), '', ''];
  const socket = connect(port, '127.0.0.1');
  socket.write(Buffer.from(head.join('\r\n'), 'latin1'));
  return socket;
}

function parse(text: string): WireAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Headers();
  for (const line of lines) headers.append(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim());
  const rest = text.slice(end + 4);
  const body = headers.get('transfer-encoding') === 'chunked' ? joined(rest) : rest;
  return { status: Number(first.split(' ')[1]), headers, rest, body, json: jsonOf(body) };
}

function joined(chunked: string): string {
  const line = chunked.indexOf('\r\n');
  const size = Number.parseInt(chunked.slice(0, line), 16);
  if (!(size > 0)) return '';
  return chunked.slice(line + 2, line + 2 + size) + joined(chunked.slice(line + 4 + size));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
