import type { RouteConfig } from '../config/config.ts';
import { matchesPath } from '../config/path-pattern.ts';

/** What a route is chosen by. Neither query nor fragment, and no header but `Host`. */
export interface RouteQuestion {
  readonly method: string;
  /** As {@link readHost} gives it. */
  readonly host: Host;
  /** Decoded. */
  readonly path: string;
}

/** A `Host` header, read. */
export interface Host {
  /** Lower-case, without a dot at its end. */
  readonly name: string;
  readonly port?: string;
}

/** The first route that matches; `undefined` denies. */
export function findRoute<R extends Pick<RouteConfig, 'match'>>(
  routes: readonly R[],
  question: RouteQuestion,
): R | undefined {
  const { method, host, path } = question;
  const { name, port } = host;
  const spellings = [name, ...(port === undefined ? [] : [`${name}:${port}`])];
  return routes.find(
    ({ match }) =>
      matchesPath(match.path, path) &&
      (match.host === undefined || spellings.includes(match.host)) &&
      (match.methods?.includes(method) ?? true),
  );
}

/** Reads a `Host` header (RFC 9110 §7.2); `undefined` when it is none. */
export function readHost(value: string): Host | undefined {
  const [, name, port] = /^((?:[a-z0-9_-]+\.)*[a-z0-9_-]+|\[[0-9a-f:.]+\])\.?(?::(\d{1,5}))?$/i.exec(value) ?? [];
  if (name === undefined) return undefined;
  return { name: name.toLowerCase(), ...(port === undefined ? {} : { port }) };
}
