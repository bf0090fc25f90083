import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { ConfigFileError } from './config-file-error.ts';

/** Where in a document something is: member names and list positions, outermost first. */
export type Path = readonly (string | number)[];

/** A configuration file as text was read, with the way back from a value to its line. */
export interface ConfigDocument {
  readonly file: string;
  /** Plain values, as written. */
  readonly value: unknown;
  /** The line of the deepest part of `path` that is written in the file. */
  lineOf(path: Path): number;
  /** True when every part of `path` is written in the file. */
  has(path: Path): boolean;
  /** @throws ConfigFileError */
  fail(path: Path, text: string): never;
}

/** Reads YAML 1.2, strictly: no duplicate members, no unknown tags. @throws ConfigFileError with the line */
export function parseConfig(file: string, text: string): ConfigDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    throw new ConfigFileError({ file, line: lines.linePos(problem.pos[0]).line }, `YAML: ${problem.message}`);
  }
  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  const walk = (path: Path): { readonly at: number; readonly complete: boolean } => {
    let node: unknown = document.contents;
    let at = (document.contents as Node | null)?.range?.[0] ?? 0;
    for (const part of path) {
      const parent = resolve(node);
      const pair = isMap(parent)
        ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === part)
        : undefined;
      const item = isSeq(parent) && typeof part === 'number' ? parent.items[part] : undefined;
      if (pair === undefined && item === undefined) return { at, complete: false };
      node = pair === undefined ? item : pair.value;
      at = ((pair === undefined ? item : pair.key) as Node).range?.[0] ?? at;
    }
    return { at, complete: true };
  };
  const lineOf = (path: Path) => lines.linePos(walk(path).at).line;
  return {
    file,
    value: toPlain(file, document),
    lineOf,
    has: (path) => walk(path).complete,
    fail: (path, text) => {
      throw new ConfigFileError({ file, line: lineOf(path), key: keyOf(path) }, text);
    },
  };
}

function toPlain(file: string, document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new ConfigFileError({ file }, `YAML: ${(error as Error).message}`);
  }
}

/** `['routes', 0, 'accept']` as `routes[0].accept`. */
function keyOf(path: Path): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('');
}
