import { type Auth, ConfigurationError } from '@bearerkit/core';
import { accessOf, findAuth } from './access.ts';
import type { Guard, GuardOptions } from './options.ts';
import { isPreflight } from './request.ts';
import { walk } from './walk.ts';

/**
 * Middleware after `requireAuth` that demands all of these scopes of ours, else 403 `insufficient_scope`
 * (RFC 6750 §3.1).
 * @throws ConfigurationError `invalid_options` without a scope; Error on a request that no guard has seen
 */
export function requireScopes(...all: readonly string[]): Guard {
  return demand(
    all,
    ({ scopes }) => all.every((scope) => scopes.includes(scope)),
    ({ scopes = [] }) => ({ scopes: [...new Set([...scopes, ...all])] }),
  );
}

/**
 * Middleware after `requireAuth` that demands at least one of these scopes of ours, else 403 `insufficient_scope`.
 * @throws ConfigurationError `invalid_options` without a scope; Error on a request that no guard has seen
 */
export function requireAnyScope(...any: readonly string[]): Guard {
  return demand(
    any,
    ({ scopes }) => any.some((scope) => scopes.includes(scope)),
    () => ({ scopes: undefined, anyScope: any }),
  );
}

/** The walk words the refusal: a caller who lacks a scope takes it again, with more demanded. */
function demand(
  named: readonly string[],
  met: (auth: Auth) => boolean,
  more: (options: GuardOptions) => GuardOptions,
): Guard {
  if (named.length === 0) throw new ConfigurationError('invalid_options', 'name at least one scope', ['scopes']);
  return (req, res, next) => {
    if (isPreflight(req)) return next();
    const { registry, options } = accessOf(req);
    const auth = findAuth(req);
    if (auth !== undefined && met(auth)) return next();
    walk({ registry, options: { ...options, ...more(options), optional: false } }, req, res, next);
  };
}
