import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Installs packages of ours as a user would: packed, in an empty folder, with nothing of the repository near it. */
export function installPacked(names) {
  const folder = mkdtempSync(join(tmpdir(), 'bearerkit-bench-'));
  const dependencies = {};
  for (const name of withSiblings(names)) {
    const [{ filename }] = JSON.parse(
      npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], workspace(name)),
    );
    dependencies[name] = `file:${filename}`;
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  npm(['install', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const workspace = (name) => realpathSync(join(root, 'node_modules', name));

function npm(args, cwd) {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function withSiblings(names) {
  const all = new Set(names);
  for (const name of all) {
    const { dependencies = {} } = manifestOf(workspace(name));
    for (const needed of Object.keys(dependencies)) if (needed.startsWith('@bearerkit/')) all.add(needed);
  }
  return all;
}

/** Packages that some packages bring with them, themselves included, and what their files take on the disk. */
export function footprint(folder, names) {
  const folders = new Set();
  for (const name of names) collect(join(folder, 'node_modules'), name, folders);
  return { packages: folders.size, bytes: [...folders].reduce((sum, one) => sum + sizeOf(one, true), 0) };
}

function collect(modules, name, folders) {
  const found = resolve(modules, name);
  if (found === undefined || folders.has(found)) return;
  folders.add(found);
  const { dependencies = {}, optionalDependencies = {} } = manifestOf(found);
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies }))
    collect(join(found, 'node_modules'), needed, folders);
}

/** npm looks beside the dependent, then in every `node_modules` further up. */
function resolve(modules, name) {
  for (let at = modules; ; at = join(dirname(at), '../node_modules')) {
    if (existsSync(join(at, name, 'package.json'))) return join(at, name);
    if (dirname(at) === dirname(dirname(at))) return undefined;
  }
}

function sizeOf(folder, top = false) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return top && entry.name === 'node_modules' ? sum : sum + sizeOf(path);
    return entry.isFile() ? sum + lstatSync(path).blocks * 512 : sum;
  }, 0);
}
