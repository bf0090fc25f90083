import { sign } from 'node:crypto';
import { makeKey, segment } from '../../__fixtures__/keys.ts';
import { type Vector, vector } from './vector.ts';

const key = makeKey('ES256', 'k');
const keys = [key.jwk];
const head = segment({ alg: 'ES256', kid: 'k' });

/** Signs the two first segments as they are written, whatever they are. */
function signedText(header: string, payload: string): string {
  const input = `${header}.${payload}`;
  const signature = sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}
const withHeader = (header: string | Buffer) => signedText(Buffer.from(header).toString('base64url'), 'aGVsbG8');
const good = signedText(head, 'aGVsbG8');
const [, , signature = ''] = good.split('.');
const refused = (id: string, token: string) => vector(id, token, keys, 'unrecognised');

const spellings: readonly (readonly [string, (text: string) => string])[] = [
  ['padding', (text) => `${text}=`],
  ['two paddings', (text) => `${text}==`],
  ['a space before', (text) => ` ${text}`],
  ['a space after', (text) => `${text} `],
  ['a space inside', (text) => `${text.slice(0, 4)} ${text.slice(4)}`],
  ['a line break inside', (text) => `${text.slice(0, 4)}\r\n${text.slice(4)}`],
  ['a tab', (text) => `${text}\t`],
  ['a NUL', (text) => `${text}\u0000`],
  ['a byte order mark', (text) => `\ufeff${text}`],
  ['a plus sign', (text) => `${text}+`],
  ['a slash', (text) => `${text}/`],
  ['a percent escape', (text) => text.replace(/^./, (first) => `%${first.charCodeAt(0).toString(16)}`)],
  ['a question mark', (text) => `?${text}`],
  ['number signs', (text) => `${text}####`],
  ['a full-width letter', (text) => `\uff25${text.slice(1)}`],
  ['a character of one bit of length', (text) => `${text.slice(0, text.length - (text.length % 4))}A`],
];

const base64 = spellings.flatMap(([what, spell]) => [
  refused(`RFC 7515 2, Wycheproof base64: header with ${what}, signed so`, signedText(spell(head), 'aGVsbG8')),
  refused(`RFC 7515 2, Wycheproof base64: payload with ${what}, signed so`, signedText(head, spell('aGVsbG8'))),
  refused(`RFC 7515 2, Wycheproof base64: signature with ${what}`, good.replace(signature, spell)),
]);

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Texts that decode leniently to the same bytes: four bits of the last character carry nothing, which makes 15. */
const trailing = [...alphabet].map((last) => `${signature.slice(0, -1)}${last}`);
const unusedBits = trailing
  .filter((text) => text !== signature && Buffer.from(text, 'base64url').equals(Buffer.from(signature, 'base64url')))
  .map((text) => refused('RFC 4648 3.5: unused bits of the signature are not zero', good.replace(signature, text)));

