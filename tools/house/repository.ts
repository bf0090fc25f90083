import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What the house rules look at. A plain object, so that a test can plant a violation. */
export interface Repository {
  /** Text by path from the root: everything that git would keep. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths of what the last build made. */
  readonly built: ReadonlySet<string>;
}

/** A house rule: what must hold, and the sentences that say where it does not. */
export interface Rule {
  readonly title: string;
  readonly find: (repository: Repository) => readonly string[];
}

/** The parts of a package.json that rules read. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly bearerkit?: { readonly provider?: boolean };
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | { readonly types?: string; readonly default?: string }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A workspace. */
export interface Package {
  /** Path from the root: `packages/providers/meetup`. */
  readonly folder: string;
  /** Last part of the folder: `meetup`. */
  readonly id: string;
  readonly manifest: Manifest;
  /** Text by path from the root, of this package alone. */
  readonly files: ReadonlyMap<string, string>;
}

const generated = new Set(['node_modules', 'dist', '.git', '.turbo', '.bearerkit', 'coverage']);
const workspace = /^(packages\/(providers|adapters|stores)\/[^/]+|packages\/[^/]+|apps\/[^/]+)\/package\.json$/;

/** Reads the repository in a folder, with what it has built. */
export function readRepository(root: string): Repository {
  const paths = walk(root, root, generated);
  const files = new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
  const outputs = packagesOf({ files, built: new Set() }).flatMap(({ folder }) =>
    walk(root, join(root, folder, 'dist')),
  );
  return { files, built: new Set(outputs) };
}

/** The workspaces of a repository, by folder. */
export function packagesOf({ files }: Repository): readonly Package[] {
  return [...files]
    .filter(([path]) => workspace.test(path))
    .map(([path, text]) => {
      const folder = path.slice(0, -'/package.json'.length);
      const own = [...files].filter(([file]) => file.startsWith(`${folder}/`));
      return { folder, id: folder.slice(folder.lastIndexOf('/') + 1), manifest: JSON.parse(text), files: new Map(own) };
    });
}

/** Whether a path is code that we wrote. */
export function isCode(path: string): boolean {
  return /\.(ts|tsx|mts|mjs|js)$/.test(path);
}

/** Whether a path is a test or belongs to tests alone. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$|\/__fixtures__\//.test(path);
}

/** The shipped source paths of a package; its fakes are apart. */
export function sourcesOf({ folder, files }: Package): readonly string[] {
  const source = (path: string): boolean => path.startsWith(`${folder}/src/`) && isCode(path) && !isTest(path);
  return [...files.keys()].filter((path) => source(path) && !path.startsWith(`${folder}/src/fake/`));
}

/** The number of lines of a text; a last line break ends a line. */
export function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function walk(root: string, folder: string, skipped: ReadonlySet<string> = new Set()): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (skipped.has(entry.name)) return [];
    if (entry.isDirectory()) return walk(root, path, skipped);
    return entry.isFile() ? [relative(root, path)] : [];
  });
}

function entriesOf(folder: string): import('node:fs').Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
