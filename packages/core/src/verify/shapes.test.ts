import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeJwt } from '../internal/looks-like-jwt.ts';
import type { Alphabet, TokenShape } from '../provider/rule.ts';
import { matches, overlap } from './shapes.ts';

describe('a token matches a shape', () => {
  it.each<[TokenShape, string, boolean]>([
    [{ alphabet: 'hex' }, '0aF', true],
    [{ alphabet: 'hex' }, '0ag', false],
    [{ alphabet: 'hex' }, '', false],
    [{ alphabet: 'alphanumeric' }, 'a_b', false],
    [{ alphabet: 'base64url' }, 'a_b-c', true],
    [{ alphabet: 'base64url' }, 'a.b', false],
    [{ alphabet: 'token68' }, 'a.b~c+d/e==', true],
    [{ alphabet: 'token68' }, 'a=b', false],
    [{ alphabet: 'hex', length: 4 }, 'abcd', true],
    [{ alphabet: 'hex', length: 4 }, 'abcde', false],
    [{ alphabet: 'hex', length: [2, 3] }, 'a', false],
    [{ alphabet: 'hex', length: [2, 3] }, 'abc', true],
    [{ prefix: 'gho_', alphabet: 'alphanumeric', length: 3 }, 'gho_x1Y', true],
    [{ prefix: 'gho_', alphabet: 'alphanumeric', length: 3 }, 'gho_x1', false],
    [{ prefix: 'gho_', alphabet: 'alphanumeric' }, 'gho_', false],
    [{ prefix: 'gho_', alphabet: 'alphanumeric' }, 'GHO_x', false],
    [{ prefix: 'xoxp-', alphabet: 'base64url' }, 'xoxp-1-2', true],
  ])('%j %j %s', (shape, token, expected) => expect(matches(shape, token)).toBe(expected));

  it('of three segments only where the shape says so', () => {
    expect(matches({ alphabet: 'token68' }, 'e30.e30.x')).toBe(false);
    expect(matches({ alphabet: 'hex', jwtLooking: true }, 'e30.e30.x')).toBe(true);
    expect(matches({ alphabet: 'token68' }, 'a.b')).toBe(true);
  });
});

it.each([
  ['a.b.c', true],
  ['a.b.', true],
  ['a.b', false],
  ['a.b.c.d', false],
  ['a.b.c.d.e', false],
  ['.b.c', false],
  ['a..c', false],
  ['a.b.c=', true],
])('%s is of three segments: %s', (token, expected) => expect(looksLikeJwt(token)).toBe(expected));

describe('overlaps', () => {
  it.each<[TokenShape, TokenShape, boolean]>([
    [{ alphabet: 'hex' }, { alphabet: 'token68' }, true],
    [{ alphabet: 'hex', length: 32 }, { alphabet: 'alphanumeric', length: 40 }, false],
    [{ alphabet: 'hex', length: [10, 40] }, { alphabet: 'alphanumeric', length: 40 }, true],
    [{ prefix: 'a_', alphabet: 'hex' }, { prefix: 'b_', alphabet: 'hex' }, false],
    [{ prefix: 'a_', alphabet: 'hex' }, { prefix: 'a_b', alphabet: 'hex' }, true],
    [{ prefix: 'a_', alphabet: 'hex' }, { alphabet: 'alphanumeric' }, false],
    [{ prefix: 'a_', alphabet: 'hex' }, { alphabet: 'base64url' }, true],
    [{ prefix: 'ab', alphabet: 'hex', length: 2 }, { alphabet: 'hex', length: 4 }, true],
    [{ prefix: 'ab', alphabet: 'hex', length: 4 }, { alphabet: 'hex', length: 4 }, false],
  ])('%j %j %s', (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
    expect(overlap(other, one)).toBe(expected);
  });

  const letters: Readonly<Record<Alphabet, string>> = {
    hex: '0aF',
    alphanumeric: '0zZ',
    base64url: '0z-_',
    token68: '0z-_~',
  };
  const shapes = fc.record({
    prefix: fc.constantFrom('', 'a', 'ab', 'a-', 'z'),
    alphabet: fc.constantFrom<Alphabet>('hex', 'alphanumeric', 'base64url', 'token68'),
    length: fc.constantFrom<TokenShape['length']>(undefined, 2, 3, [1, 2], [3, 5]),
  });
  const tokenOf = ({ prefix, alphabet }: { prefix: string; alphabet: Alphabet }) =>
    fc.string({ unit: fc.constantFrom(...letters[alphabet]), minLength: 1, maxLength: 5 }).map((rest) => prefix + rest);

  it('are found whenever one token matches both shapes', () => {
    const cases = fc
      .tuple(shapes, shapes)
      .chain(([one, other]) => fc.tuple(fc.constant(one), fc.constant(other), tokenOf(one)));
    fc.assert(
      fc.property(cases, ([one, other, token]) => {
        if (matches(one, token) && matches(other, token)) expect(overlap(one, other)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
