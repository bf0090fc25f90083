import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const tools = join(import.meta.dirname, '..');

// Loaded into run.mjs before it starts: notes every process it starts, and may pretend to be an older Node.
const preload = `
import childProcess from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
if (process.argv[1].endsWith('run.mjs')) {
  for (const name of ['spawn', 'spawnSync', 'fork', 'exec', 'execSync', 'execFile', 'execFileSync']) {
    const original = childProcess[name];
    childProcess[name] = (...all) => {
      appendFileSync('started', [all[0], ...(all[1] ?? [])].join(' ') + '\\n');
      return original(...all);
    };
  }
  syncBuiltinESMExports();
  const node = process.env.PRETEND_NODE;
  if (node) Object.defineProperty(process, 'versions', { value: { ...process.versions, node } });
}`;

const lockfile = { packages: { '': {}, 'node_modules/turbo': { version: '2.0.0', integrity: 'sha512-a' } } };

/** A small repository in a temporary folder around the real `run.mjs`, with stand-ins for npm, turbo and vitest. */
export class Fixture {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'bearerkit-run-')));

  constructor() {
    for (const name of ['run.mjs', 'run'])
      cpSync(join(tools, name), join(this.folder, 'tools', name), { recursive: true });
    this.write('preload.mjs', preload);
    this.write('started', '');
    this.write('package.json', { type: 'module', workspaces: ['packages/*', 'apps/*'] });
    this.write('package-lock.json', lockfile);
    this.write('node_modules/.package-lock.json', lockfile);
    this.write(
      'npm.cjs',
      `require('fs').copyFileSync('package-lock.json', 'node_modules/.package-lock.json'); console.log('npm noise')`,
    );
    this.write('packages/a/package.json', { scripts: { build: 'tsup' } });
    this.write('packages/a/src/index.ts', 'export const a = 1;');
    this.write('packages/a/src/index.test.ts', '');
    this.write(
      'node_modules/turbo/bin/turbo',
      `require('fs').mkdirSync('packages/a/dist', { recursive: true }); console.log('turbo noise')`,
    );
    this.write(
      'node_modules/vitest/vitest.mjs',
      `console.log('vitest', process.argv.slice(2).join(' ')); process.exitCode = 3;`,
    );
    this.write(
      'apps/gateway/dist/demo/main.js',
      `console.log(JSON.stringify([process.pid, process.ppid, ...process.argv.slice(2)]))`,
    );
  }

  write(path: string, content: string | object): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }

  /** The processes that run.mjs started since the last look, without the path of Node. */
  started(): string[] {
    const lines = readFileSync(join(this.folder, 'started'), 'utf8').trim().split('\n');
    this.write('started', '');
    return lines.filter(Boolean).map((line) => line.replace(/^\S*\/node /, '').replaceAll(`${this.folder}/`, ''));
  }

  run(args: string[], environment: Record<string, string> = {}): SpawnSyncReturns<string> {
    return spawnSync(process.execPath, this.#arguments(args), { ...this.#options(environment), encoding: 'utf8' });
  }

  /** As `run`, without waiting for its end. */
  launch(args: string[], environment: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, this.#arguments(args), this.#options(environment));
  }

  /** As npm does it: in a shell of its own. */
  launchInShell(args: string[], environment: Record<string, string> = {}): ChildProcess {
    const command = [process.execPath, ...this.#arguments(args)].map((part) => `'${part}'`).join(' ');
    return spawn('sh', ['-c', `${command}; exit $?`], this.#options(environment));
  }

  /** Puts a pinned Node into `node_modules`; the environment makes the running one look too old. */
  pinNode(): Record<string, string> {
    const pinned = `node_modules/node-${process.platform}-${process.arch}/bin/node`;
    this.write(pinned, `#!/bin/sh\necho "pinned $PATH" >&2\nexec "${process.execPath}" "$@"\n`);
    chmodSync(join(this.folder, pinned), 0o755);
    return { PRETEND_NODE: '22.17.9' };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  #arguments(args: string[]): string[] {
    return [
      '--import',
      pathToFileURL(join(this.folder, 'preload.mjs')).href,
      join(this.folder, 'tools/run.mjs'),
      ...args,
    ];
  }

  #options(environment: Record<string, string>): { cwd: string; env: NodeJS.ProcessEnv } {
    return { cwd: this.folder, env: { ...process.env, npm_execpath: join(this.folder, 'npm.cjs'), ...environment } };
  }
}
