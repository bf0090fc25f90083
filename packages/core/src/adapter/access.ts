import type { Auth } from '../auth.ts';
import type { ProviderRegistry, Requirements } from '../types.ts';

/** What a guard leaves on a request it let in, beside the caller: what it demanded, and of which registry. */
export interface Access<Options extends Omit<Requirements, 'accept'> = Requirements> {
  readonly registry: ProviderRegistry;
  readonly options: Options;
}

/** Reads the caller of a guarded request. */
export interface GetAuth<Request> {
  <K extends string, U>(request: Request, registry: ProviderRegistry<K, U>): Auth<K, U>;
  (request: Request): Auth;
}

/** Reads the caller, if there is one. */
export interface FindAuth<Request> {
  <K extends string, U>(request: Request, registry: ProviderRegistry<K, U>): Auth<K, U> | undefined;
  (request: Request): Auth | undefined;
}

interface Guarded {
  readonly [authKey]?: Auth | undefined;
  readonly [accessKey]?: Access;
}

const authKey = Symbol.for('bearerkit.auth');
const accessKey = Symbol.for('bearerkit.access');

/** Keeps what a guard found under symbols that no log, spread or JSON shows. */
export function remember(request: object, auth: Auth | undefined, access: Access<Omit<Requirements, 'accept'>>): void {
  Object.defineProperty(request, authKey, { value: auth, configurable: true });
  Object.defineProperty(request, accessKey, { value: access, configurable: true });
}

/** What the guard of this request demanded. @throws Error when no guard ran */
export function accessOf<Options extends Omit<Requirements, 'accept'>>(request: object): Access<Options> {
  const access = (request as Guarded)[accessKey];
  if (access !== undefined) return access as unknown as Access<Options>;
  throw new Error('No guard ran for this request object: put `requireAuth(registry)` before it. A copy loses it.');
}

/** {@link FindAuth} for any kind of request. @throws Error when the guard belongs to another registry */
export function findAuth(request: object, registry?: unknown): Auth | undefined {
  const { [authKey]: auth, [accessKey]: access } = request as Guarded;
  if (registry !== undefined && access !== undefined && access.registry !== registry) {
    throw new Error('The guard of this request belongs to another registry: pass the one given to `requireAuth`.');
  }
  return auth;
}

/**
 * {@link GetAuth} for any kind of request.
 * @throws Error when no guard ran, or an optional one found no credential: a mistake in the routes, not of the caller
 */
export function getAuth(request: object, registry?: unknown): Auth {
  accessOf(request);
  const auth = findAuth(request, registry);
  if (auth === undefined) throw new Error('This route is optional and no credential came: use `findAuth`.');
  return auth;
}
