import type { GatewayConfig } from './config.ts';
import type { ConfigDocument } from './document.ts';

/**
 * Refuses routes whose proofs could never hold: those are read only where the file says `dpop`, and are made for a URL
 * of `resource` (RFC 9449 §4.3).
 * @throws ConfigFileError
 */
export function checkDpop(document: ConfigDocument, { routes, dpop, resource }: GatewayConfig): void {
  const { host } = new URL(resource);
  for (const [at, route] of routes.entries()) {
    if (route.public || !(route.dpop || dpop?.required)) continue;
    if (dpop === undefined)
      document.fail(['routes', at, 'dpop'], 'needs `dpop: {}` at the top of the file: else no proof is read');
    if (route.match.host !== undefined && route.match.host !== host) {
      const text = `a proof is made for ${host}, the host of \`resource\`: this route could take none`;
      document.fail(['routes', at, 'match', 'host'], text);
    }
  }
}
