import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'bearerkit-lockfile-'));
const root = join(import.meta.dirname, '..');

afterAll(() => rmSync(folder, { recursive: true }));

function check(packages?: Record<string, object>): { status: number | null; stderr: string } {
  const file = join(folder, 'package-lock.json');
  writeFileSync(file, JSON.stringify({ packages }));
  const given = packages ? [file] : [];
  const { status, stderr } = spawnSync(process.execPath, ['tools/lockfile.mjs', ...given], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stderr };
}

describe('the lockfile', () => {
  it('of this repository is complete and names no registry', () => {
    expect(check()).toEqual({ status: 0, stderr: '' });
  });

  it('finds an optional package beside its dependent and further up', () => {
    const optionalDependencies = { '@a/linux': '1.0.0' };
    const nested = 'node_modules/b/node_modules/@a/tool';
    for (const path of [
      'node_modules/@a/linux',
      'node_modules/b/node_modules/@a/linux',
      `${nested}/node_modules/@a/linux`,
    ]) {
      expect(check({ [nested]: { optionalDependencies }, [path]: {} }).status).toBe(0);
    }
  });

  it('is refused for an optional package that has no entry', () => {
    const packages = { 'node_modules/tool': { optionalDependencies: { 'tool-linux': '1.0.0' } } };
    const elsewhere = { ...packages, 'node_modules/other/node_modules/tool-linux': {} };
    for (const planted of [packages, elsewhere]) {
      const { status, stderr } = check(planted);
      expect(status).toBe(1);
      expect(stderr).toMatch(/"node_modules\/tool" may need tool-linux, which has no entry/);
    }
  });

  it('is refused for an address, not for the folder of a workspace', () => {
    expect(check({ 'node_modules/@bearerkit/core': { resolved: 'packages/core', link: true } }).status).toBe(0);
    const { status, stderr } = check({ 'node_modules/a': { resolved: 'https://packages.example/a.tgz' } });
    expect(status).toBe(1);
    expect(stderr).toMatch(/"node_modules\/a" names where it was downloaded from/);
  });
});
