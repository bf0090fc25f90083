import type { Decide } from '../pipeline/decide.ts';
import { json, send } from '../pipeline/errors/answer.ts';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import type { ProxyRequest } from '../proxy/proxy.ts';
import { readTarget, type Target } from '../proxy/target.ts';
import type { GatewayRegistry } from '../runtime.ts';
import { checkRequest } from './check-request.ts';
import type { Exchange, Handle } from './exchange.ts';
import type { Health } from './health.ts';
import { allowMethods } from './methods.ts';
import { isOwnPath } from './own-paths.ts';

/** What the public listener is made of. */
export interface PublicParts {
  readonly registry: GatewayRegistry;
  readonly health: Health;
  readonly jwks: object;
  readonly login: (exchange: Exchange, target: Target) => Promise<void>;
  readonly decide: Decide;
  readonly proxy: ProxyRequest;
}

/** The public listener: the gateway's own paths first, then the routes. */
export function createPublic(parts: PublicParts): Handle {
  const { registry, health, jwks, login, decide, proxy } = parts;
  const metadata = registry.metadata();
  const { pathname } = new URL(metadata.resource);
  const documents = new Map<string, () => object>([
    ['/.well-known/bearerkit/jwks.json', () => jwks],
    // RFC 9728 §3.1: the well-known part goes between host and path.
    [`/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`, () => metadata],
  ]);
  return async (exchange) => {
    const { request, response, entry } = exchange;
    const host = checkRequest(request);
    const target = readTarget(request.url ?? '');
    const { method = '' } = request;
    if (!isOwnPath(target.decoded)) {
      const decision = await decide(request, { method, host, path: target.decoded }, entry);
      return proxy(exchange, target, decision);
    }
    if (target.path.startsWith('/auth/')) return login(exchange, target);
    if (await health.answer(exchange, target.path)) return;
    const document = documents.get(target.path);
    if (document === undefined) throw new HttpProblem('not_found', 'the gateway has no such page');
    allowMethods(method, 'GET', 'HEAD');
    entry.outcome = 'answered';
    send(request, response, json(document()));
  };
}
