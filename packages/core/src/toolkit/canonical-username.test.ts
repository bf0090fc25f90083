import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalUsername } from './canonical-username.ts';

describe('canonicalUsername (rule 33, RFC 8265 §3.3)', () => {
  it.each([
    ['member-1', 'member-1'],
    ['Member.One', 'member.one'],
    ['User@Example.COM', 'user@example.com'],
    ['\uff2d\uff25\uff2d\uff22\uff25\uff32', 'member'],
    ['\ufb01re', 'fire'],
    ['Stra\u00dfe', 'strasse'],
    ['STRA\u1e9eE', 'strasse'],
    ['\u03a3\u0391\u03a3', '\u03c3\u03b1\u03c3'],
    ['\u03c3\u03b1\u03c2', '\u03c3\u03b1\u03c3'],
    ['e\u0301', '\u00e9'],
    ['\u212aelvin', 'kelvin'],
    ['\u4e2d\u6587', '\u4e2d\u6587'],
  ])('%j is %j', (input, name) => expect(canonicalUsername(input)).toEqual({ ok: true, name }));

  it('a dotless i is no i: another person would be let in', () => {
    expect(canonicalUsername('m\u0131ke')).toEqual({ ok: true, name: 'm\u0131ke' });
    expect(canonicalUsername('M\u0130KE')).toEqual({ ok: true, name: 'mi\u0307ke' });
  });

  it.each([
    [undefined, 'not_text'],
    [7, 'not_text'],
    [['member-1'], 'not_text'],
    [{ toString: () => 'member-1' }, 'not_text'],
    ['', 'empty'],
    ['a'.repeat(256), 'too_long'],
    ['\ufdfa'.repeat(20), 'too_long'],
    ['a\u0000b', 'control_character'],
    ['a\r\nb', 'control_character'],
    ['a\tb', 'control_character'],
    ['a\u0085b', 'control_character'],
    ['a\u2028b', 'control_character'],
    ['a\ud800', 'control_character'],
    ['a\u202eb', 'invisible_character'],
    ['a\u2066b', 'invisible_character'],
    ['a\u200bb', 'invisible_character'],
    ['a\u200db', 'invisible_character'],
    ['\ufeffab', 'invisible_character'],
    ['a\u00adb', 'invisible_character'],
    ['a\u034fb', 'invisible_character'],
    ['\u3164', 'invisible_character'],
    ['a\ufe0f', 'invisible_character'],
    ['a\u{e0041}', 'invisible_character'],
    ['a\ue000', 'invisible_character'],
    ['a b', 'separator'],
    ['a\u00a0b', 'separator'],
    [' member', 'separator'],
    ['a/b', 'separator'],
    ['a\\b', 'separator'],
    ['a:b', 'separator'],
    ['a;b', 'separator'],
    ['a,b', 'separator'],
    ['a\uff0fb', 'separator'],
    ['a\uff1ab', 'separator'],
    ['\u2100', 'separator'],
    ['<b>', 'forbidden_character'],
    ['a%00', 'forbidden_character'],
    ['a"b', 'forbidden_character'],
    ['a*', 'forbidden_character'],
    ['a#b', 'forbidden_character'],
    ['..', 'forbidden_character'],
    ['.', 'forbidden_character'],
    ['-rf', 'forbidden_character'],
    ['a.', 'forbidden_character'],
    ['\u0301a', 'forbidden_character'],
    ['admin', 'reserved'],
    ['ADMIN', 'reserved'],
    ['\uff41dmin', 'reserved'],
    ['Root', 'reserved'],
    ['anonymous', 'reserved'],
    ['__proto__', 'reserved'],
    ['constructor', 'reserved'],
    ['NULL', 'reserved'],
  ])('%j is refused: %s', (input, reason) => expect(canonicalUsername(input)).toEqual({ ok: false, reason }));

  it('is idempotent, and blind to case and width, for every character there is', () => {
    const odd: string[] = [];
    for (let point = 0; point < 0x110000; point++) {
      const result = canonicalUsername(`x${String.fromCodePoint(point)}`);
      if (!result.ok) continue;
      const again = canonicalUsername(result.name);
      if (!again.ok || again.name !== result.name) odd.push(`twice: ${point.toString(16)}`);
      // The engine's own simple case folding, of another origin.
      const folded = [...result.name].slice(1);
      const [before, ...more] = [...String.fromCodePoint(point).normalize('NFKC')];
      if (folded.length !== 1 || more.length > 0 || before === undefined) continue;
      const same = new RegExp(`^\\u{${folded[0]?.codePointAt(0)?.toString(16)}}$`, 'iu');
      if (!same.test(before) && before.normalize('NFD') === before) odd.push(`folds: ${point.toString(16)}`);
    }
    expect(odd).toEqual([]);
  });

  it('is idempotent, and what it lets pass can neither split a line nor hide', () => {
    const unit = fc.oneof(
      fc.constantFrom('\u0131', '\u0130', '\u0345', '\u03c2', '\u1e9e', '\u0307'),
      fc.string({ maxLength: 2 }),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(unit, { maxLength: 8 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (input) => {
        const result = canonicalUsername(input);
        if (!result.ok) return;
        expect(canonicalUsername(result.name)).toEqual(result);
        expect(result.name).toBe(result.name.normalize('NFKC'));
        expect(result.name).not.toMatch(/[\p{C}\p{Z}/\\:\p{Default_Ignorable_Code_Point}]/u);
      }),
      { numRuns: 5_000 },
    );
  });

  it('names that differ in case alone are one name', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'abcdexyz\u00e9\u00df\u03c3\u03c2\u0436\u0451'),
      minLength: 1,
    });
    fc.assert(
      fc.property(letters, (text) => {
        expect(canonicalUsername(text.toUpperCase())).toEqual(canonicalUsername(text));
      }),
    );
  });

  it('whatever is passed, an answer comes', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(typeof canonicalUsername(input).ok).toBe('boolean');
      }),
    );
  });
});
