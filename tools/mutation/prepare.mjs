import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Installs what mutation testing alone needs, where it is missing or another version; npm speaks on stderr. */
export function prepare() {
  if (isInstalled()) return;
  process.stderr.write('mutation: npm ci\n');
  execFileSync('npm', ['ci'], { cwd: import.meta.dirname, stdio: ['ignore', 2, 2] });
}

function isInstalled() {
  const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8'));
  return Object.entries(dependencies).every(([name, version]) => {
    const file = join(import.meta.dirname, 'node_modules', name, 'package.json');
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version;
  });
}
