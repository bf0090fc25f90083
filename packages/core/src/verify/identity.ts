import type { Auth } from '../auth.ts';
import type { Entry } from '../internal/entry.ts';
import type { Provider } from '../provider/provider.ts';
import type { Profile, TokenFacts } from './facts.ts';
import { tokenOf } from './read.ts';

/** Where a caller's profile comes from. */
interface Profiles {
  profile(entry: Entry, token: string): Promise<Profile>;
}

/**
 * Facts as the identity a handler gets: made for each request, since the token is too long to be kept with what is
 * known about it. Frozen; token and profile are of the class, so no log, spread or JSON shows them.
 */
export class Caller<User> implements Auth<string, User> {
  readonly kind: Auth['kind'];
  readonly credential = 'access_token';
  readonly provider: string;
  readonly subject: string;
  readonly id: Auth['id'];
  readonly user: User;
  declare readonly username?: string;
  declare readonly email?: string;
  readonly emailVerified: boolean;
  declare readonly name?: string;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  declare readonly clientId?: string;
  readonly audience: readonly string[];
  readonly scopes: readonly string[];
  readonly providerScopes: readonly string[];
  declare readonly expiresAt?: number;
  readonly claims: Profile;
  /** Scheme and token. */
  readonly #credential: string;
  readonly #entry: Entry;
  readonly #profiles: Profiles;

  constructor(entry: Entry, user: User, credential: string, profiles: Profiles) {
    const { username, email, name, clientId, expiresAt } = entry;
    this.kind = entry.kind;
    this.provider = entry.provider;
    this.subject = entry.subject;
    this.id = entry.id;
    this.user = user;
    if (username !== undefined) this.username = username;
    if (email !== undefined) this.email = email;
    this.emailVerified = entry.emailVerified;
    if (name !== undefined) this.name = name;
    this.groups = entry.groups;
    this.roles = entry.roles;
    if (clientId !== undefined) this.clientId = clientId;
    this.audience = entry.audience;
    this.scopes = entry.scopes;
    this.providerScopes = entry.providerScopes;
    if (expiresAt !== undefined) this.expiresAt = expiresAt;
    this.claims = entry.claims;
    this.#credential = credential;
    this.#entry = entry;
    this.#profiles = profiles;
    Object.freeze(this);
  }

  get token(): string {
    return tokenOf(this.#credential);
  }

  profile(): Promise<Profile> {
    return this.#profiles.profile(this.#entry, this.token);
  }
}

/** Our scopes: what `grant` says; else the token's own, where they were issued for our API. */
export function grantedScopes(facts: TokenFacts, { grant }: Provider): readonly string[] {
  if (grant === undefined) return facts.boundByAudience ? facts.scopes : nothing;
  if (typeof grant !== 'function') return grant;
  const { kind, attributes, clientId, scopes } = facts;
  const { subject, groups, roles } = attributes;
  const client = clientId === undefined ? {} : { clientId };
  return Object.freeze([...grant({ kind, subject, ...client, providerScopes: scopes, groups, roles })]);
}

const nothing: readonly string[] = Object.freeze([]);
