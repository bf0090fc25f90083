import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserNameError } from './errors.ts';
import { canonicalUserName } from './user-name.ts';

describe('canonicalUserName (NFKC and case folding)', () => {
  it.each([
    ['User-1', 'user-1'],
    ['STRASSE', 'straße'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
    ['\u212a', 'k'],
    ['e\u0301', '\u00c9'],
    ['ﬁn', 'FIN'],
    ['user@EXAMPLE.com', 'user@example.com'],
  ])('takes %s and %s for one user', (one, other) => {
    expect(canonicalUserName(one)).toBe(canonicalUserName(other));
  });

  it.each([
    ['user-e', 'user-е'],
    ['a.b', 'ab'],
    ['member-1', 'member_1'],
  ])('tells %s from %s', (one, other) => {
    expect(canonicalUserName(one)).not.toBe(canonicalUserName(other));
  });

  it.each([
    ['NUL', 'a\0b', 'U+0000'],
    ['a line break', 'a\r\nb', 'U+000D'],
    ['a space', 'a b', 'U+0020'],
    ['a no-break space', 'a\u00a0b', 'U+00A0'],
    ['a line separator', 'a\u2028b', 'U+2028'],
    ['a bidi override', 'a\u202eb', 'U+202E'],
    ['a zero-width space', 'a\u200bb', 'U+200B'],
    ['a zero-width joiner', 'a\u200db', 'U+200D'],
    ['a soft hyphen', 'a\u00adb', 'U+00AD'],
    ['a Hangul filler', 'a\u3164b', 'U+3164'],
    ['a variation selector', 'a\ufe0fb', 'U+FE0F'],
    ['a lone surrogate', 'a\ud800', 'U+D800'],
    ['what becomes a space under NFKC', 'a\u00a8', 'U+0020'],
  ])('refuses %s', (_, name, sign) => {
    expect(() => canonicalUserName(name)).toThrow(UserNameError);
    expect(() => canonicalUserName(name)).toThrow(sign);
  });

  it('refuses an empty name and one longer than 255', () => {
    expect(() => canonicalUserName('')).toThrow(/is empty/);
    expect(() => canonicalUserName('a'.repeat(256))).toThrow(/longer than 255/);
    expect(canonicalUserName('a'.repeat(255))).toHaveLength(255);
  });

  it('of a canonical name is that name', () => {
    const accepted = (name: string): string | undefined => {
      try {
        return canonicalUserName(name);
      } catch {
        return undefined;
      }
    };
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (name) => {
        const canonical = accepted(name);
        if (canonical === undefined) return;
        expect(canonicalUserName(canonical)).toBe(canonical);
        for (const spelling of [name.toUpperCase(), name.toLowerCase(), name.normalize('NFD')])
          expect(accepted(spelling)).toBe(canonical);
      }),
      { numRuns: 3000 },
    );
  });
});
