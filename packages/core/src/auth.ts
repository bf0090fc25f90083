import type { Profile } from './verify/facts.ts';

/** A user of the API's own directory. */
export interface LocalUser {
  readonly id: string;
  readonly username: string;
  readonly active: boolean;
  readonly groups: readonly string[];
}

/** The one clean identity that a handler gets. Frozen. */
export interface Auth<Key extends string = string, User = LocalUser | null | undefined> {
  /** A human, or a machine that acts for itself. */
  readonly kind: 'user' | 'client';
  readonly credential: 'access_token' | 'api_token';
  /** Key of the provider in the registry. */
  readonly provider: Key;
  /** The provider's stable identifier of the caller. */
  readonly subject: string;
  readonly id: `${Key}/${string}`;
  /** What `users.find` gave: `null` for a machine without a local user; `undefined` without `users`. */
  readonly user: User;
  readonly username?: string;
  readonly email?: string;
  /** True only when the provider said so with boolean `true`. */
  readonly emailVerified: boolean;
  readonly name?: string;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly clientId?: string;
  readonly audience: readonly string[];
  /** Our scopes, as `grant` says. */
  readonly scopes: readonly string[];
  /** The scopes the provider gave the token. */
  readonly providerScopes: readonly string[];
  /** Seconds since the epoch. */
  readonly expiresAt?: number;
  /** The token's claims, or the answer of its inspection. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The credential itself. Not enumerable: `{ ...auth }` and `JSON.stringify` lose it. */
  readonly token: string;
  /**
   * The provider's answer to userinfo where the token may call it, else the claims; fetched once.
   * @throws AuthError 503 when the provider can not be asked
   */
  profile(): Promise<Profile>;
}
