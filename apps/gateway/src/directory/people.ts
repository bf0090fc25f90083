import type { Auth, LocalUser } from '@bearerkit/core';
import { AuthError } from '@bearerkit/core/errors';
import { LinkConflictError, type LinkStore, type NewLink } from '@bearerkit/store-sql';
import type { Directory, MatchableAttribute } from './directory.ts';
import { canonicalOrUndefined } from './user-name.ts';

/** Who is who for one upstream. */
export interface PeopleOptions {
  /** Name of the directory that links belong to. */
  readonly name: string;
  readonly directory: Directory;
  readonly links: LinkStore;
  /** Attribute that names a user who is not linked yet. @default nobody is matched: links alone count */
  readonly attribute?: MatchableAttribute | undefined;
  /** Told of every link that a first match made. */
  readonly onLink?: ((link: NewLink) => void) | undefined;
  readonly neverAs: { readonly users: readonly string[]; readonly groups: readonly string[] };
}

/** A proved caller without a local user. */
export type ProvedCaller = Pick<
  Auth<string, undefined>,
  'provider' | 'subject' | 'username' | 'email' | 'emailVerified' | 'name'
>;

/**
 * Maps proved callers to the users of one upstream.
 *
 * The gateway does this itself, after the registry has proved the token and without the registry's `users`: a registry
 * has one directory, but here every upstream has its own, and one token may be two users behind two routes. Links are
 * read from memory at every request, so nothing is cached and an unlinked caller is out at once.
 */
export class People {
  readonly name: string;
  readonly #options: PeopleOptions;
  readonly #never: ReadonlySet<string | undefined>;

  constructor(options: PeopleOptions) {
    this.name = options.name;
    this.#options = options;
    this.#never = new Set(options.neverAs.users.map(canonicalOrUndefined));
  }

  /** Whether the directory has a user of that name. */
  has(username: string): boolean {
    return this.#options.directory.find(username) !== undefined;
  }

  /**
   * The user whom a caller acts as.
   * @param identity of the provider, as links know it
   * @throws AuthError `unknown_user` `inactive_user` `forbidden` `store_unavailable`
   */
  async find(caller: ProvedCaller, identity: string): Promise<LocalUser> {
    const { links, directory } = this.#options;
    const refuse = (reason: 'unknown_user' | 'inactive_user' | 'forbidden' | 'store_unavailable', detail: string) =>
      new AuthError(reason, { detail, provider: caller.provider });
    if (!links.ready) throw refuse('store_unavailable', 'links can not be read');
    const linked = await this.#linked(caller, identity);
    const user = linked === undefined ? await this.#match(caller, identity) : directory.find(linked);
    if (typeof user === 'string') throw refuse('unknown_user', user);
    if (user === undefined) throw refuse('unknown_user', 'the linked user is not in the directory');
    if (this.#isNever(user)) throw refuse('forbidden', 'nobody may act as this user (neverAs)');
    if (!user.active) throw refuse('inactive_user', 'the directory says so');
    return user;
  }

  /** A link made by another process a moment ago counts too: before anybody is turned away the store is asked. */
  async #linked({ provider, subject }: ProvedCaller, identity: string): Promise<string | undefined> {
    const { links, name } = this.#options;
    const link = links.find(name, identity, subject);
    if (link !== undefined) return link.user;
    try {
      await links.refresh();
    } catch {
      throw new AuthError('store_unavailable', { detail: 'links can not be read', provider });
    }
    return links.find(name, identity, subject)?.user;
  }

  /**
   * The user whom the attribute names, linked from now on: later changes of the attribute change nothing. Or why not.
   */
  async #match(caller: ProvedCaller, identity: string): Promise<LocalUser | string> {
    const { attribute, directory, links, name } = this.#options;
    const { provider, subject } = caller;
    if (attribute === undefined) return `subject ${JSON.stringify(subject)} of ${provider} has no link in ${name}`;
    const value = attribute === 'email' && !caller.emailVerified ? undefined : caller[attribute];
    const user = value === undefined ? undefined : directory.find(value);
    if (user === undefined) return `${attribute} names no user of ${name}`;
    if (this.#isNever(user)) return `${attribute} names a user whom nobody is matched to (neverAs)`;
    if (!user.active) return user;
    try {
      const link: NewLink = { directory: name, identity, subject, user: user.username, createdBy: 'first-match' };
      await links.add(link);
      this.#options.onLink?.(link);
      return user;
    } catch (error) {
      if (!LinkConflictError.isInstance(error))
        throw new AuthError('store_unavailable', { detail: 'no link', provider });
      // Two requests of one new caller: the other was faster.
      if (error.taken === 'subject') return directory.find(error.existing.user) ?? 'the linked user is gone';
      return `the user whom ${attribute} names is linked to another subject`;
    }
  }

  #isNever({ username, groups }: LocalUser): boolean {
    const { neverAs } = this.#options;
    return this.#never.has(canonicalOrUndefined(username)) || groups.some((group) => neverAs.groups.includes(group));
  }
}
