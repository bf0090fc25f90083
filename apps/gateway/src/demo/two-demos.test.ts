import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { startDemo } from './demo.ts';
import { readableLog } from './readable-log.ts';

const quiet = readableLog(new PassThrough().resume());

it('two demos in one place do not touch each other: when one stops, the other goes on', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'bearerkit-demos-'));
  const one = await startDemo(parent, quiet);
  const other = await startDemo(parent, quiet);
  const call = async ({ values }: typeof one) => {
    const headers = { authorization: `Bearer ${values.token}` };
    return (await fetch(`${values.gateway}/confluence/rest/api/content/`, { headers })).status;
  };
  expect([await call(one), await call(other)]).toEqual([200, 200]);
  expect(await readdir(parent)).toHaveLength(2);
  await one.stop();
  const [left = ''] = await readdir(parent);
  expect(await readdir(join(parent, left))).toContain('bearerkit.db');
  expect(await call(other)).toBe(200);
  await other.stop();
  expect(await readdir(parent)).toEqual([]);
  await rm(parent, { recursive: true });
});
