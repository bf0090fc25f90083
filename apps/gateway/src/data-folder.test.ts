import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDataFolder } from './data-folder.ts';
import { openAssertionKey } from './pipeline/act-as/assertion-key.ts';

let folder: string;
let warnings: string[];
const open = () => openDataFolder(join(folder, 'data'), (text) => warnings.push(text));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-'));
  warnings = [];
});
afterEach(() => rm(folder, { recursive: true }));

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('the first run makes folder and key for the owner alone, and says so; later runs find them', async () => {
  const first = await open();
  expect((await stat(first.path)).mode & 0o777).toBe(0o700);
  expect((await stat(join(first.path, 'key'))).mode & 0o777).toBe(0o600);
  expect(warnings).toEqual([expect.stringContaining('key is new')]);
  const second = await open();
  expect(warnings).toHaveLength(1);
  expect(hex(second.derive('a'))).toBe(hex(first.derive('a')));
});

it('each purpose has a key of its own (RFC 5869)', async () => {
  const data = await open();
  const keys = ['a', 'b', 'token hash'].map((label) => hex(data.derive(label)));
  expect(new Set(keys).size).toBe(3);
  expect(keys.every((key) => key.length === 64)).toBe(true);
});

it('ten that start at once have one key, and leave nothing half-made (rule 51)', async () => {
  const folders = await Promise.all(Array.from({ length: 10 }, open));
  const keys = await Promise.all(folders.map(async (data) => (await openAssertionKey(data)).kid));
  expect(new Set(keys).size).toBe(1);
  expect(new Set(folders.map((data) => hex(data.derive('a')))).size).toBe(1);
  expect((await readdir(join(folder, 'data'))).sort()).toEqual(['assertion-key.pem', 'key']);
  expect((await stat(join(folder, 'data/assertion-key.pem'))).mode & 0o777).toBe(0o600);
});

it('a key that others can read is told about; one that is damaged is refused', async () => {
  const { path } = await open();
  await chmod(join(path, 'key'), 0o644);
  await open();
  expect(warnings.at(-1)).toContain('chmod 600');
  await writeFile(join(path, 'key'), 'short');
  await expect(open()).rejects.toThrow('has 5 bytes; it must have 32');
  await rm(join(path, 'key'));
  await writeFile(join(path, 'assertion-key.pem'), 'nonsense');
  await expect(openAssertionKey(await open())).rejects.toThrow();
});

it('a folder that others can change is told about, at every start', async () => {
  const { path } = await open();
  for (const mode of [0o720, 0o702, 0o777]) {
    await chmod(path, mode);
    await open();
    expect(warnings.pop()).toContain(`chmod 700 ${path}`);
  }
  await chmod(path, 0o755);
  const { length } = warnings;
  await open();
  expect(warnings).toHaveLength(length);
});
