import type { Exchange } from '../listener/exchange.ts';
import type { Decision } from '../pipeline/decide.ts';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import { isForm, readForm } from './form-body.ts';
import { forward } from './forward.ts';
import { ourHeaders } from './our-headers.ts';
import { plainName } from './protected-names.ts';
import { stripQuery } from './query.ts';
import { cleanRequestHeaders } from './request-headers.ts';
import type { Target } from './target.ts';
import type { Upstream } from './upstream.ts';

/** Sends a request that was decided on to its upstream. */
export type ProxyRequest = (exchange: Exchange, target: Target, decision: Decision) => Promise<void>;

/** Makes the proxy for a set of upstreams. @param resource the URL clients reach the gateway at */
export function createProxy(upstreams: ReadonlyMap<string, Upstream>, resource: string): ProxyRequest {
  const about = new URL(resource);
  const names = [...upstreams.values()].flatMap(({ actAs }) => actAs?.names ?? []);
  const ours: ReadonlySet<string> = new Set(names.map(plainName));
  return async (exchange, target, { route, caller }) => {
    const { request, response, id, address, entry, takeBody, tooSlow: signal } = exchange;
    const upstream = upstreams.get(route.upstream);
    if (upstream === undefined) throw new HttpProblem('internal_error', `no upstream ${route.upstream}`);
    const headers = cleanRequestHeaders(request.rawHeaders, ours);
    headers.push(
      ...ourHeaders(upstream, request.method ?? '', { id, address, resource: about, host: route.match.host }),
    );
    if (caller !== undefined) headers.push(...(await identityHeaders(upstream, caller)));
    entry.outcome = caller === undefined ? 'public' : 'allowed';
    const body = upstream.type !== 'http' && isForm(request) ? await readForm(exchange) : undefined;
    takeBody();
    const path = target.path + stripQuery(target.query);
    const answersAs = upstream.type === 'http' ? undefined : caller?.user.username;
    await forward(request, response, { ...upstream, path, headers, body, signal, ours, answersAs });
  };
}

/** A caller without a way to name him must not go on as nobody. */
async function identityHeaders(
  { actAs, key }: Upstream,
  caller: NonNullable<Decision['caller']>,
): Promise<readonly string[]> {
  if (actAs === undefined) throw new HttpProblem('internal_error', `${key} has no actAs`);
  return actAs.headers(caller);
}
