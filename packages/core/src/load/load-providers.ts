import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { providerBrand } from '../provider/brand.ts';
import type { ProviderFactory } from '../provider/provider.ts';

/** A factory whose options are known only at run time. */
export type LoadedFactory = ProviderFactory<string, Readonly<Record<string, unknown>>, string>;

/** A name that can be installed: no path, no URL. */
const packageName = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;

/**
 * Loads the provider packages that the application lists: those whose package.json says `"bearerkit": { "provider":
 * true }`. Nothing is loaded from a path or a URL, and nothing that the application's own package.json does not name.
 *
 * @param applicationFolder folder of the application's package.json
 * @param only package names to look at; a broken package that nobody asked for does no harm @default all
 * @returns package name to factory
 * @throws ConfigurationError `unsupported` for a package of another contract, `invalid_provider` for one without a
 * factory
 */
export async function loadProviders(
  applicationFolder: string,
  only?: readonly string[] | undefined,
): Promise<ReadonlyMap<string, LoadedFactory>> {
  const application = join(applicationFolder, 'package.json');
  const manifest = await readManifest(application);
  const require = createRequire(application);
  const loaded = new Map<string, LoadedFactory>();
  const lists = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies];
  for (const name of new Set(lists.flatMap((list) => Object.keys(list ?? {})))) {
    if (only?.includes(name) === false) continue;
    const own = packageName.test(name) ? await findManifest(require, name) : undefined;
    if (own?.bearerkit?.provider === true) loaded.set(name, brandedExport(name, await load(require, name)));
  }
  return loaded;
}

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly bearerkit?: { readonly provider?: unknown };
}

async function readManifest(path: string): Promise<Manifest> {
  return JSON.parse(await readFile(path, 'utf8')) as Manifest;
}

/** A package's manifest, found without asking its `exports`; `undefined` when it is not installed. */
async function findManifest(require: NodeJS.Require, name: string): Promise<Manifest | undefined> {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return await readManifest(join(folder, name, 'package.json'));
    } catch {
      // Not in this folder: the next one up.
    }
  }
  return undefined;
}

async function load(require: NodeJS.Require, name: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(require.resolve(name)).href);
  } catch (error) {
    const { code = 'unknown error' } = error as { readonly code?: string };
    const text = `${name} can not be loaded (${code}): its \`exports\` need a \`default\` that exists and runs`;
    throw new ConfigurationError('invalid_provider', text, [name]);
  }
}

function brandedExport(name: string, module: Readonly<Record<string, unknown>>): LoadedFactory {
  const factories = new Set(Object.values(module).filter(isBranded));
  const [factory] = factories;
  if (factory === undefined || factories.size > 1) {
    throw new ConfigurationError(
      'invalid_provider',
      `${name} exports ${factories.size} provider factories; it must be one`,
      [name],
    );
  }
  const { contract } = factory.about as { readonly contract: number };
  if (contract !== 1) {
    throw new ConfigurationError('unsupported', `${name} follows provider contract ${contract}; this version reads 1`, [
      name,
    ]);
  }
  return factory;
}

const isBranded = (value: unknown): value is LoadedFactory =>
  typeof value === 'function' && (value as unknown as Record<symbol, unknown>)[providerBrand] === true;
