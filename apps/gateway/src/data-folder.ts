import { hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the gateway keeps what is secret and its own: each file 0600, made once. */
export interface DataFolder {
  readonly path: string;
  /** A 32-byte key for one purpose, derived from the folder's key (HKDF-SHA-256, RFC 5869). */
  derive(label: string): Uint8Array;
  /** The content of a secret file; made by `create` when it is not there yet. */
  secret(name: string, create: () => string | Uint8Array): Promise<Buffer>;
}

/**
 * Opens the data folder, and makes it and its key at the first run.
 * @param warn told about a key just made, about files that others can read, and about a folder that others can change
 */
export async function openDataFolder(path: string, warn: (text: string) => void): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (((await stat(path)).mode & 0o022) !== 0) {
    warn(`${path} can be changed by others, who could put keys of their own there: chmod 700 ${path}`);
  }
  const secret: DataFolder['secret'] = async (name, create) => {
    const file = join(path, name);
    const known = await readIfThere(file);
    if (known === undefined) {
      await createOnce(file, create());
      warn(`${file} is new: keep it safe, and give the same file to every instance that shares the store`);
    } else if (((await stat(file)).mode & 0o077) !== 0) {
      warn(`${file} can be read by others: chmod 600 ${file}`);
    }
    return known ?? readFile(file);
  };
  const key = await secret('key', () => randomBytes(32));
  if (key.length !== 32) throw new Error(`${join(path, 'key')} has ${key.length} bytes; it must have 32`);
  return { path, secret, derive: (label) => new Uint8Array(hkdfSync('sha256', key, '', `bearerkit ${label}`, 32)) };
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes a file whole or not at all. When somebody else was faster, theirs stays. */
async function createOnce(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  const folder = await open(join(file, '..'), 'r');
  await folder.sync().finally(() => folder.close());
}
