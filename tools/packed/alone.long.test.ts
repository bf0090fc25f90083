import { readdirSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installAlone, packAll } from './application.ts';

const ids = readdirSync(join(import.meta.dirname, '../../packages/providers'));
let tarballs: Awaited<ReturnType<typeof packAll>>;

beforeAll(async () => {
  tarballs = await packAll();
}, 120_000);
afterAll(() => tarballs.remove());

it.each(ids)(
  '@bearerkit/%s installs in an empty project with core alone, and is there',
  async (id) => {
    const folder = await mkdtemp(join(tmpdir(), 'bearerkit-alone-'));
    try {
      const files = (await readdir(tarballs.folder)).filter((file) => file.endsWith('.tgz'));
      const wanted = files.filter((file) =>
        [`bearerkit-core-0`, `bearerkit-${id}-0`].some((one) => file.startsWith(one)),
      );
      const paths = wanted.map((file) => join(tarballs.folder, file));
      expect(paths).toHaveLength(2);
      await writeFile(join(folder, 'index.mjs'), `console.log(Object.keys(await import('@bearerkit/${id}')).join());`);
      const { names, printed } = await installAlone(folder, paths);
      expect(names.filter((name) => name.startsWith('@bearerkit/')).sort()).toEqual(
        [`@bearerkit/${id}`, '@bearerkit/core'].sort(),
      );
      expect(printed).toMatch(/^[a-z]\w+(,[a-z]\w+)*\n$/i);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
