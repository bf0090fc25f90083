import { randomUUID } from 'node:crypto';
import type { Exchange } from '../listener/exchange.ts';
import { allowMethods } from '../listener/methods.ts';
import { send } from '../pipeline/errors/answer.ts';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import type { Target } from '../proxy/target.ts';
import type { GatewayRegistry } from '../runtime.ts';
import { Attempts } from './attempts.ts';
import { callback } from './callback.ts';
import { fromClientError, LoginProblem } from './login-problem.ts';
import { problemPage } from './page.ts';
import { RateLimit } from './rate-limit.ts';
import { relay } from './relay.ts';
import { start } from './start.ts';

/** What the pages under `/auth/` share. */
export interface LoginContext {
  readonly registry: GatewayRegistry;
  readonly attempts: Attempts;
  /** Our redirect URI for a provider; the one to register there. */
  readonly callback: (key: string) => string;
}

/** What {@link createLogin} takes. */
export interface LoginOptions {
  readonly registry: GatewayRegistry;
  /** Where browsers reach the gateway, such as `https://api.example.com`. */
  readonly origin: string;
  /** 32 bytes. */
  readonly sealKey: Uint8Array;
  /** Calls of one address, per minute. */
  readonly perMinute: number;
}

/** Our redirect URI for a provider. @param origin where browsers reach the gateway */
const callbackUri = (origin: string, key: string): string => `${origin}/auth/${key}/callback`;

/** `/auth/<key>`, `/auth/<key>/callback` and `/auth/<key>/token`, for every configured provider. */
export function createLogin({ registry, origin, sealKey, perMinute }: LoginOptions) {
  const limit = new RateLimit(perMinute);
  const attempts = new Attempts(sealKey, origin);
  const context: LoginContext = { registry, attempts, callback: (key) => callbackUri(origin, key) };
  return async (exchange: Exchange, { path, query }: Target): Promise<void> => {
    const { request, entry, address } = exchange;
    const [, key = '', page] = /^\/auth\/([a-z][a-z0-9-]*)(?:\/(callback|token))?$/.exec(path) ?? [];
    if (!registry.keys.includes(key)) throw new HttpProblem('not_found', 'no provider is configured under that key');
    entry.provider = key;
    allowMethods(request.method, page === 'token' ? 'POST' : 'GET');
    const wait = limit.take(address);
    if (wait > 0) throw new HttpProblem('too_many_requests', `of ${address}`, { 'retry-after': String(wait) });
    if (page === 'token') return relay(context, key, exchange);
    await onPage(exchange, () =>
      page === 'callback' ? callback(context, key, query, exchange) : start(context, key, exchange),
    );
  };
}

/** People at a browser get a page, not JSON. */
async function onPage({ request, response, entry }: Exchange, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const problem = fromClientError(error);
    if (!(problem instanceof LoginProblem)) throw problem;
    const ref = randomUUID().slice(0, 13);
    Object.assign(entry, { outcome: problem.status < 500 ? 'refused' : 'failed', reason: problem.reason, ref });
    const page = problemPage(problem.status, problem.message, ref);
    send(request, response, { ...page, headers: { ...page.headers, ...problem.headers } });
  }
}
