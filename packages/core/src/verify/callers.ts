import type { Auth, LocalUser } from '../auth.ts';
import type { AuthError } from '../errors/auth-error.ts';
import type { Context } from '../internal/context.ts';
import type { Entry } from '../internal/entry.ts';
import { Refusal } from '../internal/refusal.ts';
import type { Profile } from './facts.ts';
import { Caller } from './identity.ts';
import { fetchProfile } from './profile.ts';

/** The identity that a walk hands out, whatever the registry's keys and users. */
export type AnyAuth = Auth<string, LocalUser | null | undefined>;

/** Characters of a profile that is kept beside the facts, at most. */
const longestProfile = 4_096;

/** What makes an answer of any error. */
interface Errors {
  refusal(error: unknown, demands: object): AuthError;
}

/** Makes facts into the identity a handler gets, with the local user where the registry has `users`. */
export class Callers {
  readonly #users: Context['users'];
  readonly #errors: Errors;
  #isAsync = false;
  #purges = 0;

  constructor({ users }: Context, errors: Errors) {
    this.#users = users;
    this.#errors = errors;
  }

  /** The caller where no waiting is needed; else `undefined`. @throws Refusal `unknown_user` `inactive_user` */
  peek(entry: Entry, credential: string, now: number): AnyAuth | undefined {
    if (this.#users === undefined || this.#knows(entry, now)) return this.#make(entry, credential, entry.user);
    if (this.#isAsync) return undefined;
    const found = this.#look(entry, credential, this.#users);
    if (!isThenable(found)) return found;
    Promise.resolve(found).catch(() => {}); // `get` looks again, and reports.
    return undefined;
  }

  /** @throws Refusal `unknown_user` `inactive_user`, or whatever `users.find` throws */
  get(entry: Entry, credential: string): AnyAuth | Promise<AnyAuth> {
    if (this.#users === undefined || this.#knows(entry, performance.now())) {
      return this.#make(entry, credential, entry.user);
    }
    return this.#look(entry, credential, this.#users);
  }

  /** Forgets the users, not the facts. */
  purge(): void {
    this.#purges++;
  }

  #knows(entry: Entry, now: number): boolean {
    return entry.userUntil > now && entry.userPurges === this.#purges;
  }

  #make<User>(entry: Entry, credential: string, user: User): Caller<User> {
    return new Caller(entry, user, credential, this);
  }

  /** Fetched once for each entry; a failure is not kept, nor what is long: the cache does not count it. */
  profile(entry: Entry, token: string): Promise<Profile> {
    entry.profile ??= fetchProfile(entry, token, this.#errors).then(
      (profile) => {
        const isLong = profile !== entry.claims && JSON.stringify(profile).length > longestProfile;
        if (isLong) entry.profile = undefined;
        return profile;
      },
      (error: unknown) => {
        entry.profile = undefined;
        throw error;
      },
    );
    return entry.profile;
  }

  #look(entry: Entry, credential: string, users: NonNullable<Context['users']>): AnyAuth | Promise<AnyAuth> {
    const bare = this.#make(entry, credential, undefined);
    const purges = this.#purges;
    const take = (user: LocalUser | null | undefined) => {
      const isNobody = user === undefined || (user === null && bare.kind === 'user');
      if (isNobody) throw new Refusal('unknown_user', `${bare.id} has no link.`);
      if (user !== null && user.active !== true) throw new Refusal('inactive_user');
      entry.user = user;
      entry.userUntil = performance.now() + Math.min(users.cacheSeconds ?? 60, 60) * 1000;
      entry.userPurges = purges;
      return this.#make(entry, credential, user);
    };
    const found = users.find(bare);
    if (!isThenable(found)) return take(found);
    this.#isAsync = true;
    return Promise.resolve(found).then(take);
  }
}

const isThenable = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> =>
  typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
