import type { CompactToken } from '../internal/compact.ts';
import { quote } from '../internal/refusal.ts';
import type { Check } from '../types.ts';

type Words = Partial<Pick<Check, 'check' | 'seen' | 'wanted' | 'fix'>>;

/** What a failed check of a signed token says to people, beyond what the walk noted. */
type Teller = (token: CompactToken, check: Check) => Words;

const tellers: Readonly<Record<string, Teller>> = {
  recognised: ({ header, claims }, { seen = '' }) => {
    if (!seen.startsWith('iss ')) return {};
    const found = quote(claims.iss);
    const wanted = seen.slice(`iss ${found}, wanted `.length);
    return { check: 'issuer', seen: found, ...(wanted && { wanted }), ...foreign(header, claims, wanted) };
  },
  algorithm: ({ header: { alg } }) => {
    const name = typeof alg === 'string' ? alg.toLowerCase() : '';
    if (name === 'none') return { fix: 'The token is not signed; anybody can write one. Obtain it from the issuer.' };
    if (!name.startsWith('hs')) return {};
    return { fix: 'HMAC needs a shared secret, and a public key is none. Have the issuer sign with its private key.' };
  },
  'token type': ({ header: { typ } }) => ({
    fix: `The header says that this is another kind of token (${quote(typ)}). Send the access token.`,
  }),
  expiry: ({ claims: { exp } }) => ({ seen: time(exp), fix: expiryFix(exp) }),
  nbf: ({ claims: { nbf } }) => ({ seen: time(nbf) }),
  iat: ({ claims: { iat } }) => ({ seen: time(iat) }),
  key: ({ header }, { seen = '' }) => {
    if (!seen.startsWith('kid ')) return {};
    if (carried(header) !== undefined) return { fix: `${carried(header)} Sign with a key that the issuer publishes.` };
    if (header.kid !== undefined) return {};
    return { fix: 'The token names no key, and not exactly one could be meant. Have the issuer write `kid`.' };
  },
  signature: ({ header, signature }) => {
    const length = lengths[String(header.alg)];
    const isDer =
      length !== undefined && signature.length > 6 && signature[0] === 0x30 && signature[1] === signature.length - 2;
    const hint = isDer ? 'It is in DER; JWS wants the two numbers side by side (RFC 7518 §3.4). ' : '';
    const fix = `${carried(header) ?? ''} ${hint}Use the token unaltered and whole, as the issuer signed it.`.trim();
    const seen = `${signature.length} bytes${isDer ? ' in DER' : ''}`;
    return { seen, ...(length === undefined ? {} : { wanted: `${length} bytes that hold` }), fix };
  },
  kind: ({ claims }) => (claims.events === undefined ? {} : { seen: 'events' }),
  audience: ({ claims: { aud } }, { wanted = '' }) => audienceWords(aud, wanted),
  client: ({ claims: { client_id: id, azp } }) => (id === undefined && azp === undefined ? { seen: 'absent' } : {}),
  confirmation: ({ claims: { cnf } }) => ({
    seen: quote(typeof cnf === 'object' && cnf !== null ? Object.keys(cnf) : cnf),
  }),
  subject: ({ claims: { sub } }) => ({
    seen: quote(sub),
    wanted: 'a text that is not empty',
    fix: 'The token names nobody. Have the issuer write `sub`.',
  }),
  scope: ({ claims: { scope, scp } }) => ({
    seen: `scope ${quote(scope)}, scp ${quote(scp)}`,
    wanted: 'the same scopes, or one of the two',
  }),
};

const times = new Set(['expiry', 'nbf', 'iat']);

/**
 * A check in words for people: times with a date, and what is known of why it failed.
 * @param token what the checks looked at, where that was a signed token and not a provider's answer
 */
export function inWords(check: Check, token: CompactToken | undefined): Check {
  const told = check.outcome === 'failed' && token !== undefined ? tellers[check.check]?.(token, check) : undefined;
  const words = { ...check, ...told };
  if (!times.has(check.check)) return words;
  const { seen, wanted } = words;
  return { ...words, ...(seen && { seen: withDate(seen) }), ...(wanted && { wanted: withDate(wanted) }) };
}

const lengths: Readonly<Record<string, number>> = { ES256: 64, ES384: 96, ES512: 132, EdDSA: 64, Ed25519: 64 };

const withDate = (text: string) =>
  text.replace(/(?<![\d.e"+-])\d{1,11}(?![\d.e"])/, (digits) => `${digits} (${iso(Number(digits))})`);

const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
const time = (value: unknown) => (value === undefined ? 'absent' : quote(value));

function expiryFix(exp: unknown): string {
  if (exp === undefined) return 'The token never ends, and so is not taken. Have the issuer write `exp`.';
  if (typeof exp !== 'number') return '`exp` is no number. Have the issuer write seconds since 1970 as a number.';
  if (exp >= 1e11 || exp < 0) return '`exp` is no sane time: it must be in seconds since 1970, not in milliseconds.';
  return 'The token has expired. Obtain a new access token.';
}

function audienceWords(aud: unknown, wanted: string): Words {
  if (aud === undefined)
    return { fix: 'The token is for no API in particular. Request one whose audience is this API.' };
  const values = [aud].flat();
  if (!values.every((value) => typeof value === 'string')) {
    return { fix: '`aud` must be a text or a list of texts. Have the issuer write it so (RFC 7519 §4.1.3).' };
  }
  const configured = Array.from(wanted.matchAll(/"([^"]+)"/g), ([, one = '']) => one);
  const near = configured.find((one) => values.some((value) => value.includes(one) || one.includes(value)));
  if (near === undefined || values.includes('')) return {};
  return {
    fix: `Audiences are compared whole, and this one is only like \`${near}\`. Request or configure it exactly.`,
  };
}

/** A header that brings its own key; such a key is never used (RFC 8725 §3.10). */
function carried(header: CompactToken['header']): string | undefined {
  const name = ['jwk', 'jku', 'x5c', 'x5u'].find((member) => header[member] !== undefined);
  return name && `\`${name}\` in the header is never used: whoever wrote the token wrote it too.`;
}

function foreign(header: CompactToken['header'], claims: CompactToken['claims'], near: string): Words {
  if (header.typ === 'dpop+jwt')
    return { fix: 'This is a DPoP proof (RFC 9449). Send the access token that it is for.' };
  const { iss, sub } = claims;
  if (typeof iss === 'string' && iss === sub) {
    return { fix: 'This is a client assertion (RFC 7523), meant for the token endpoint. Send the access token.' };
  }
  if (typeof iss !== 'string')
    return { fix: '`iss` must be one text. Only a token whose issuer is configured is taken.' };
  if (near === '') return {};
  return { fix: `\`iss\` is compared exactly, and only like ${near}. Configure it exactly as the token spells it.` };
}
