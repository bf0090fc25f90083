import { longest } from '../internal/compact.ts';
import { Refusal } from '../internal/refusal.ts';
import type { RequestLike } from '../types.ts';

const scheme = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?: +|$)/;
const token68 = /^[A-Za-z0-9\-._~+/]+=*$/;
/** What `Headers` makes of two Authorization headers of which the second is a bearer token. */
const joined = /, *bearer /i;

/**
 * Step 1: the one bearer token of a request (RFC 6750 §2.1, RFC 9110 §11.6.2). The query string is never looked at.
 * @throws Refusal `missing` `malformed` `two_credentials`
 */
export function read(request: RequestLike): string {
  const value = authorization(request);
  if (value === undefined) throw new Refusal('missing');
  const name = scheme.exec(value);
  if (name === null) throw new Refusal('malformed', 'the scheme can not be read');
  if (name[1]?.toLowerCase() !== 'bearer') {
    if (joined.test(value)) throw new Refusal('two_credentials', 'a bearer token follows another credential');
    throw new Refusal('missing', 'only Bearer is read here');
  }
  const token = value.slice(name[0].length);
  if (token.includes(',')) throw new Refusal('two_credentials', 'the value holds a comma');
  if (token.length > longest) throw new Refusal('malformed', `the token is longer than ${longest} characters`);
  if (!token68.test(token))
    throw new Refusal('malformed', token === '' ? 'the token is empty' : 'not a token (RFC 6750)');
  return token;
}

function authorization(request: RequestLike): string | undefined {
  const values = request.rawHeaders === undefined ? fromHeaders(request.headers) : fromRaw(request.rawHeaders);
  if (values.length > 1) throw new Refusal('two_credentials', 'two Authorization headers');
  return values[0]?.replace(/^[ \t]+|[ \t]+$/g, '');
}

/** Node keeps only the first Authorization in `headers`; the raw list shows every one (RFC 9110 §5.3). */
function fromRaw(raw: readonly string[]): string[] {
  const values: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at];
    if (name?.length === 13 && name.toLowerCase() === 'authorization') values.push(raw[at + 1] ?? '');
  }
  return values;
}

function fromHeaders(headers: RequestLike['headers']): readonly string[] {
  const get = headers.get;
  const value = typeof get === 'function' ? get.call(headers, 'authorization') : member(headers as Members);
  return value === undefined || value === null ? [] : typeof value === 'string' ? [value] : value;
}

type Members = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A plain object may spell the name in any case, and twice. */
function member(headers: Members): readonly string[] {
  const names = Object.keys(headers).filter((name) => name.toLowerCase() === 'authorization');
  return names.flatMap((name) => headers[name] ?? []);
}
