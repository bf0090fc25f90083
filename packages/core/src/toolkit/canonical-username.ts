/** Why a name is refused. */
export type UsernameFault =
  | 'not_text'
  | 'empty'
  | 'too_long'
  | 'control_character'
  | 'invisible_character'
  | 'separator'
  | 'forbidden_character'
  | 'reserved';

/** A user name in the one form in which names are compared and stored, or why there is none. */
export type CanonicalUsername =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly reason: UsernameFault };

const longest = 255;

/** Names that mean something to a server, a database or a language, and nobody in particular. */
const reserved = new Set(
  `admin administrator anonymous constructor daemon everyone false guest hasownproperty me nil nobody none null prototype
  __proto__ root self superuser sysadmin system true undefined unknown`.split(/\s+/),
);

const faults: readonly (readonly [pattern: RegExp, reason: UsernameFault])[] = [
  [/[\p{Cc}\p{Cs}\u2028\u2029]/u, 'control_character'],
  // Bidirectional marks, zero-width characters, fillers: two names that look the same.
  [/[\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/u, 'invisible_character'],
  [/[\p{Z}/\\:;,|]/u, 'separator'],
  [/[^\p{L}\p{M}\p{N}._@+'-]/u, 'forbidden_character'],
  [/^[^\p{L}\p{N}_]|[.@]$/u, 'forbidden_character'],
];

/**
 * Brings a user name into canonical form (NFKC, then full case folding) and only then validates it, so that what was
 * checked is what is compared. Idempotent. Store and look names up in this form, with a unique constraint on it.
 *
 * Refused: controls, separators of any kind, what can not be seen, what is neither letter, mark, digit nor one of
 * `. _ @ + ' -`, and names such as `admin`.
 *
 * @see https://www.unicode.org/reports/tr15/ @see https://www.rfc-editor.org/rfc/rfc8265#section-3.3
 */
export function canonicalUsername(input: unknown): CanonicalUsername {
  if (typeof input !== 'string') return refuse('not_text');
  if (input.length > longest) return refuse('too_long');
  const name = canonical(input);
  if (name === '') return refuse('empty');
  if (name.length > longest) return refuse('too_long');
  const fault = faults.find(([pattern]) => pattern.test(name));
  if (fault !== undefined) return refuse(fault[1]);
  return reserved.has(name) ? refuse('reserved') : { ok: true, name };
}

const refuse = (reason: UsernameFault): CanonicalUsername => ({ ok: false, reason });

/** Until nothing changes: composing after folding can make what folds once more. */
function canonical(text: string): string {
  const next = [...text.normalize('NFKC')].map(fold).join('').normalize('NFKC');
  return next === text ? text : canonical(next);
}

/** Full case folding of one character (Unicode CaseFolding C and F), by itself, so that a final sigma is none. */
function fold(character: string): string {
  // It has no lower-case partner of its own: folding makes it no `i`, and upper-casing would.
  if (character === 'ı') return character;
  return [...character.toLowerCase().toUpperCase()].map((one) => one.toLowerCase()).join('');
}
