import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeKey, segment } from '../__fixtures__/keys.ts';
import { onJose, onNode, outcome } from '../toolkit/__fixtures__/outcome.ts';

const now = 1_800_000_000;
const issuer = 'https://login.example.com';
const audience = 'https://api.example.com';
const key = makeKey('ES256', 'k');
const start = `{"iss":"${issuer}","aud":"${audience}","sub":"member-1"`;
const exp = `,"exp":${now + 300}`;

/** Payloads as text, since the way they are written is what matters. */
const payloads: readonly (readonly [string, string | Buffer, string])[] = [
  ['RFC 7519 2: a whole second', `${start}${exp}}`, 'ok'],
  ['RFC 7519 2: a fraction', `${start},"exp":${now}.5}`, 'ok'],
  ['RFC 8259 6: an exponent', `${start},"exp":1.8000003e9}`, 'ok'],
  ['RFC 8259 6: an exponent of little', `${start},"exp":1e2}`, 'expired'],
  ['RFC 8259 6: beyond every number', `${start},"exp":1e400}`, 'expired'],
  ['RFC 8259 6: below every number', `${start},"exp":-1e400}`, 'expired'],
  ['RFC 8259 6: minus zero', `${start},"exp":-0}`, 'expired'],
  ['RFC 8259 6: minus zero for nbf', `${start}${exp},"nbf":-0}`, 'ok'],
  ['RFC 8259 6: 40 digits', `${start},"exp":${'9'.repeat(40)}}`, 'expired'],
  ['RFC 8259 6: beyond every number for nbf', `${start}${exp},"nbf":1e400}`, 'not_yet_valid'],
  ['RFC 8259 6: below every number for nbf', `${start}${exp},"nbf":-1e400}`, 'not_yet_valid'],
  ['RFC 7519 2: milliseconds', `${start},"exp":${(now + 300) * 1000}}`, 'expired'],
  ['RFC 8259 6: a leading zero', `${start},"exp":0${now + 300}}`, 'unrecognised'],
  ['RFC 8259 6: hexadecimal', `${start},"exp":0xffffffff}`, 'unrecognised'],
  ['RFC 8259 6: NaN', `${start},"exp":NaN}`, 'unrecognised'],
  ['RFC 8259 6: Infinity', `${start},"exp":Infinity}`, 'unrecognised'],
  ['RFC 7519 4: iss twice', `${start}${exp},"iss":"${issuer}"}`, 'unrecognised'],
  ['RFC 7519 4: exp twice', `${start},"exp":1${exp}}`, 'unrecognised'],
  ['RFC 7519 4: sub twice, escaped', `${start}${exp},"s\\u0075b":"admin"}`, 'unrecognised'],
  ['RFC 7519 4: aud twice inside', `${start}${exp},"x":[{"aud":1,"aud":2}]}`, 'unrecognised'],
  ['CWE-1321: __proto__', `${start}${exp},"__proto__":{"sub":"admin"}}`, 'unrecognised'],
  ['CWE-1321: __proto__, escaped', `${start}${exp},"\\u005f_proto__":{"sub":"admin"}}`, 'unrecognised'],
  ['CWE-1321: constructor and toString', `${start}${exp},"constructor":1,"toString":2}`, 'ok'],
  ['RFC 8259 8.1: a byte order mark', `\ufeff${start}${exp}}`, 'unrecognised'],
  ['RFC 8259 8.2: a lone surrogate, escaped', `${start}${exp},"name":"\\udc00"}`, 'ok'],
  ['RFC 3629 3: bytes that are no UTF-8', Buffer.from(`${start}${exp},"name":"\xff"}`, 'latin1'), 'unrecognised'],
  ['RFC 7519 7.2: an array', `[${start}${exp}}]`, 'unrecognised'],
  ['RFC 7519 7.2: a text', '"member-1"', 'unrecognised'],
  ['RFC 7519 7.2: null', 'null', 'unrecognised'],
  ['RFC 7519 7.2: nothing', '', 'unrecognised'],
  ['RFC 7519 7.2: a nested token', 'eyJhbGciOiJub25lIn0.e30.', 'unrecognised'],
  ['RFC 8259 9: 64 levels and one', `${start}${exp},"x":${'['.repeat(64)}${']'.repeat(64)}}`, 'unrecognised'],
  ['RFC 8259 9: 60 levels', `${start}${exp},"x":${'['.repeat(60)}${']'.repeat(60)}}`, 'ok'],
  [
    'CVE-2022-39231: an audience that begins like ours',
    `${start}${exp}}`.replace(audience, `${audience}.test`),
    'wrong_audience',
  ],
  [
    'CVE-2022-39231: an audience that ours begins like',
    `${start}${exp}}`.replace(audience, 'https://api'),
    'wrong_audience',
  ],
  ['RFC 7519 4.1.1: the issuer with a NUL', `${start}${exp}}`.replace(issuer, `${issuer}\\u0000`), 'unknown_issuer'],
  ['RFC 7519 4.1.1: the issuer, percent-encoded', `${start}${exp}}`.replace('login', '%6cogin'), 'unknown_issuer'],
  ['RFC 7519 4.1.1: the issuer, escaped as JSON has it', `${start}${exp}}`.replace('login', '\\u006cogin'), 'ok'],
];

/** Signs the bytes as they are. */
function signed(payload: string | Buffer): string {
  const input = `${segment({ alg: 'ES256', kid: 'k', typ: 'at+jwt' })}.${Buffer.from(payload).toString('base64url')}`;
  const signature = sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

describe.each([onNode, onJose])('verifyAccessToken on $name', ({ access }) => {
  it.each(payloads)('%s', async (_, payload, expected) => {
    const verify = () => access(signed(payload), { issuer, audience, now }, { keys: [key.jwk] });
    expect(await outcome(verify)).toBe(expected);
  });
});
