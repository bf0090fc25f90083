import { isLoopback } from '../config/address.ts';
import { checkRequest } from '../listener/check-request.ts';
import type { Handle } from '../listener/exchange.ts';
import type { Health } from '../listener/health.ts';
import { allowMethods } from '../listener/methods.ts';
import { json, send } from '../pipeline/errors/answer.ts';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import { readTarget } from '../proxy/target.ts';

/** What the admin listener is made of. */
export interface AdminParts {
  readonly health: Health;
  readonly jwks: object;
  /**
   * Bound to this machine alone: then only names of this machine are answered, so that no web page gets in by
   * rebinding.
   */
  readonly local: boolean;
}

/** The admin listener: health and keys. Never the same origin as proxied content. */
export function createAdmin({ health, jwks, local }: AdminParts): Handle {
  return async (exchange) => {
    const { request, response, entry } = exchange;
    const host = checkRequest(request);
    if (local && !isLoopback(host.name))
      throw new HttpProblem('misdirected_request', 'Host is no name of this machine');
    const { path } = readTarget(request.url ?? '');
    if (await health.answer(exchange, path)) return;
    if (path !== '/.well-known/bearerkit/jwks.json') throw new HttpProblem('not_found', 'the gateway has no such page');
    allowMethods(request.method, 'GET', 'HEAD');
    entry.outcome = 'answered';
    send(request, response, json(jwks));
  };
}
