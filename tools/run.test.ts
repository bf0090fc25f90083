import { once } from 'node:events';
import { rmSync, utimesSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fixture } from './run/fixture.ts';

const build = 'node_modules/turbo/bin/turbo run build --output-logs=errors-only';
let fixture: Fixture;

beforeEach(() => {
  fixture = new Fixture();
});
afterEach(() => fixture.remove());

describe('node tools/run.mjs', () => {
  it('refuses a script it does not know, naming those it does', () => {
    const { status, stderr, stdout } = fixture.run(['strat']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^bearerkit: there is no script "strat".*start, build, test, .*\n$/);
    expect(fixture.run(['constructor']).status).toBe(2);
  });

  it('starts the demo in its own process, and no other, when nothing is stale', () => {
    fixture.run(['build']);
    fixture.started();
    const { pid, stdout, stderr } = fixture.run(['start', '--json']);
    expect(JSON.parse(stdout)).toEqual([pid, process.pid, '--json']);
    expect(stderr).toBe('');
    expect(fixture.started()).toEqual([]);
  });

  it('installs and builds first on a fresh clone, and keeps their output off stdout', () => {
    rmSync(join(fixture.folder, 'node_modules/.package-lock.json'));
    const { stdout, stderr } = fixture.run(['start']);
    expect(stdout).toMatch(/^\[\d+,\d+\]\n$/);
    expect(stderr).toContain('npm noise');
    expect(stderr).toContain('turbo noise');
    expect(fixture.started()).toEqual(['npm.cjs ci --include=dev --include=optional', build]);
  });

  it('installs again when the lockfile asks for something else, and says so when that fails', () => {
    const wanted = { version: '2.0.1', integrity: 'sha512-b' };
    fixture.write('package-lock.json', { packages: { 'node_modules/turbo': wanted } });
    expect(fixture.run(['build']).status).toBe(0);
    expect(fixture.started()).toContain('npm.cjs ci --include=dev --include=optional');
    fixture.write('package-lock.json', { packages: { 'node_modules/turbo': { ...wanted, version: '2.0.2' } } });
    fixture.write('npm.cjs', 'process.exit(7)');
    const { status, stderr } = fixture.run(['build']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/npm ci failed/);
  });

  it('does not miss a package that is optional, for another platform', () => {
    fixture.run(['build']);
    const packages = { 'node_modules/fsevents': { version: '2.0.0', optional: true } };
    fixture.write('package-lock.json', { packages });
    fixture.started();
    fixture.run(['format']);
    expect(fixture.started().some((line) => line.includes(' ci '))).toBe(false);
  });

  it('builds when a source comes, goes, is written or its output is gone, not for a test', () => {
    const index = join(fixture.folder, 'packages/a/src/index.ts');
    const stale = (change: () => void): boolean => {
      change();
      fixture.run(['build']);
      return fixture.started().length > 0;
    };
    expect(stale(() => {})).toBe(true);
    expect(stale(() => {})).toBe(false);
    expect(stale(() => utimesSync(index, 1, 1))).toBe(true);
    expect(stale(() => fixture.write('packages/a/src/deep/more.ts', ''))).toBe(true);
    expect(stale(() => rmSync(join(fixture.folder, 'packages/a/src/deep/more.ts')))).toBe(true);
    expect(stale(() => rmSync(join(fixture.folder, 'packages/a/dist'), { recursive: true }))).toBe(true);
    expect(stale(() => fixture.write('packages/a/src/index.test.ts', 'new'))).toBe(false);
    expect(stale(() => fixture.write('tools/tsup/preset.ts', ''))).toBe(true);
  });

  it('stops at a build that fails, and tries again the next time', () => {
    fixture.write('node_modules/turbo/bin/turbo', 'process.exit(4)');
    const { status, stdout, stderr } = fixture.run(['test']);
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr).toMatch(/the build failed/);
    expect(fixture.run(['test']).status).toBe(4);
  });

  it('hands arguments to the tool and its exit code back', () => {
    const { status, stdout } = fixture.run(['test', 'packages/a', '--bail=1']);
    expect({ status, stdout }).toEqual({ status: 3, stdout: 'vitest run packages/a --bail=1\n' });
  });

  it('runs every check of lint, and fails with the first failure', () => {
    for (const [tool, code] of [
      ['@biomejs/biome/bin/biome', 0],
      ['knip/bin/knip.js', 6],
    ] as const) {
      fixture.write(`node_modules/${tool}`, `console.log('${tool}'); process.exitCode = ${code};`);
    }
    fixture.write('tools/lockfile.mjs', `console.log('lockfile'); process.exitCode = 7;`);
    const { status, stdout } = fixture.run(['lint']);
    expect(stdout).toBe('@biomejs/biome/bin/biome\nknip/bin/knip.js\nlockfile\n');
    expect(status).toBe(6);
  });

  it('runs everything with the pinned Node when the running one is too old, or says what is missing', () => {
    const old = { PRETEND_NODE: '22.17.9' };
    const none = fixture.run(['start'], old);
    expect(none.status).toBe(1);
    expect(none.stderr).toBe(
      'bearerkit: Node 22.18 or newer is needed, this is 22.17.9: install it, then try again.\n',
    );
    const { status, stdout, stderr, pid } = fixture.run(['start', '--json'], fixture.pinNode());
    expect(status).toBe(0);
    expect(JSON.parse(stdout)[1]).toBe(pid);
    expect(stderr).toContain(`pinned ${join(fixture.folder, 'node_modules/node-')}`);
  });

  it('hands SIGTERM and SIGINT on to the child and ends as it did', async () => {
    const main = `process.on('SIGTERM', () => process.exit(5)); process.stdout.write('up'); setInterval(() => {}, 1000);`;
    fixture.write('node_modules/vitest/vitest.mjs', main);
    fixture.run(['build']);
    for (const [signal, code] of [
      ['SIGTERM', 5],
      ['SIGINT', 128 + constants.signals.SIGINT],
    ] as const) {
      const child = fixture.launch(['test']);
      await once(child.stdout as NodeJS.ReadableStream, 'data');
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([code, null]);
    }
  });

  it('ends when the shell that npm started it in is gone, with the demo in its own process or in another', async () => {
    fixture.write(
      'apps/gateway/dist/demo/main.js',
      `process.on('SIGTERM', () => process.exit()); setInterval(() => {
      console.log('up'); }, 50);`,
    );
    fixture.run(['build']);
    for (const environment of [{}, fixture.pinNode()]) {
      const shell = fixture.launchInShell(['start'], { npm_lifecycle_event: 'start', ...environment });
      await once(shell.stdout as NodeJS.ReadableStream, 'data');
      shell.kill('SIGKILL');
      // The pipe ends with the last process that could write to it.
      await once(shell, 'close');
    }
  });
});