const json: readonly (readonly [string, string | Buffer])[] = [
  ['no JSON', 'hello'],
  ['an array', '["alg"]'],
  ['a text', '"ES256"'],
  ['null', 'null'],
  ['a number', '1'],
  ['nothing', ''],
  ['duplicate alg (RFC 8725 3.8)', '{"alg":"none","alg":"ES256","kid":"k"}'],
  ['duplicate alg, escaped', '{"alg":"none","\\u0061lg":"ES256","kid":"k"}'],
  ['duplicate kid', '{"alg":"ES256","kid":"x","kid":"k"}'],
  ['a duplicate inside', '{"alg":"ES256","kid":"k","x":{"a":1,"a":2}}'],
  ['__proto__', '{"alg":"ES256","kid":"k","__proto__":{"crit":[]}}'],
  ['a comment', '{"alg":"ES256",/**/"kid":"k"}'],
  ['a trailing comma', '{"alg":"ES256","kid":"k",}'],
  ['single quotes', "{'alg':'ES256','kid':'k'}"],
  ['two documents', '{"alg":"ES256","kid":"k"}{}'],
  ['a byte order mark', '\ufeff{"alg":"ES256","kid":"k"}'],
  ['a NUL after', '{"alg":"ES256","kid":"k"}\u0000'],
  ['an overlong form of UTF-8 (RFC 3629 3)', Buffer.from('{"alg":"ES256","kid":"k","x":"\xc0\xaf"}', 'latin1')],
  ['a surrogate in UTF-8', Buffer.from('{"alg":"ES256","kid":"k","x":"\xed\xa0\x80"}', 'latin1')],
  ['UTF-16', Buffer.from('{"alg":"ES256","kid":"k"}', 'utf16le')],
  ['Latin-1', Buffer.from('{"alg":"ES256","kid":"k","x":"\xe9"}', 'latin1')],
  ['65 levels', `{"alg":"ES256","kid":"k","x":${'['.repeat(65)}${']'.repeat(65)}}`],
  ['levels as many as fit', `{"alg":"ES256","kid":"k","x":${'['.repeat(6_000)}${']'.repeat(6_000)}}`],
  ['open levels as many as fit', '['.repeat(12_000)],
  ['a hundred thousand levels', `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
];

const lenient: readonly (readonly [string, string])[] = [
  ['spaces', '{ "alg" : "ES256" , "kid" : "k" }'],
  ['line breaks', '{"alg":"ES256",\r\n\t"kid":"k"}'],
  ['an escaped name', '{"\\u0061lg":"ES256","kid":"k"}'],
  ['an escaped lone surrogate in a value', '{"alg":"ES256","kid":"k","x":"\\ud800"}'],
  ['text beyond ASCII', '{"alg":"ES256","kid":"k","x":"\u00e9\u4e2d\ud83d\ude00"}'],
  ['colons and braces in text', '{"alg":"ES256","kid":"k","x":"{\\"a\\":1,\\"a\\":\\\\"}'],
];

const segments: readonly (readonly [string, string])[] = [
  ['an empty text', ''],
  ['one segment', head],
  ['two segments', `${head}.aGVsbG8`],
  ['no header', `.aGVsbG8.${signature}`],
  ['dots alone', '..'],
  ['a dot more', `${good}.`],
  ['a segment more', `${good}.aGVsbG8`],
  ['a dot before', `.${good}`],
  ['five segments', `${good}.aGVsbG8.aGVsbG8`],
  ['a thousand segments', 'a.'.repeat(1_000)],
  ['a scheme before', `Bearer ${good}`],
  ['quotes around', `"${good}"`],
];

/** 16,384 characters: a payload of what is left beside a header, two dots and a signature. */
const room = 16_384 - head.length - 2 - signature.length;
const filled = (length: number) => signedText(head, 'A'.repeat(length));

/** Texts that lenient readers take for tokens, and strict ones that they may not. */
export const encodings: readonly Vector[] = [
  ...base64,
  ...unusedBits,
  ...json.map(([what, header]) => refused(`RFC 7515 4, RFC 8259: header with ${what}`, withHeader(header))),
  ...lenient.map(([what, header]) => vector(`RFC 8259: header with ${what}`, withHeader(header), keys, 'ok')),
  ...segments.map(([what, token]) => refused(`RFC 7515 7.1: ${what}`, token)),
  vector('RFC 7515 7.1: no signature', `${head}.aGVsbG8.`, keys),
  vector('RFC 7515 7.1: no payload', `${head}..${signature}`, keys),
  vector('RFC 7515 5.2: another payload', `${head}.aGVsbG9.${signature}`, keys, 'unrecognised'),
  vector('RFC 7515 5.2: another payload, canonical', `${head}.aGVsbHA.${signature}`, keys),
  vector('CWE-770: as long as a token may be', filled(room - (room % 4)), keys, 'ok'),
  refused('CWE-770: longer than a token may be', filled(room - (room % 4) + 4)),
  refused('CWE-770: a megabyte', filled(1_048_576)),
  refused('CWE-770: a megabyte of dots', '.'.repeat(1_048_576)),
];
