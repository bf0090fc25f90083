import type { Auth, LocalUser } from '../auth.ts';
import type { AuthError } from '../errors/auth-error.ts';
import type { Context } from '../internal/context.ts';
import type { Entry, FactsCache } from '../internal/facts-cache.ts';
import { Refusal } from '../internal/refusal.ts';
import { toAuth } from './identity.ts';
import { fetchProfile } from './profile.ts';

/** The identity that a walk hands out, whatever the registry's keys and users. */
export type AnyAuth = Auth<string, LocalUser | null | undefined>;

/** Makes facts into the identity a handler gets, with the local user where the registry has `users`. */
export class Callers {
  readonly #users: Context['users'];
  readonly #cache: FactsCache;
  readonly #errors: { refusal(error: unknown, demands: object): AuthError };
  #isAsync = false;

  constructor({ users }: Context, cache: FactsCache, errors: { refusal(error: unknown, demands: object): AuthError }) {
    this.#users = users;
    this.#cache = cache;
    this.#errors = errors;
  }

  /** The caller where no waiting is needed; else `undefined`. @throws Refusal `unknown_user` `inactive_user` */
  peek(entry: Entry, token: string): AnyAuth | undefined {
    const known = this.#kept(entry);
    if (known !== undefined || this.#isAsync) return known;
    const found = this.#look(entry, token);
    if (!isThenable(found)) return found;
    Promise.resolve(found).catch(() => {}); // `get` looks again, and reports.
    return undefined;
  }

  /** @throws Refusal `unknown_user` `inactive_user`, or whatever `users.find` throws */
  async get(entry: Entry, token: string): Promise<AnyAuth> {
    return this.#kept(entry) ?? this.#look(entry, token);
  }

  #kept(entry: Entry): AnyAuth | undefined {
    return entry.authUntil > performance.now() ? entry.auth : undefined;
  }

  #look(entry: Entry, token: string): AnyAuth | Promise<AnyAuth> {
    const users = this.#users;
    const make = <U>(user: U) =>
      toAuth(entry.facts, entry.instance.provider, token, user, () => fetchProfile(entry, token, this.#errors));
    const { generation } = this.#cache;
    const keep = (auth: AnyAuth, seconds: number) => {
      if (generation !== this.#cache.generation) return auth;
      entry.auth = auth;
      entry.authUntil = performance.now() + seconds * 1000;
      return auth;
    };
    const bare = make(undefined);
    if (users === undefined) return keep(bare, Number.POSITIVE_INFINITY);
    const seconds = Math.min(users.cacheSeconds ?? 60, 60);
    const take = (user: LocalUser | null | undefined) => {
      const isNobody = user === undefined || (user === null && bare.kind === 'user');
      if (isNobody) throw new Refusal('unknown_user', `${bare.id} has no link.`);
      if (user !== null && user.active !== true) throw new Refusal('inactive_user');
      return keep(make(user), seconds);
    };
    const found = users.find(bare);
    if (!isThenable(found)) return take(found);
    this.#isAsync = true;
    return Promise.resolve(found).then(take);
  }
}

const isThenable = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> =>
  typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
