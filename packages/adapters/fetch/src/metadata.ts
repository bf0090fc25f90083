import type { ProviderRegistry } from '@bearerkit/core';

/**
 * Handler for `/.well-known/oauth-protected-resource`: tells clients, also those in a browser, which authorization
 * servers' tokens this API takes (RFC 9728 §3). Clients may keep it for an hour.
 *
 * @throws ConfigurationError `invalid_options` when the registry has no `resource`
 */
export function metadata(registry: Pick<ProviderRegistry, 'metadata'>): (request: Request) => Response {
  const body = JSON.stringify(registry.metadata());
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'public, max-age=3600',
    'access-control-allow-origin': '*',
  };
  return ({ method }) => {
    if (method === 'HEAD') return new Response(null, { headers });
    return method === 'GET'
      ? new Response(body, { headers })
      : new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  };
}
