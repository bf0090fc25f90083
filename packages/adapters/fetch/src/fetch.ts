import type { ProviderRegistry, Requirements } from '@bearerkit/core';
import type { Access } from './access.ts';
import type { Guard, GuardOptions } from './options.ts';
import { isPreflight } from './preflight.ts';
import { walk } from './walk.ts';

/**
 * Wraps handlers so that they run only with a good access token, and keeps the caller for `getAuth`. A token that is
 * known already costs no tick. CORS preflights need no token.
 *
 * @example
 * const guard = requireAuth(registry, { accept: ['acme'], scopes: ['orders:read'] });
 * export default { fetch: guard((request) => Response.json({ caller: getAuth(request).id })) };
 * @throws ConfigurationError `unknown_provider`, or `ambiguous_providers` where two of `accept` could take one token
 */
export function requireAuth<K extends string, U, Rest extends readonly unknown[] = readonly unknown[]>(
  registry: ProviderRegistry<K, U>,
  options: GuardOptions<K, Rest> = {},
): Guard<Rest> {
  registry.check(options as Requirements<K>);
  const access = { registry, options } as unknown as Access;
  return (handler) =>
    (request, ...rest) =>
      isPreflight(request) ? handler(request, ...rest) : walk(access, handler, request, rest);
}
