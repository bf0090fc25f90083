import { longest } from '../internal/compact.ts';
import { withoutPadding } from '../internal/padding.ts';
import { Refusal } from '../internal/refusal.ts';
import { read } from '../verify/read.ts';
import { refused } from './options.ts';

/** What an Authorization header says. */
export interface Credential {
  /** In lower case: schemes are compared without case (RFC 9110 §11.1). */
  readonly scheme: string;
  /** What follows: for Bearer, DPoP and Basic one token68, whose form was checked; else whatever stands there. */
  readonly token: string;
}

// One pattern of all could look at the same spaces again and again (CWE-1333).
const start = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?: +|$)/;
const text = /^[\x20-\x7e]*$/;
const oneToken: ReadonlySet<string> = new Set(['bearer', 'dpop', 'basic']);

/**
 * Reads the value of one Authorization header (RFC 9110 §11.6.2, RFC 6750 §2.1).
 * @param value a list counts as several headers
 * @throws AuthError `missing` (401) where there is none, `malformed` (400), `two_credentials` (400)
 */
export function parseAuthorization(value: unknown): Credential {
  try {
    return credential(value);
  } catch (error) {
    throw refused(error);
  }
}

function credential(value: unknown): Credential {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length > 1) throw new Refusal('two_credentials', 'two Authorization headers');
  const [only = null] = values;
  if (only === null) throw new Refusal('missing');
  if (typeof only !== 'string' || only.length > 2 * longest) throw new Refusal('malformed', 'not one line of text');
  const line = withoutPadding(only);
  const [opening, name] = start.exec(line) ?? [];
  if (opening === undefined || name === undefined) throw new Refusal('malformed', 'the scheme can not be read');
  const rest = line.slice(opening.length);
  if (!text.test(rest)) throw new Refusal('malformed', 'what follows the scheme is not one line of text');
  const scheme = name.toLowerCase();
  if (oneToken.has(scheme)) {
    return { scheme, token: read({ headers: { authorization: `Bearer ${rest}` } }).token };
  }
  if (/, *(?:bearer|dpop) /i.test(line)) throw new Refusal('two_credentials', 'a token follows another credential');
  return { scheme, token: rest };
}
