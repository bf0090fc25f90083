import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

/** An npm run by the Node of this process, whatever npm is on PATH; speaks only when it fails. */
function npm(args: readonly string[], cwd: string): Promise<unknown> {
  const path = `${dirname(process.execPath)}:${process.env.PATH ?? ''}`;
  const env = {
    ...process.env,
    PATH: path,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_loglevel: 'error',
  };
  return run('npm', args, { cwd, env, maxBuffer: 64 * 1024 * 1024, timeout: 240_000 });
}

/** A folder outside the repository in which packed packages are installed, as a user would have them. */
export interface Application {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Packs every published package and installs the tarballs, with `more` from the registry, in an empty folder. */
export async function createApplication(more: Readonly<Record<string, string>>): Promise<Application> {
  const folder = await mkdtemp(join(tmpdir(), 'bearerkit-packed-'));
  const tarballs = join(folder, 'tarballs');
  await pack(tarballs);
  const packed: Record<string, string> = {};
  for (const file of await readdir(tarballs)) packed[nameOf(file)] = `file:tarballs/${file}`;
  const manifest = {
    name: 'application',
    private: true,
    type: 'module',
    dependencies: { ...packed, ...more },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  await npm(['install', '--no-package-lock'], folder);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function pack(folder: string): Promise<void> {
  await mkdir(folder);
  await npm(['pack', '--workspaces', '--ignore-scripts', '--pack-destination', folder], root);
}

/** One package as its users get it. */
export interface PackedPackage {
  /** Where the tarball was unpacked. */
  readonly folder: string;
  readonly manifest: Record<string, unknown>;
  /** Relative to the folder. */
  readonly files: readonly string[];
}

/** Packs every published package, and unpacks each tarball beside it. */
export async function packAll() {
  const folder = join(await mkdtemp(join(tmpdir(), 'bearerkit-tarballs-')), 'tarballs');
  await pack(folder);
  const packages: Record<string, PackedPackage> = {};
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.tgz'))) {
    const unpacked = join(folder, file.replace(/\.tgz$/, ''));
    await mkdir(unpacked);
    await run('tar', ['-xzf', join(folder, file), '-C', unpacked, '--strip-components=1']);
    const manifest = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')) as Record<string, unknown>;
    const files = await readdir(unpacked, { recursive: true });
    packages[nameOf(file)] = { folder: unpacked, manifest, files };
  }
  return { folder, packages, remove: () => rm(dirname(folder), { recursive: true, force: true }) };
}

/** Installs tarballs in an empty project; gives the packages that are there then, and what its `index.mjs` prints. */
export async function installAlone(folder: string, paths: readonly string[]) {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'alone', private: true, type: 'module' }));
  await npm(['install', '--no-package-lock', '--prefer-offline', ...paths], folder);
  const entries = await readdir(join(folder, 'node_modules'));
  const scoped = entries.includes('@bearerkit') ? await readdir(join(folder, 'node_modules/@bearerkit')) : [];
  const names = [...entries, ...scoped.map((name) => `@bearerkit/${name}`)];
  const { stdout } = await run(process.execPath, ['index.mjs'], { cwd: folder });
  return { names, printed: stdout };
}

/** `bearerkit-core-0.1.0.tgz` is that of `@bearerkit/core`. */
const nameOf = (file: string) => file.replace(/^bearerkit-/, '@bearerkit/').replace(/-\d+\.\d+\.\d+.*$/, '');

/** The `ts` fences of a page, in order. */
export async function fences(page: string, language: string): Promise<string[]> {
  const text = await readFile(join(root, page), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code);
}

/** A port of the loopback interface that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** A program that was started, and how to end it. */
export interface Program {
  readonly output: () => string;
  stop(): Promise<void>;
}

/** Starts a program and waits until it answers on a port, whatever it answers. */
export async function start(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  port: number,
): Promise<Program> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null)
      throw new Error(`${command} ${args.join(' ')} ended with ${child.exitCode}:\n${output}`);
    const answer = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).catch(() => undefined);
    if (answer !== undefined) return { output: () => output, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`${command} ${args.join(' ')} did not listen on ${port}:\n${output}`);
}

/** Installs a Node 20 in a folder of its own, and gives the path of its program. */
export async function installNode20(folder: string): Promise<string> {
  const name = `node-linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'node20', private: true }));
  await npm(['install', '--no-package-lock', `${name}@20`], folder);
  return join(folder, 'node_modules', name, 'bin/node');
}
