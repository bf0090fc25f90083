import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { checkConfig } from './check.ts';
import type { GatewayConfig } from './config.ts';
import { ConfigFileError } from './config-file-error.ts';
import { type ConfigDocument, parseConfig } from './document.ts';
import { failWith } from './problem.ts';
import { makeProviders, type ProviderLoader } from './providers.ts';
import { configSchema } from './schema.ts';
import { fillIn } from './values.ts';

/** What {@link loadConfig} needs besides the file. */
export interface LoadOptions {
  /** Finds provider packages, such as `loadProviders` of `@bearerkit/core/load` does. */
  readonly load: ProviderLoader;
  /** @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Reads and checks a configuration file, all or nothing.
 *
 * @param file path of a YAML file; relative names in it begin at its folder
 * @throws ConfigFileError with file, line, key and what to change, on one line
 */
export async function loadConfig(file: string, options: LoadOptions): Promise<GatewayConfig> {
  const document = parseConfig(file, await read(file));
  const folder = dirname(resolve(file));
  const warnings: string[] = [];
  const environment = options.environment ?? process.env;
  const filled = fillIn(document, { folder, environment, warn: (text) => void warnings.push(text) });
  const parsed = configSchema.safeParse(filled);
  if (!parsed.success) return failWith(document, parsed.error.issues);
  const { listen, admin, resource, upstreams, dpop, policy, routes } = parsed.data;
  const providers = await makeProviders(document, parsed.data.providers, options.load);
  const config: GatewayConfig = {
    file,
    listen,
    admin,
    resource,
    store: storeUrl(document, parsed.data.store, folder),
    data: resolve(folder, parsed.data.data),
    providers,
    upstreams,
    dpop,
    policy,
    routes,
    warnings,
  };
  checkConfig(document, config);
  return config;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigFileError({ file }, code === 'ENOENT' ? 'the file does not exist' : `can not be read (${code})`);
  }
}

/** A file of SQLite, beside the configuration. The URL of another database is not repeated: it may hold a password. */
function storeUrl(document: ConfigDocument, url: string, folder: string): string {
  const [, path] = /^sqlite:(?!\/\/)(.+)$/.exec(url) ?? [];
  if (path === undefined) return document.fail(['store'], 'only SQLite is supported: sqlite:./bearerkit.db');
  return path === ':memory:' ? url : `sqlite:${resolve(folder, path)}`;
}
