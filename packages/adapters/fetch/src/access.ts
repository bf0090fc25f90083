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

/** Keeps both under symbols that no log, spread or JSON shows. */
export function remember(request: Request, auth: Auth | undefined, access: Access): void {
  Object.defineProperty(request, authKey, { value: auth, configurable: true });
  Object.defineProperty(request, accessKey, { value: access, configurable: true });
}

/** What the guard of this request demanded. @throws Error when no guard ran */
export function accessOf(request: Request): Access {
  const access = (request as Guarded)[accessKey];
  if (access !== undefined) return access;
  throw new Error(
    'No guard ran for this `Request` object: wrap its handler in `requireAuth(registry)`. A copy loses it.',
  );
}

/**
 * The caller, or `undefined` where the route is optional and no credential came, and where no guard ran.
 *
 * @param registry the one of the guard: narrows the provider keys and the type of the user
 * @throws Error when the guard belongs to another registry
 */
export function findAuth<K extends string, U>(
  request: Request,
  registry: ProviderRegistry<K, U>,
): Auth<K, U> | undefined;
export function findAuth(request: Request): Auth | undefined;
export function findAuth(request: Request, registry?: unknown): Auth | undefined {
  const { [authKey]: auth, [accessKey]: access } = request as Guarded;
  if (registry !== undefined && access !== undefined && access.registry !== registry) {
    throw new Error('The guard of this request belongs to another registry: pass the one given to `requireAuth`.');
  }
  return auth;
}

/**
 * The caller of a guarded request.
 *
 * @param registry the one of the guard: narrows the provider keys and the type of the user
 * @throws Error when no guard ran, or an optional one found no credential: a mistake in the handlers, not of the caller
 */
export function getAuth<K extends string, U>(request: Request, registry: ProviderRegistry<K, U>): Auth<K, U>;
export function getAuth(request: Request): Auth;
export function getAuth(request: Request, registry?: ProviderRegistry): Auth {
  accessOf(request);
  const auth = registry === undefined ? findAuth(request) : findAuth(request, registry);
  if (auth === undefined) throw new Error('This handler is optional and no credential came: use `findAuth`.');
  return auth;
}
