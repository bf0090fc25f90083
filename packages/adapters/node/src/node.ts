import type { ProviderRegistry, Requirements } from '@bearerkit/core';
import type { Access } from './access.ts';
import type { Guard, GuardOptions } from './options.ts';
import { isPreflight } from './request.ts';
import { walk } from './walk.ts';

/**
 * Middleware that lets a request on only with a good access token, and keeps the caller for `getAuth`. A token that is
 * known already costs no tick. CORS preflights need no token.
 *
 * @example
 * const guard = requireAuth(registry, { accept: ['acme'], scopes: ['orders:read'] });
 * createServer((req, res) => guard(req, res, () => res.end(getAuth(req).id))).listen(3000);
 * @throws ConfigurationError `unknown_provider`, or `ambiguous_providers` where two of `accept` could take one token
 */
export function requireAuth<K extends string, U>(
  registry: ProviderRegistry<K, U>,
  options: GuardOptions<K> = {},
): Guard {
  registry.check(options as Requirements<K>);
  const access = { registry, options } as Access;
  return (req, res, next) => (isPreflight(req) ? next() : walk(access, req, res, next));
}
