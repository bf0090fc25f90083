import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProviderRegistry } from '@bearerkit/core';

/**
 * Handler for `/.well-known/oauth-protected-resource`: tells clients, also those in a browser, which authorization
 * servers' tokens this API takes (RFC 9728 §3). Clients may keep it for an hour.
 *
 * @throws ConfigurationError `invalid_options` when the registry has no `resource`
 */
export function metadata(
  registry: Pick<ProviderRegistry, 'metadata'>,
): (req: IncomingMessage, res: ServerResponse) => void {
  const body = JSON.stringify(registry.metadata());
  return (req, res) => {
    const known = req.method === 'GET' || req.method === 'HEAD';
    res.statusCode = known ? 200 : 405;
    if (!known) return void res.setHeader('allow', 'GET, HEAD').end();
    res.setHeader('content-type', 'application/json');
    res.setHeader('content-length', Buffer.byteLength(body));
    res.setHeader('cache-control', 'public, max-age=3600');
    res.setHeader('access-control-allow-origin', '*');
    res.end(body);
  };
}
