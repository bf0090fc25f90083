import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packAll } from './application.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
let tarballs: Awaited<ReturnType<typeof packAll>>;

beforeAll(async () => {
  tarballs = await packAll();
});
afterAll(() => tarballs.remove());

it('every published package is packed', () => {
  expect(Object.keys(tarballs.packages)).toContain('@bearerkit/core');
  expect(Object.keys(tarballs.packages).length).toBeGreaterThanOrEqual(9);
});

it('publint finds nothing in any tarball', async () => {
  const found: string[] = [];
  for (const [name, { folder, manifest }] of Object.entries(tarballs.packages)) {
    const { messages } = await publint({ pkgDir: folder, pack: false, strict: true });
    for (const message of messages) found.push(`${name}: ${formatMessage(message, manifest) ?? message.code}`);
  }
  expect(found).toEqual([]);
});

it('every import door resolves with types, for node16 and bundlers (attw, ESM only)', async () => {
  const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  for (const file of await readdir(tarballs.folder)) {
    if (!file.endsWith('.tgz')) continue;
    const args = [attw, '--profile', 'esm-only', '--no-color', '--format', 'ascii', join(tarballs.folder, file)];
    const problems = await run(process.execPath, args).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
    expect(problems, file).toBe('');
  }
}, 120_000);

it('no tarball holds a test, a source or a demo', async () => {
  for (const { files } of Object.values(tarballs.packages)) {
    // What `npm create` writes is a source and a test.
    const own = files.filter((file) => !file.startsWith('template/'));
    expect(own.filter((file) => /\.test\.|^src\/|\bdemo\/|__fixtures__/.test(file))).toEqual([]);
  }
});
