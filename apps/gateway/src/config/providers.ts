import { ConfigurationError } from '@bearerkit/core/errors';
import type { LoadedFactory } from '@bearerkit/core/load';
import type { Provider } from '@bearerkit/core/provider';
import { urlProblem } from './address.ts';
import type { ConfigDocument, Path } from './document.ts';
import type { ConfigValues } from './schema.ts';

/** Gives the factory of an installed provider package; `undefined` when the application has none of that name. */
export type ProviderLoader = (packageName: string) => LoadedFactory | undefined | Promise<LoadedFactory | undefined>;

/** Makes the configured providers. @throws ConfigFileError */
export async function makeProviders(
  document: ConfigDocument,
  values: ConfigValues['providers'],
  load: ProviderLoader,
): Promise<Readonly<Record<string, Provider>>> {
  const providers: Record<string, Provider> = {};
  for (const [key, { use, ...options }] of Object.entries(values)) {
    const path: Path = ['providers', key];
    const factory = await within(document, [...path, 'use'], async () => load(use));
    if (factory === undefined) {
      document.fail(
        [...path, 'use'],
        `\`${use}\` is no provider package of this application: \`npm install\` it here, and if it is your own, see that its package.json says "bearerkit": { "provider": true }`,
      );
    }
    providers[key] = await within(document, path, async () => factory(options));
    checkRedirectUris(document, path, providers[key]);
  }
  return providers;
}

/** Turns a complaint about options into one about the file. @throws ConfigFileError */
async function within<T>(document: ConfigDocument, path: Path, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!ConfigurationError.isInstance(error)) throw error;
    return document.fail(placeOf(document, path, error.path), error.message);
  }
}

/** An endpoint may have come from an option of its own name: `issuer` rather than `endpoints.issuer`. */
function placeOf(document: ConfigDocument, path: Path, rest: readonly string[]): Path {
  const steps = rest.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const [first, name] = rest;
  const own = first === 'endpoints' && name !== undefined ? [...path, name] : undefined;
  const isOwn = own !== undefined && !document.has([...path, ...steps]) && document.has(own);
  return isOwn ? own : path.at(-1) === 'use' ? path : [...path, ...steps];
}

function checkRedirectUris(document: ConfigDocument, path: Path, { relay }: Provider): void {
  for (const [at, uri] of (relay?.redirectUris ?? []).entries()) {
    const isOfAnApp = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:\//i.test(uri) && !uri.includes('#');
    const problem = isOfAnApp ? undefined : urlProblem(uri, 'https, a loopback address or the scheme of an app');
    if (problem !== undefined) document.fail([...path, 'relay', 'redirectUris', at], `this redirect URI ${problem}`);
  }
}
