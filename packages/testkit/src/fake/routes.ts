import { type Answer, json } from './answer.ts';
import type { Call } from './call.ts';

/** Answers one request. */
export type Handler = (call: Call) => Answer | Promise<Answer>;

/** Goes wrong in the place of a handler; `undefined` lets the request go on to the handler. */
export type Fault = (call: Call) => Answer | undefined | Promise<Answer | undefined>;

/**
 * Handlers by method and path: `'POST /token'`, `'GET /users/:id'`. Paths are compared as received, so `/me` and `/me/`
 * are two routes.
 */
export type Routes = Readonly<Record<string, Handler>>;

/** A handler that was found, and the `:name` segments of its route. */
interface Match {
  readonly handler: Handler;
  readonly params: Readonly<Record<string, string>>;
}

/** Compiles routes to a look-up; literal paths win over `:name` segments, a known path with another method is 405. */
export function createRouter(routes: Routes, notFound: Handler): (method: string, path: string) => Match {
  const table = Object.entries(routes)
    .map(([route, handler]) => ({ ...compile(route), handler }))
    .sort((one, other) => one.names - other.names);
  return (method, path) => {
    const onPath = table.flatMap((route) => {
      const params = paramsOf(route.segments, path.split('/'));
      return params === undefined ? [] : [{ ...route, params }];
    });
    const allow = onPath.map((route) => route.method).join(', ');
    const other =
      allow === '' ? notFound : () => json({ error: 'method_not_allowed' }, { status: 405, headers: { allow } });
    return onPath.find((route) => route.method === method) ?? { handler: other, params: {} };
  };
}

function compile(route: string): { method: string; segments: readonly string[]; names: number } {
  const [, method = '', path = ''] = /^([A-Z]+) (\/\S*)$/.exec(route) ?? [];
  if (path === '') throw new TypeError(`A route is written 'GET /path', not '${route}'`);
  const segments = path.split('/');
  return { method, segments, names: segments.filter((segment) => segment.startsWith(':')).length };
}

/** The values of the `:name` segments, or `undefined` where the path is another one. */
function paramsOf(segments: readonly string[], path: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (segments.length !== path.length) return undefined;
  const pairs = segments.map((segment, index) => [segment, path[index] ?? ''] as const);
  if (pairs.some(([segment, value]) => (segment.startsWith(':') ? value === '' : segment !== value))) return undefined;
  const named = pairs.filter(([segment]) => segment.startsWith(':'));
  return Object.fromEntries(named.map(([segment, value]) => [segment.slice(1), decode(value)]));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
