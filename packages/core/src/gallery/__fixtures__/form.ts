import { sign } from 'node:crypto';
import { segment, signParts } from '../../__fixtures__/keys.ts';
import type { BadToken, Room } from './bad-token.ts';
import { keys, type Workshop } from './workshop.ts';

const untouched = 'Send the token as the issuer wrote it; do not decode and encode it again.';
const issuerSide = 'Obtain a new token from the issuer itself; no issuer writes such a one.';
const header = { alg: 'ES256', kid: 'key-1', typ: 'at+jwt' };
const json = (value: unknown) => JSON.stringify(value);

/** Signed properly, over a payload of any bytes. */
const over = (payload: string, encoding: BufferEncoding = 'utf8'): string => {
  const input = `${segment(header)}.${Buffer.from(payload, encoding).toString('base64url')}`;
  const signature = sign('sha256', Buffer.from(input), { key: keys.current.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
};

/** Another last character that decodes to the same bytes: 64 bytes leave four bits over. */
const noncanonical = ({ token }: Workshop): string => {
  const text = token();
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return `${text.slice(0, -1)}${alphabet[alphabet.indexOf(text.slice(-1)) + 1]}`;
};

const requests: readonly BadToken[] = [
  {
    id: 'white-space',
    title: 'A token with a gap',
    wrong: 'A line was wrapped, and white space came into the token.',
    make: ({ token }) => token().replace('.', '. '),
    reason: 'malformed',
    check: 'request',
    says: /^not a token/,
    remedy: 'Remove spaces and line breaks.',
    reference: 'RFC 6750 §2.1',
  },
  {
    id: 'quoted',
    title: 'A token in quotes',
    wrong: 'The quotes of the JSON answer were copied along.',
    make: ({ token }) => `"${token()}"`,
    reason: 'malformed',
    check: 'request',
    says: /^not a token/,
    like: 'white-space',
    remedy: 'Remove the quotes.',
    reference: 'RFC 6750 §2.1',
  },
  {
    id: 'padded-inside',
    title: 'Padding before a dot',
    wrong: 'The header was encoded with padding, and `=` may stand at the end alone.',
    make: ({ token }) => token().replace('.', '=.'),
    reason: 'malformed',
    check: 'request',
    says: /^not a token/,
    like: 'white-space',
    remedy: untouched,
    reference: 'RFC 7515 §2, RFC 6750 §2.1',
  },
  {
    id: 'too-long',
    title: 'A token of 17 KiB',
    wrong: 'The token is longer than 16,384 characters, mostly by its list of groups.',
    make: ({ token }) => token({ groups: Array.from({ length: 700 }, (_, index) => `group-of-members-${index}`) }),
    reason: 'malformed',
    check: 'request',
    says: /longer than 16384/,
    remedy: 'Have the issuer leave groups out, or send the ones that matter.',
    reference: 'RFC 9110 §5.4',
  },
  {
    id: 'two-tokens',
    title: 'Two tokens at once',
    wrong: 'A comma stands between two tokens, of which readers could choose different ones.',
    make: ({ token }) => `${token()},${token({ sub: 'member-2' })}`,
    reason: 'two_credentials',
    check: 'request',
    says: /comma/,
    remedy: 'Send one token in one header.',
    reference: 'RFC 6750 §2, RFC 9110 §11.6.2',
  },
];

const encodings: readonly BadToken[] = [
  {
    id: 'padded',
    title: 'Padding at the end',
    wrong: 'The signature was encoded with padding.',
    make: ({ token }) => `${token()}==`,
    reason: 'unrecognised',
    check: 'base64url',
    says: /^signature: padded/,
    remedy: untouched,
    reference: 'RFC 7515 §2',
  },
  {
    id: 'plain-base64',
    title: 'Plain base64',
    wrong: 'The signature is in the alphabet with `+` and `/`.',
    make: ({ token }) => `${token().slice(0, -4)}+/+A`,
    reason: 'unrecognised',
    check: 'base64url',
    says: /^signature: in the alphabet/,
    remedy: untouched,
    reference: 'RFC 4648 §5',
  },
  {
    id: 'not-canonical',
    title: 'The same bytes, spelt differently',
    wrong: 'The last character carries bits that decode to nothing, so that one token has many spellings.',
    make: noncanonical,
    reason: 'unrecognised',
    check: 'base64url',
    says: /^signature: its last character/,
    remedy: untouched,
    reference: 'RFC 4648 §3.5',
  },
  {
    id: 'payload-empty',
    title: 'Nothing between the dots',
    wrong: 'The payload is missing, as in a detached signature.',
    make: ({ token }) => token().replace(/\.[^.]+\./, '..'),
    reason: 'unrecognised',
    check: 'base64url',
    says: /^payload: empty/,
    remedy: issuerSide,
    reference: 'RFC 7515 appendix F',
  },
  {
    id: 'encrypted',
    title: 'An encrypted token',
    wrong: 'Five segments are a JWE: only the one it was encrypted for can read it.',
    make: () => [segment({ alg: 'RSA-OAEP-256', enc: 'A256GCM' }), 'a2V5', 'aXY', 'dGV4dA', 'dGFn'].join('.'),
    reason: 'unrecognised',
    check: 'segments',
    says: /^5,/,
    remedy: 'Have the issuer sign access tokens for this API, and not encrypt them.',
    reference: 'RFC 7516 §3.1',
  },
  {
    id: 'two-segments',
    title: 'A token without its end',
    wrong: 'The signature and its dot are gone.',
    make: ({ token }) => token().replace(/\.[^.]+$/, ''),
    reason: 'unrecognised',
    check: 'segments',
    says: /^2 /,
    remedy: 'Copy the whole token: two dots, three parts.',
    reference: 'RFC 7515 §7.1',
  },
];

const contents: readonly BadToken[] = [
  {
    id: 'duplicate-in-header',
    title: 'A header that says two things',
    wrong: 'The header holds `alg` twice, and parsers differ in which one they keep.',
    make: ({ claims }) => signParts(keys.current, `{"alg":"none",${json(header).slice(1)}`, claims()),
    reason: 'unrecognised',
    check: 'JSON object',
    says: /^header: a member that is there twice/,
    remedy: issuerSide,
    reference: 'RFC 7515 §5.2, RFC 8259 §4',
  },
  {
    id: 'duplicate-in-payload',
    title: 'A payload that says two things',
    wrong: 'The payload holds `sub` twice, and parsers differ in which one they keep.',
    make: ({ claims }) => over(`{"sub":"administrator",${json(claims()).slice(1)}`),
    reason: 'unrecognised',
    check: 'JSON object',
    says: /^payload: a member that is there twice/,
    remedy: issuerSide,
    reference: 'RFC 7519 §4, RFC 8259 §4',
  },
  {
    id: 'prototype-member',
    title: 'A member called __proto__',
    wrong: 'The payload holds a name that changes every object in a careless program.',
    make: ({ claims }) => over(`{"__proto__":{"admin":true},${json(claims()).slice(1)}`),
    reason: 'unrecognised',
    check: 'JSON object',
    says: /^payload: a member called __proto__/,
    remedy: issuerSide,
    reference: 'CWE-1321',
  },
  {
    id: 'byte-order-mark',
    title: 'A byte order mark',
    wrong: 'The payload begins with a mark that JSON does not allow.',
    make: ({ claims }) => over(`\ufeff${json(claims())}`),
    reason: 'unrecognised',
    check: 'JSON object',
    says: /^payload: a byte order mark/,
    remedy: issuerSide,
    reference: 'RFC 8259 §8.1',
  },
  {
    id: 'not-utf8',
    title: 'Bytes that are no text',
    wrong: 'The payload is not UTF-8; readers would replace the bytes, each in its way.',
    make: ({ claims }) => over(json(claims({ name: '\u00ff' })), 'latin1'),
    reason: 'unrecognised',
    check: 'JSON object',
    says: /^payload: not UTF-8/,
    remedy: issuerSide,
    reference: 'RFC 8725 §3.7, RFC 3629 §10',
  },
  {
    id: 'payload-text',
    title: 'A payload that is no JSON',
    wrong: 'The payload is a line of text.',
    make: () => over('sub=member-1'),
    reason: 'unrecognised',
    check: 'JSON object',
    says: /^payload: not JSON/,
    remedy: issuerSide,
    reference: 'RFC 7519 §7.2',
  },
  {
    id: 'payload-array',
    title: 'A payload that is a list',
    wrong: 'The claims stand inside an array.',
    make: ({ claims }) => over(json([claims()])),
    reason: 'unrecognised',
    check: 'JSON object',
    says: /^payload: an array/,
    remedy: issuerSide,
    reference: 'RFC 7519 §7.2',
  },
  {
    id: 'payload-null',
    title: 'A payload of null',
    wrong: 'The payload is `null`, and reading a claim of it would crash a careless program.',
    make: () => over('null'),
    reason: 'unrecognised',
    check: 'JSON object',
    says: /^payload: null/,
    remedy: issuerSide,
    reference: 'RFC 7519 §7.2',
  },
];

/** Texts that are no signed token. */
export const form: Room = { title: 'Form', tokens: [...requests, ...encodings, ...contents] };
