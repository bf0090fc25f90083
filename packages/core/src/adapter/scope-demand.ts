import type { Auth } from '../auth.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Requirements } from '../types.ts';

/** A demand for scopes of ours, on top of what the guard demanded. */
export interface ScopeDemand {
  met(auth: Auth): boolean;
  /** The guard's demands with this one added: the walk words the refusal by them (RFC 6750 §3.1). */
  strengthen<Options extends Omit<Requirements, 'accept'>>(options: Options): Options & { readonly optional: false };
}

/** All of these scopes. @throws ConfigurationError `invalid_options` without a scope */
export function allScopes(all: readonly string[]): ScopeDemand {
  named(all);
  return {
    met: ({ scopes }) => all.every((scope) => scopes.includes(scope)),
    strengthen: (options) => ({
      ...options,
      scopes: [...new Set([...(options.scopes ?? []), ...all])],
      optional: false,
    }),
  };
}

/** At least one of these scopes. @throws ConfigurationError `invalid_options` without a scope */
export function anyScope(any: readonly string[]): ScopeDemand {
  named(any);
  return {
    met: ({ scopes }) => any.some((scope) => scopes.includes(scope)),
    strengthen: (options) => ({ ...options, scopes: undefined, anyScope: any, optional: false }),
  };
}

function named(scopes: readonly string[]): void {
  if (scopes.length === 0) throw new ConfigurationError('invalid_options', 'name at least one scope', ['scopes']);
}
