import { createProviderRegistry } from '@bearerkit/core';
import { ConfigurationError } from '@bearerkit/core/errors';
import { isReserved } from '../listener/own-paths.ts';
import { checkDpop } from './check-dpop.ts';
import { checkMatching } from './check-matching.ts';
import type { GatewayConfig, RouteConfig } from './config.ts';
import type { ConfigDocument } from './document.ts';

/** Looks at what no single part of the file can tell. @throws ConfigFileError */
export function checkConfig(document: ConfigDocument, config: GatewayConfig): void {
  const { listen, admin, routes, providers, resource, dpop } = config;
  if (listen.port !== 0 && listen.port === admin.listen.port && listen.host === admin.listen.host) {
    document.fail(['admin', 'listen'], 'is the public address too: the two must differ');
  }
  const registry = createProviderRegistry(providers, { resource, dpop });
  for (const [at, route] of routes.entries()) {
    checkRoute(document, config, at, route);
    try {
      registry.check({ accept: route.accept ?? [] });
    } catch (error) {
      if (!ConfigurationError.isInstance(error)) throw error;
      document.fail(['routes', at, 'accept'], error.message);
    }
  }
  checkDpop(document, config);
  checkMatching(document, config);
}

function checkRoute(document: ConfigDocument, config: GatewayConfig, at: number, route: RouteConfig): void {
  const { upstream: name, accept, match } = route;
  const fail = (key: string, text: string): never => document.fail(['routes', at, ...key.split('.')], text);
  const upstreams = Object.keys(config.upstreams).join(', ') || 'none';
  const upstream =
    config.upstreams[name] ?? fail('upstream', `no upstream is called \`${name}\`; there are ${upstreams}`);
  if (isReserved(match.path)) fail('match.path', `${match.path.text} belongs to the gateway itself`);
  if (route.public) {
    if (accept !== undefined) fail('accept', 'a public route accepts no token: leave out one of `public` and `accept`');
    for (const demand of ['scopes', 'dpop', 'acr'] as const) {
      if (route[demand] !== undefined) fail(demand, `a public route has no caller whose ${demand} could be checked`);
    }
    return;
  }
  const missing = 'is missing: name the providers whose tokens are taken, or say `public: true`';
  if (accept === undefined) fail('accept', missing);
  for (const part of ['users', 'actAs'] as const) {
    const text = `\`${name}\` needs \`${part}\`, because this route is not public`;
    if (upstream[part] === undefined) fail('upstream', text);
  }
}
