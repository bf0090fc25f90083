import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const shared = ['package-lock.json', 'turbo.json', 'tsconfig.base.json', 'tools/tsup/preset.ts'];
const own = ['package.json', 'tsconfig.json', 'tsup.config.ts'];
const neverBuilt = /\.test\.ts$|[\\/]__fixtures__[\\/]/;

/** The folders of all workspaces that are built. */
export function builtFolders(root) {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return workspaces
    .map((pattern) => dirname(pattern))
    .flatMap((parent) => folders(join(root, parent)).map((name) => join(parent, name)))
    .filter((folder) => {
      const manifest = join(root, folder, 'package.json');
      return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).scripts?.build;
    })
    .sort();
}

/** A short name for the state of everything a build reads: it changes when a file comes, goes or is written. */
export function fingerprint(root, packages) {
  const files = packages.flatMap((folder) => [
    ...own.map((file) => join(folder, file)),
    ...filesUnder(root, join(folder, 'src')).filter((file) => !neverBuilt.test(file)),
  ]);
  const hash = createHash('sha256');
  for (const file of [...shared, ...files]) {
    const { size, mtimeMs } = statSync(join(root, file), { throwIfNoEntry: false }) ?? {};
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function folders(path) {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

function filesUnder(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}
