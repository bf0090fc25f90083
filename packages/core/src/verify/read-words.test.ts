import { describe, expect, it } from 'vitest';
import { longest } from '../internal/compact.ts';
import type { RequestLike } from '../types.ts';
import { glimpse, read, textOf, tokenOf } from './read.ts';

const request = (authorization: string): RequestLike => ({ headers: { authorization } });
const said = (value: string, readsDpop = false): string => {
  try {
    const { scheme, token } = read(request(value), readsDpop);
    return `${scheme} of ${token}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('what is told of a credential that is not taken', () => {
  it.each([
    ['"abc"', 'malformed: the scheme can not be read'],
    ['Bearer', 'malformed: the token is empty'],
    ['Bearer a b', 'malformed: not a token (RFC 6750)'],
    [`Bearer ${'a'.repeat(longest + 1)}`, `malformed: the token is longer than ${longest} characters`],
    ['Bearer a,b', 'two_credentials: the value holds a comma'],
    ['Basic eA==, Bearer a', 'two_credentials: a token follows another credential'],
    ['Basic eA==,bearer a', 'two_credentials: a token follows another credential'],
    ['Basic eA==, DPoP a', 'two_credentials: a token follows another credential'],
    ['Digest a="b", c="bearer"', 'missing: only Bearer is read here'],
    ['Basic eA==', 'missing: only Bearer is read here'],
    ['DPoP abc', 'missing: only Bearer is read here'],
  ])('%.30j: %s', (value, text) => expect(said(value)).toBe(text));

  it('names DPoP as well where it is read (RFC 9449 §7.1)', () => {
    expect(said('Basic eA==', true)).toBe('missing: only Bearer and DPoP are read here');
    expect(() => read(request('DPoP abc'))).toThrow('missing: only Bearer is read here');
    expect(said('dPoP  abc', true)).toBe('DPoP of abc');
    expect(said('bEARER abc', true)).toBe('Bearer of abc');
  });

  it('is that there were two headers', () => {
    const rawHeaders = ['Authorization', 'Bearer a', 'Authorization', 'Bearer a'];
    const text = 'two_credentials: two Authorization headers';
    expect(() => read({ headers: {}, rawHeaders })).toThrow(text);
    expect(() => read({ headers: { authorization: ['Bearer a', 'Bearer a'] } })).toThrow(text);
  });
});

describe('blanks', () => {
  it.each([' Bearer abc', '\t Bearer abc', 'Bearer abc ', 'Bearer abc\t ', ' \tBearer abc \t'])(
    'around the value are none of it (RFC 9110 §5.5): %j',
    (value) => expect(said(value)).toBe('Bearer of abc'),
  );

  it('alone are no credential that can be read', () =>
    expect(said(' \t ')).toBe('malformed: the scheme can not be read'));
});

describe('raw headers', () => {
  it('are read in pairs: a value is never taken for a name', () => {
    expect(() => read({ headers: {}, rawHeaders: ['X-Name', 'Authorization', 'Bearer abc', 'x'] })).toThrow('missing');
    expect(read({ headers: {}, rawHeaders: ['X-Name', 'x', 'Authorization', 'Bearer abc'] }).token).toBe('abc');
  });

  it('may lack a value', () => {
    expect(() => read({ headers: {}, rawHeaders: ['Authorization'] })).toThrow('malformed');
  });
});

describe('a glimpse', () => {
  it('is of what is plainly written, and as long as may be', () => {
    const whole = `Bearer ${'a'.repeat(longest)}`;
    expect(glimpse(request(whole))).toBe(whole);
    for (const value of [`${whole}a`, 'bearer abc', ' Bearer abc', 'DPoP abc', 'Bearer']) {
      expect(glimpse(request(value))).toBeUndefined();
    }
    expect(glimpse({ headers: {} })).toBeUndefined();
  });

  it('sees two credentials too', () => {
    expect(() => glimpse({ headers: { authorization: ['Bearer a', 'Bearer b'] } })).toThrow('two_credentials');
  });
});

it('a credential as text is what a client plainly writes, and gives its token back', () => {
  expect(textOf({ scheme: 'DPoP', token: 'abc==' })).toBe('DPoP abc==');
  expect(tokenOf('DPoP abc==')).toBe('abc==');
});
