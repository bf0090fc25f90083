import type { Auth, LocalUser } from '../auth.ts';
import type { Profile, TokenFacts } from '../verify/facts.ts';
import type { Instance } from './instance.ts';

/**
 * What is known about one token at one provider: the facts, flat, and what the caches add. Flat because a hit reads all
 * of it, and each further object would be one more wait for memory.
 */
export interface Entry {
  /** Monotonic milliseconds. */
  until: number;
  /** Revocation epoch under which it was last checked. */
  epoch: number;
  readonly provider: string;
  readonly kind: Auth['kind'];
  readonly subject: string;
  readonly id: Auth['id'];
  readonly username: string | undefined;
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly name: string | undefined;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly clientId: string | undefined;
  readonly audience: readonly string[];
  /** Our scopes, as `grant` says. */
  readonly scopes: readonly string[];
  readonly providerScopes: readonly string[];
  /** Seconds since the epoch, as the other times of the token. */
  readonly expiresAt: number | undefined;
  readonly claims: Profile;
  readonly issuedAt: number | undefined;
  readonly authenticatedAt: number | undefined;
  /** Thumbprint of the key that the token is bound to. */
  readonly bound: string | undefined;
  /** Index of the rule in the provider's `accepts`. */
  readonly rule: number;
  readonly instance: Instance;
  /** Bytes that it takes, about. */
  readonly bytes: number;
  /** Until when it may serve on while the provider can not be asked; monotonic milliseconds. */
  readonly graceUntil: number;
  /** The local user, and until when (monotonic milliseconds) it counts. */
  user: LocalUser | null | undefined;
  userUntil: number;
  /** Purges of users when it was found; another number, and it no longer counts. */
  userPurges: number;
  /** The answer of userinfo, once somebody asked for it. */
  profile: Promise<Profile> | undefined;
  /** The same token at another provider. */
  next: Entry | undefined;
}

/** How long an entry counts, and what it weighs. */
type Bounds = Pick<Entry, 'bytes' | 'until' | 'graceUntil' | 'epoch'>;

/** Facts as an entry of the cache. */
export function toEntry(facts: TokenFacts, instance: Instance, scopes: readonly string[], bounds: Bounds): Entry {
  const { subject, username, email, emailVerified, name, groups, roles } = facts.attributes;
  return {
    until: bounds.until,
    epoch: bounds.epoch,
    provider: facts.provider,
    kind: facts.kind,
    subject,
    id: `${facts.provider}/${subject}`,
    username,
    email,
    emailVerified,
    name,
    groups,
    roles,
    clientId: facts.clientId,
    audience: facts.audience,
    scopes,
    providerScopes: facts.scopes,
    expiresAt: facts.expiresAt,
    claims: facts.claims,
    issuedAt: facts.issuedAt,
    authenticatedAt: facts.authenticatedAt,
    bound: facts.bound,
    rule: facts.rule,
    instance,
    bytes: bounds.bytes,
    graceUntil: bounds.graceUntil,
    user: undefined,
    userUntil: 0,
    userPurges: 0,
    profile: undefined,
    next: undefined,
  };
}
