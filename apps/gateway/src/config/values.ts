import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConfigDocument, Path } from './document.ts';

/** What values are filled in from. */
export interface ValueSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that relative file names begin at. */
  readonly folder: string;
  /** Told about a secret that others can read. */
  readonly warn: (text: string) => void;
}

const reference = /\$?\$\{([^}]*)\}/g;

/**
 * Fills in `${NAME}` from the environment and `{ file: … }` with the content of a file, without its last line break.
 * `$${` is a literal `${`.
 * @throws ConfigFileError for a variable that is not set and a file that can not be read
 */
export function fillIn(document: ConfigDocument, sources: ValueSources): unknown {
  const visit = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return expand(value, path);
    if (Array.isArray(value)) return value.map((item, at) => visit(item, [...path, at]));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, member]) => [name, visit(member, [...path, name])] as const);
    const [only] = entries;
    if (entries.length === 1 && only?.[0] === 'file' && typeof only[1] === 'string') return content(only[1], path);
    return Object.fromEntries(entries);
  };
  const expand = (text: string, path: Path) =>
    text.replace(reference, (whole, name: string) => {
      if (whole.startsWith('$$')) return whole.slice(1);
      return sources.environment[name] ?? document.fail(path, `the environment variable ${name} is not set`);
    });
  const content = (name: string, path: Path) => {
    const file = resolve(sources.folder, name);
    const text = readText(file, (problem) => document.fail(path, `file ${file} ${problem}`));
    if ((statSync(file).mode & 0o007) !== 0) sources.warn(`${file} can be read by everybody: chmod o-rwx ${file}`);
    return text === '' ? document.fail(path, `file ${file} is empty`) : text;
  };
  return visit(document.value, []);
}

function readText(file: string, fail: (problem: string) => never): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return fail(code === 'ENOENT' ? 'does not exist' : `can not be read (${code})`);
  }
}
