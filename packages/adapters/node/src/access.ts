import type { IncomingMessage } from 'node:http';
import type { Auth, ProviderRegistry } from '@bearerkit/core';
import type { GuardOptions } from './options.ts';

/** What a guard leaves on a request it let in: what it found, and what it demanded. */
export interface Access {
  readonly registry: ProviderRegistry;
  readonly options: GuardOptions;
}

interface Guarded {
  readonly [authKey]?: Auth | undefined;
  readonly [accessKey]?: Access;
}

const authKey = Symbol.for('bearerkit.auth');
const accessKey = Symbol.for('bearerkit.access');
const hooks = new Set<(req: IncomingMessage) => void>();

/** Calls `hook` with every request that a guard lets in, before the next handler; for packages that extend it. */
export function afterGuard(hook: (req: IncomingMessage) => void): void {
  hooks.add(hook);
}

/** Keeps both under symbols that no log, spread or JSON shows. */
export function remember(req: IncomingMessage, auth: Auth | undefined, access: Access): void {
  Object.defineProperty(req, authKey, { value: auth, configurable: true });
  Object.defineProperty(req, accessKey, { value: access, configurable: true });
  for (const hook of hooks) hook(req);
}

/** What the guard of this request demanded. @throws Error when no guard ran */
export function accessOf(req: IncomingMessage): Access {
  const access = (req as Guarded)[accessKey];
  if (access === undefined) throw new Error('No guard ran for this request: put `requireAuth(registry)` before it.');
  return access;
}

/**
 * The caller, or `undefined` where the route is optional and no credential came, and where no guard ran.
 *
 * @param registry the one of the guard: narrows the provider keys and the type of the user
 * @throws Error when the guard belongs to another registry
 */
export function findAuth<K extends string, U>(
  req: IncomingMessage,
  registry: ProviderRegistry<K, U>,
): Auth<K, U> | undefined;
export function findAuth(req: IncomingMessage): Auth | undefined;
export function findAuth(req: IncomingMessage, registry?: unknown): Auth | undefined {
  const { [authKey]: auth, [accessKey]: access } = req as Guarded;
  if (registry !== undefined && access !== undefined && access.registry !== registry) {
    throw new Error('The guard of this request belongs to another registry: pass the one given to `requireAuth`.');
  }
  return auth;
}

/**
 * The caller of a guarded request.
 *
 * @param registry the one of the guard: narrows the provider keys and the type of the user
 * @throws Error when no guard ran, or an optional one found no credential: a mistake in the routes, not of the caller
 */
export function getAuth<K extends string, U>(req: IncomingMessage, registry: ProviderRegistry<K, U>): Auth<K, U>;
export function getAuth(req: IncomingMessage): Auth;
export function getAuth(req: IncomingMessage, registry?: ProviderRegistry): Auth {
  accessOf(req);
  const auth = registry === undefined ? findAuth(req) : findAuth(req, registry);
  if (auth === undefined) throw new Error('This route is optional and no credential came: use `findAuth`.');
  return auth;
}
