import { UserNameError } from './errors.ts';

/** Controls, bidi and other format signs, unassigned code points; separators; signs that are not drawn. */
const refused = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;

/**
 * The form under which two spellings are one user: Unicode NFKC and case folding.
 *
 * Folding is by way of upper case, so that `ß` equals `SS`, and `ς` equals `σ`.
 * @throws UserNameError when empty, longer than 255, or with a sign that separates, controls or can not be seen
 * @see https://www.rfc-editor.org/rfc/rfc8265 on why names are compared in one form
 */
export function canonicalUserName(name: string): string {
  const canonical = fold(fold(name));
  if (canonical === '') throw new UserNameError('is empty');
  if (canonical.length > 255) throw new UserNameError('is longer than 255 characters');
  const [sign] = refused.exec(name) ?? refused.exec(canonical) ?? [];
  if (sign !== undefined) {
    const code = sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    throw new UserNameError(`contains U+${code}; spaces, control and invisible characters are not allowed`);
  }
  return canonical;
}

const fold = (text: string): string => text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
