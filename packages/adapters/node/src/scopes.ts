import { accessOf, allScopes, anyScope, findAuth, type ScopeDemand } from '@bearerkit/core/adapter';
import type { Guard, GuardOptions } from './options.ts';
import { isPreflight } from './request.ts';
import { walk } from './walk.ts';

/**
 * Middleware after `requireAuth` that demands all of these scopes of ours, else 403 `insufficient_scope`
 * (RFC 6750 §3.1).
 * @throws ConfigurationError `invalid_options` without a scope; Error on a request that no guard has seen
 */
export function requireScopes(...all: readonly string[]): Guard {
  return demand(allScopes(all));
}

/**
 * Middleware after `requireAuth` that demands at least one of these scopes of ours, else 403 `insufficient_scope`.
 * @throws ConfigurationError `invalid_options` without a scope; Error on a request that no guard has seen
 */
export function requireAnyScope(...any: readonly string[]): Guard {
  return demand(anyScope(any));
}

/** The walk words the refusal: a caller who lacks a scope takes it again, with more demanded. */
function demand({ met, strengthen }: ScopeDemand): Guard {
  return (req, res, next) => {
    if (isPreflight(req)) return next();
    const { registry, options } = accessOf<GuardOptions>(req);
    const auth = findAuth(req);
    if (auth !== undefined && met(auth)) return next();
    walk({ registry, options: strengthen(options) }, req, res, next);
  };
}
