import type { IncomingMessage } from 'node:http';
import type { Requirements } from '@bearerkit/core';
import type { GatewayConfig, RouteConfig } from '../config/config.ts';
import type { Entry } from '../listener/exchange.ts';
import { findRoute, type RouteQuestion } from '../proxy/router.ts';
import type { Runtime } from '../runtime.ts';
import type { Caller } from './act-as/act-as.ts';
import { authenticate } from './authenticate/authenticate.ts';
import { checkPolicy } from './authorize/policy.ts';
import { requirementsOf } from './authorize/requirements.ts';
import { HttpProblem } from './errors/http-problem.ts';

/** A request may go to an upstream. */
export interface Decision {
  readonly route: RouteConfig;
  /** Whom it acts for; absent on a public route. */
  readonly caller?: Caller | undefined;
}

/**
 * Decides one request; what it learns on the way goes to `entry`. @throws AuthError, or HttpProblem when no route
 * matches
 */
export type Decide = (request: IncomingMessage, question: RouteQuestion, entry: Entry) => Promise<Decision>;

interface PreparedRoute extends RouteConfig {
  readonly requirements: Requirements;
  readonly name: string;
}

/** The one way in: route, switch, token, scopes, local user. Whatever is not said is denied. */
export function createDecide({ config, registry, people }: Runtime): Decide {
  const routes = config.routes.map(prepare);
  return async (request, question, entry) => {
    const route = findRoute(routes, question);
    if (route === undefined) throw new HttpProblem('not_found', 'no route matches');
    entry.route = route.name;
    entry.upstream = route.upstream;
    if (route.public) return { route };
    checkPolicy(config.policy);
    const auth = await authenticate(registry, request, route.requirements);
    entry.provider = auth.provider;
    entry.subject = auth.subject;
    const directory = people.get(route.upstream);
    if (directory === undefined) throw new HttpProblem('internal_error', `${route.upstream} has no users`);
    const user = await directory.find(auth, registry.provider(auth.provider).identity);
    entry.user = user.username;
    return { route, caller: { user, auth } };
  };
}

function prepare(route: GatewayConfig['routes'][number], at: number): PreparedRoute {
  return {
    ...route,
    requirements: requirementsOf(route),
    name: `${at} ${route.match.host ?? ''}${route.match.path.text}`,
  };
}
