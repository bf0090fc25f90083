import type { Profile } from '../verify/facts.ts';

/** A token response (RFC 6749 §5.1). Tokens are not enumerable: they do not get into a log by accident. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  readonly tokenType: string;
  /** Seconds since the epoch, reckoned from `expires_in`. */
  readonly expiresAt?: number;
  /** Scopes granted, where the provider says. */
  readonly scopes?: readonly string[];
}

/** Where to send the browser, and what to keep until it comes back. */
export interface AuthorizeRequest {
  readonly url: string;
  readonly state: string;
  /** RFC 7636; absent only where the provider can not do PKCE. */
  readonly codeVerifier?: string;
  /** The issuer that must stand in `iss` of the response, exactly; absent where none is announced (RFC 9207 §2.4). */
  readonly issuer?: string;
}

/** Input of {@link OAuthClient.authorize}. */
export interface AuthorizeOptions {
  readonly redirectUri: string;
  /** @default the provider's */
  readonly scopes?: readonly string[] | undefined;
  /** @default 256 random bits */
  readonly state?: string | undefined;
  /** More query parameters, such as `resource` or `prompt`. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/** Input of {@link OAuthClient.exchange}. */
export interface ExchangeOptions {
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier?: string | undefined;
}

/** Input of {@link OAuthClient.userinfo}. */
export interface UserinfoOptions {
  /** An access token, which the endpoint must take. */
  readonly token: string;
}

/** One value of a userinfo answer, for whoever picks the attribute that is the user name. */
export interface UserinfoCandidate {
  /** RFC 6901, ready for the `attributes` option. */
  readonly pointer: string;
  readonly value: string | number | boolean;
  /** By its name and its form; a guess. */
  readonly looksLike: readonly ('username' | 'email' | 'id')[];
  /**
   * Why it may name the wrong person: its owner can change it, it can pass to somebody else, nobody checked it, or many
   * may have the same. What the provider's package does not know counts as all three of the first.
   */
  readonly warnings: readonly ('mutable' | 'reassignable' | 'unverified' | 'not_unique')[];
}

/** Answer of {@link OAuthClient.userinfo}. */
export interface Userinfo {
  /** As the provider sent it, frozen. */
  readonly profile: Profile;
  /** Every scalar in it, in its order. */
  readonly candidates: readonly UserinfoCandidate[];
}

/** Input of {@link OAuthClient.clientCredentials}. */
export interface ClientCredentialsOptions {
  readonly scopes?: readonly string[] | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/** A call to the token relay: what arrived at `POST /auth/<key>/token`. */
export interface RelayRequest {
  /** The Authorization header, if any. */
  readonly authorization?: string | undefined;
  readonly contentType?: string | undefined;
  /** The form, as received. */
  readonly body: string;
  /** Redirect URIs to allow when the provider's `relay` option lists none: our own callback. */
  readonly redirectUris: readonly string[];
}

/** The answer of the relay, ready for the wire. */
export interface RelayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The OAuth client of one provider; one verb per file. Every verb throws `ClientError`. */
export interface OAuthClient {
  /** Builds the authorization request (RFC 6749 §4.1.1, RFC 7636 S256). */
  authorize(options: AuthorizeOptions): Promise<AuthorizeRequest>;
  /** Exchanges a code for tokens; they are remembered, after commit, as obtained by us. */
  exchange(options: ExchangeOptions): Promise<Tokens>;
  /** Asks the provider's userinfo endpoint, and tells what in the answer could name the user. */
  userinfo(options: UserinfoOptions): Promise<Userinfo>;
  /** RFC 6749 §6. Store what comes back: the refresh token may have changed. */
  refresh(refreshToken: string): Promise<Tokens>;
  /** RFC 7009, where the provider has it; and refuses the token here. */
  revoke(token: string): Promise<void>;
  /** RFC 6749 §4.4, where the provider has it. */
  clientCredentials(options?: ClientCredentialsOptions): Promise<Tokens>;
  /** The token relay: adds our client id and secret to somebody's token request. Off unless `relay` is set. */
  relay(request: RelayRequest): Promise<RelayAnswer>;
}
