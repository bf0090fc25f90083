/** The document that describes the caller at the provider: its userinfo answer, or the claims. */
export type Profile = Readonly<Record<string, unknown>>;

/** What mapping made of the documents a rule reads. */
export interface MappedAttributes {
  readonly subject: string;
  readonly username?: string;
  readonly email?: string;
  readonly emailVerified: boolean;
  readonly name?: string;
  readonly picture?: string;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
}

/** What was proved about one token. Cached; decisions never are. */
export interface TokenFacts {
  readonly provider: string;
  /** Index of the rule in the provider's `accepts`. */
  readonly rule: number;
  readonly kind: 'user' | 'client';
  readonly attributes: MappedAttributes;
  readonly clientId?: string | undefined;
  readonly audience: readonly string[];
  /** Scopes the provider gave. */
  readonly scopes: readonly string[];
  /** Whether `scopes` speak of our API. */
  readonly boundByAudience: boolean;
  /** Seconds since the epoch. */
  readonly expiresAt?: number | undefined;
  /** Seconds since the epoch. Whether a subject revocation covers the token hangs on it. */
  readonly issuedAt?: number | undefined;
  /** Seconds since the epoch: when the user last signed in (OIDC `auth_time`). */
  readonly authenticatedAt?: number | undefined;
  /** Thumbprint of the key that the token is bound to (RFC 9449 §6); absent in a bearer token. */
  readonly bound?: string | undefined;
  readonly claims: Profile;
}
