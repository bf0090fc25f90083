import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Answers, UsageError } from './answers.ts';
import { render } from './render.ts';

const templates = fileURLToPath(new URL('../template/', import.meta.url));

/**
 * Writes the package into a new folder, named like its id. Nothing is overwritten.
 *
 * @returns the files, relative to the folder
 * @throws UsageError when the folder is there already
 */
export async function writePackage(parent: string, answers: Answers): Promise<readonly string[]> {
  const folder = join(parent, answers.id);
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST'
      ? new UsageError(`the folder ${answers.id} is there already; nothing was written`)
      : error;
  });
  const entries = await readdir(templates, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const from = join(entry.parentPath, entry.name);
    // npm leaves some names out of packages, and tools take `.ts` files for sources: all templates end in `.txt`.
    const name = render(from.slice(templates.length).replace(/\.txt$/, ''), answers).replace(/^dot-/, '.');
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), render(await readFile(from, 'utf8'), answers), { flag: 'wx' });
    files.push(name);
  }
  return files.sort();
}
