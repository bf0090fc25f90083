import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensure } from './tools.mjs';

const folder = join(import.meta.dirname, '..');

/** Installs what the bench alone needs, where it is missing or another version. What it prints goes to stderr. */
export function prepare() {
  ensure(['wrk', 'nginx', 'taskset']);
  if (isInstalled()) return;
  process.stderr.write('bench: npm ci\n');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 2, 2] });
}

function isInstalled() {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.entries(dependencies).every(([name, version]) => {
    const file = join(folder, 'node_modules', name, 'package.json');
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version;
  });
}
