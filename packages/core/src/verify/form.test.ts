import { describe, expect, it } from 'vitest';
import { segment } from '../__fixtures__/keys.ts';
import { longest } from '../internal/compact.ts';
import { formFault } from './form.ts';

const header = segment({ alg: 'ES256' });
const payload = segment({ sub: 'member-1' });
const whole = `${header}.${payload}.c2ln`;
const holding = (text: string, encoding: BufferEncoding = 'utf8') =>
  `${header}.${Buffer.from(text, encoding).toString('base64url')}.c2ln`;
const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('nothing is said', () => {
  it.each([
    ['a signed token', whole],
    ['one without a signature, whose lack is found later', `${header}.${payload}.`],
    ['an opaque token', 'b3BhcXVl'],
    ['an opaque token with a dot', 'one.two'],
    ['an opaque token that holds what signed ones begin with', 'xeyJ'],
    ['more than is ever read', `eyJ${'x'.repeat(longest - 2)}`],
    ['members nested as deep as is read', holding(nested(62))],
  ])('of %s', (_, token) => expect(formFault(token)).toBeUndefined());
});

describe('the number of segments (RFC 7515 §7.1)', () => {
  const part = {
    check: 'segments',
    wanted: '3',
    fix: 'A signed token is header, payload and signature with dots between. Copy the whole token.',
  };

  it.each([
    ['1', `eyJ${'x'.repeat(longest - 3)}`],
    ['2', `${header}.${payload}`],
    ['4', `${whole}.c2ln`],
    ['4', 'a.b.c.d'],
    ['6', 'a.b.c.d.e.f'],
  ])('of %s', (seen, token) => expect(formFault(token)).toEqual({ ...part, seen }));

  it('of five is that of an encrypted token (RFC 7516)', () => {
    expect(formFault('a.b.c.d.e')).toEqual({
      check: 'segments',
      seen: '5, as of an encrypted token',
      wanted: '3',
      fix: 'The token is encrypted (JWE, RFC 7516). Have the issuer sign access tokens, and not encrypt them.',
    });
  });
});

describe('the encoding of a segment (RFC 7515 §2)', () => {
  it.each([
    ['header: padded with =', `${header}=.${payload}.c2ln`],
    ['payload: padded with =', `${header}.${payload}=.c2ln`],
    ['signature: padded with =', `${whole}=`],
    ['signature: in the alphabet of plain base64', `${header}.${payload}.a+bc`],
    ['signature: in the alphabet of plain base64', `${header}.${payload}.a/bc`],
    ['header: empty', `.${payload}.c2ln`],
    ['payload: empty', `${header}..c2ln`],
    ['signature: its last character carries bits that count for nothing', `${header}.${payload}.QR`],
  ])('%s', (seen, token) =>
    expect(formFault(token)).toEqual({
      check: 'base64url',
      seen,
      wanted: 'base64url without padding (RFC 7515 §2)',
      fix: 'The token was encoded again on its way, or by a careless library. Send it as the issuer wrote it.',
    }),
  );
});

describe('the content of a segment (RFC 7519 §7.2)', () => {
  const isFault = (seen: string) => ({
    check: 'JSON object',
    seen,
    wanted: 'one JSON object in UTF-8, each name once (RFC 7519 §4 and §7.2)',
    fix: 'No issuer writes such a token. Obtain a new one from the issuer itself.',
  });

  it.each([
    ['a byte order mark', holding('\ufeff{}')],
    ['not UTF-8', holding('{"name":"\u00ff"}', 'latin1')],
    ['not JSON', holding('sub=member-1')],
    ['an array', holding('[{}]')],
    ['null', holding('null')],
    ['a string', holding('"member-1"')],
    ['a number', holding('7')],
    ['a member called __proto__', holding('{"a":[{"__proto__":{}}],"b":1}')],
    ['a member that is there twice, or nesting beyond 64', holding('{"sub":"a","sub":"b"}')],
    ['a member that is there twice, or nesting beyond 64', holding(nested(90))],
  ])('payload: %s', (seen, token) => expect(formFault(token)).toEqual(isFault(`payload: ${seen}`)));

  it('is told of the header first, and the signature holds no JSON', () => {
    expect(formFault(`${segment([])}.${segment([])}.c2ln`)).toEqual(isFault('header: an array'));
    expect(formFault(`${header}.${payload}.${segment([])}`)).toBeUndefined();
  });
});
