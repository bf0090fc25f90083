import { longest } from '../internal/compact.ts';
import { withoutPadding } from '../internal/padding.ts';
import { Refusal } from '../internal/refusal.ts';
import type { RequestLike } from '../types.ts';

const scheme = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?: +|$)/;
const token68 = /^[A-Za-z0-9\-._~+/]+=*$/;
/** What `Headers` makes of two Authorization headers of which the second holds a token. */
const joined = /, *(?:bearer|dpop) /i;

/** A token, and how it came. */
export interface Credential {
  readonly scheme: 'Bearer' | 'DPoP';
  readonly token: string;
}

/**
 * Step 1: the one token of a request (RFC 6750 §2.1, RFC 9449 §7.1, RFC 9110 §11.6.2). The query string is never looked
 * at.
 * @param readsDpop else a token of the scheme `DPoP` counts as absent
 * @throws Refusal `missing` `malformed` `two_credentials`
 */
export function read(request: RequestLike, readsDpop = false): Credential {
  const raw = authorization(request);
  const value = raw === undefined ? raw : withoutPadding(raw);
  if (value === undefined) throw new Refusal('missing');
  const name = scheme.exec(value);
  if (name === null) throw new Refusal('malformed', 'the scheme can not be read');
  const isDpop = readsDpop && name[1]?.toLowerCase() === 'dpop';
  if (!isDpop && name[1]?.toLowerCase() !== 'bearer') {
    if (joined.test(value)) throw new Refusal('two_credentials', 'a token follows another credential');
    throw new Refusal('missing', readsDpop ? 'only Bearer and DPoP are read here' : 'only Bearer is read here');
  }
  const token = value.slice(name[0].length);
  if (token.includes(',')) throw new Refusal('two_credentials', 'the value holds a comma');
  if (token.length > longest) throw new Refusal('malformed', `the token is longer than ${longest} characters`);
  if (!token68.test(token))
    throw new Refusal('malformed', token === '' ? 'the token is empty' : 'not a token (RFC 6750)');
  return { scheme: isDpop ? 'DPoP' : 'Bearer', token };
}

/** The form in which a credential is known: what a client plainly writes. */
export const textOf = ({ scheme, token }: Credential): string => `${scheme} ${token}`;

/** The token of a credential in that form. */
export const tokenOf = (text: string): string => text.slice(text.indexOf(' ') + 1);

/**
 * A credential that is written plainly, and not looked at: enough to ask whether it is known, since nothing is known
 * that was not {@link read} before. `undefined` where it is not that plain.
 * @throws Refusal `two_credentials`
 */
export function glimpse(request: RequestLike): string | undefined {
  const value = authorization(request);
  return value?.startsWith('Bearer ') && value.length <= longest + 7 ? value : undefined;
}

/** @throws Refusal `two_credentials` */
function authorization({ rawHeaders, headers }: RequestLike): string | undefined {
  return rawHeaders === undefined ? fromHeaders(headers) : fromRaw(rawHeaders);
}

const second = () => new Refusal('two_credentials', 'two Authorization headers');

/** Node keeps only the first Authorization in `headers`; the raw list shows every one (RFC 9110 §5.3). */
function fromRaw(raw: readonly string[]): string | undefined {
  let value: string | undefined;
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at];
    if (name?.length !== 13 || name.toLowerCase() !== 'authorization') continue;
    if (value !== undefined) throw second();
    value = raw[at + 1] ?? '';
  }
  return value;
}

function fromHeaders(headers: RequestLike['headers']): string | undefined {
  const get = headers.get;
  const value = typeof get === 'function' ? get.call(headers, 'authorization') : member(headers as Members);
  if (typeof value === 'string') return value;
  if (value !== undefined && value !== null && value.length > 1) throw second();
  return value?.[0];
}

type Members = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A plain object may spell the name in any case, and twice. */
function member(headers: Members): readonly string[] {
  const names = Object.keys(headers).filter((name) => name.toLowerCase() === 'authorization');
  return names.flatMap((name) => headers[name] ?? []);
}
