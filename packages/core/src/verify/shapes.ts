import { looksLikeJwt } from '../internal/looks-like-jwt.ts';
import type { Alphabet, TokenShape } from '../provider/rule.ts';

const letters: Readonly<Record<Alphabet, { readonly pattern: RegExp; readonly rank: number }>> = {
  hex: { pattern: /^[0-9a-f]*$/i, rank: 0 },
  alphanumeric: { pattern: /^[0-9a-z]*$/i, rank: 1 },
  base64url: { pattern: /^[0-9a-z_-]*$/i, rank: 2 },
  token68: { pattern: /^[0-9a-z\-._~+/]*=*$/i, rank: 3 },
};

function lengths({ length, prefix = '' }: TokenShape): [number, number] {
  const [least, most] =
    length === undefined ? [1, Number.POSITIVE_INFINITY] : typeof length === 'number' ? [length, length] : length;
  return [least + prefix.length, most + prefix.length];
}

/** Whether a token can be of this shape. */
export function matches(shape: TokenShape, token: string): boolean {
  const { prefix = '', alphabet, jwtLooking = false } = shape;
  const [least, most] = lengths(shape);
  if (token.length < least || token.length > most || !token.startsWith(prefix)) return false;
  if (looksLikeJwt(token)) return jwtLooking;
  return letters[alphabet].pattern.test(token.slice(prefix.length));
}

/**
 * Whether some token could be of both shapes. The alphabets contain one another in turn, so two shapes share a token
 * when their lengths overlap and their prefixes agree (a prefix must also be writable in the other's letters).
 */
export function overlap(one: TokenShape, other: TokenShape): boolean {
  const [least, most] = lengths(one);
  const [otherLeast, otherMost] = lengths(other);
  if (Math.max(least, otherLeast) > Math.min(most, otherMost)) return false;
  const [short, long] = (one.prefix ?? '').length <= (other.prefix ?? '').length ? [one, other] : [other, one];
  const prefix = long.prefix ?? '';
  if (!prefix.startsWith(short.prefix ?? '')) return false;
  return letters[short.alphabet].pattern.test(prefix.slice((short.prefix ?? '').length));
}
