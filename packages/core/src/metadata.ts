import type { Dpop } from './dpop/settings.ts';
import { ConfigurationError } from './errors/configuration-error.ts';
import type { Instance } from './internal/instance.ts';
import type { ProtectedResourceMetadata } from './types.ts';

/**
 * RFC 9728 §2: the document a client reads to learn where to get a token for this API.
 * @throws ConfigurationError without `resource`
 */
export function resourceMetadata(
  resource: string | undefined,
  instances: Iterable<Instance>,
  dpop?: Dpop | undefined,
): ProtectedResourceMetadata {
  if (resource === undefined) {
    throw new ConfigurationError('invalid_options', 'set `resource` to the URL of this API to serve its metadata', [
      'resource',
    ]);
  }
  const servers = new Set<string>();
  const scopes = new Set<string>();
  for (const instance of instances) {
    for (const rule of instance.provider.accepts) {
      for (const issuer of instance.issuers(rule.issuer ?? 'issuer')) servers.add(issuer);
    }
    const { grant } = instance.provider;
    if (typeof grant === 'object') for (const scope of grant) scopes.add(scope);
  }
  return {
    resource,
    // RFC 9728 §3.2: members without elements are left out.
    ...(servers.size === 0 ? {} : { authorization_servers: [...servers] }),
    ...(scopes.size === 0 ? {} : { scopes_supported: [...scopes] }),
    bearer_methods_supported: ['header'],
    ...(dpop === undefined ? {} : { dpop_signing_alg_values_supported: dpop.algorithms }),
    ...(dpop?.isRequired === true ? { dpop_bound_access_tokens_required: true } : {}),
  };
}
