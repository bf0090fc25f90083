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

/** Why a directory does not let a caller in. */
export type PeopleReason = 'unknown_user' | 'inactive_user' | 'forbidden';

/** What a directory makes of a caller: a user, or why there is none. */
export type Verdict = {
  /** What decided: a link, an attribute that names a user, or nothing that leads to one. */
  readonly by: 'link' | 'attribute' | 'nothing';
} & ({ readonly user: LocalUser } | { readonly refused: PeopleReason; readonly detail: string });

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

  /** Whether the directory has that user and callers may act as him. */
  mayBe(username: string): boolean {
    const user = this.#options.directory.find(username);
    return user !== undefined && !this.#isNever(user);
  }

  /**
   * The user whom a caller acts as. One whom an attribute names is linked from now on: later changes of the attribute
   * change nothing.
   * @param identity of the provider, as links know it
   * @throws AuthError `unknown_user` `inactive_user` `forbidden` `store_unavailable`
   */
  async find(caller: ProvedCaller, identity: string): Promise<LocalUser> {
    let verdict = await this.explain(caller, identity);
    if ('user' in verdict && verdict.by === 'attribute') verdict = await this.#link(verdict.user, caller, identity);
    if ('user' in verdict) return verdict.user;
    throw new AuthError(verdict.refused, { detail: verdict.detail, provider: caller.provider });
  }

  /**
   * What {@link People.find} would say; nothing is written.
   * @param identity of the provider, as links know it
   * @throws AuthError `store_unavailable`
   */
  async explain(caller: ProvedCaller, identity: string): Promise<Verdict> {
    const linked = await this.#linked(caller, identity);
    return linked === undefined ? this.#match(caller, identity) : this.#judge(linked);
  }

  /** A link made by another process a moment ago counts too: before anybody is turned away the store is asked. */
  async #linked({ provider, subject }: ProvedCaller, identity: string): Promise<string | undefined> {
    const { links, name } = this.#options;
    const unavailable = () => new AuthError('store_unavailable', { detail: 'links can not be read', provider });
    if (!links.ready) throw unavailable();
    const link = links.find(name, identity, subject);
    if (link !== undefined) return link.user;
    try {
      await links.refresh();
    } catch {
      throw unavailable();
    }
    return links.find(name, identity, subject)?.user;
  }

  /** What a link to a user is worth. */
  #judge(username: string): Verdict {
    const user = this.#options.directory.find(username);
    const refuse = (refused: PeopleReason, detail: string) => ({ by: 'link', refused, detail }) as const;
    if (user === undefined) return refuse('unknown_user', 'the linked user is not in the directory');
    if (this.#isNever(user)) return refuse('forbidden', 'nobody may act as this user (neverAs)');
    if (!user.active) return refuse('inactive_user', 'the directory says so');
    return { by: 'link', user };
  }

  /** The user whom the attribute names, or why not. */
  #match(caller: ProvedCaller, identity: string): Verdict {
    const { attribute, directory, links, name } = this.#options;
    const { provider, subject } = caller;
    if (attribute === undefined) {
      return unknown('nothing', `subject ${JSON.stringify(subject)} of ${provider} has no link in ${name}`);
    }
    const value = attribute === 'email' && !caller.emailVerified ? undefined : caller[attribute];
    const user = value === undefined ? undefined : directory.find(value);
    if (user === undefined) return unknown('nothing', `${attribute} names no user of ${name}`);
    if (this.#isNever(user)) {
      return unknown('attribute', `${attribute} names a user whom nobody is matched to (neverAs)`);
    }
    if (!user.active) return { by: 'attribute', refused: 'inactive_user', detail: 'the directory says so' };
    const same = canonicalOrUndefined(user.username);
    const isTaken = links.list(name).some((link) => {
      return link.identity === identity && link.subject !== subject && canonicalOrUndefined(link.user) === same;
    });
    return isTaken ? unknown('attribute', takenBy(attribute)) : { by: 'attribute', user };
  }

  /** Links a matched user. The store, and no look-up before, decides who comes first. */
  async #link(user: LocalUser, { provider, subject }: ProvedCaller, identity: string): Promise<Verdict> {
    const { attribute = 'subject', links, name } = this.#options;
    try {
      const link: NewLink = { directory: name, identity, subject, user: user.username, createdBy: 'first-match' };
      await links.add(link);
      this.#options.onLink?.(link);
      return { by: 'link', user };
    } catch (error) {
      if (!LinkConflictError.isInstance(error))
        throw new AuthError('store_unavailable', { detail: 'no link', provider });
      // Two requests of one new caller: the other was faster, and our own view may not show its link yet.
      return error.taken === 'subject' ? this.#judge(error.existing.user) : unknown('attribute', takenBy(attribute));
    }
  }

  #isNever({ username, groups }: LocalUser): boolean {
    const { neverAs } = this.#options;
    return this.#never.has(canonicalOrUndefined(username)) || groups.some((group) => neverAs.groups.includes(group));
  }
}

const unknown = (by: Verdict['by'], detail: string): Verdict => ({ by, refused: 'unknown_user', detail });

const takenBy = (attribute: string): string => `the user whom ${attribute} names is linked to another subject`;
