import { accessOf, allScopes, anyScope, findAuth, type ScopeDemand } from '@bearerkit/core/adapter';
import type { Guard, GuardOptions } from './options.ts';
import { isPreflight } from './preflight.ts';
import { walk } from './walk.ts';

/**
 * Wraps a handler inside `requireAuth` to demand all of these scopes of ours, else 403 `insufficient_scope`
 * (RFC 6750 §3.1).
 *
 * @example
 * guard(requireScopes('orders:write')(createOrder))
 * @throws ConfigurationError `invalid_options` without a scope; Error on a request that no guard has seen
 */
export function requireScopes(...all: readonly string[]): Guard {
  return demand(allScopes(all));
}

/**
 * Wraps a handler inside `requireAuth` to demand at least one of these scopes of ours, else 403 `insufficient_scope`.
 * @throws ConfigurationError `invalid_options` without a scope; Error on a request that no guard has seen
 */
export function requireAnyScope(...any: readonly string[]): Guard {
  return demand(anyScope(any));
}

/** The walk words the refusal: a caller who lacks a scope takes it again, with more demanded. */
function demand({ met, strengthen }: ScopeDemand): Guard {
  return (handler) =>
    (request, ...rest) => {
      if (isPreflight(request)) return handler(request, ...rest);
      const { registry, options } = accessOf<GuardOptions>(request);
      const auth = findAuth(request);
      if (auth !== undefined && met(auth)) return handler(request, ...rest);
      return walk({ registry, options: strengthen(options) }, handler, request, rest);
    };
}
