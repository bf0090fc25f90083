import type { Auth, LocalUser } from './auth.ts';
import type { OAuthClient } from './client/types.ts';
import type { DpopSettings } from './dpop/settings.ts';
import type { AuthError, Reason } from './errors/index.ts';
import type { HttpClient } from './http/client.ts';
import type { Provider } from './provider/provider.ts';
import type { Secret } from './provider/secret.ts';
import type { FactsStore } from './stores/facts-store.ts';
import type { LoginTokenStore } from './stores/login-token-store.ts';
import type { RevocationStore } from './stores/revocation-store.ts';

/**
 * What the walk needs of a request. A WHATWG `Request` and a Node `IncomingMessage` both fit as they are; `rawHeaders`
 * matters on Node, which otherwise hides a second `Authorization`.
 */
export interface RequestLike {
  readonly method?: string | undefined;
  /** As received, before any mount: a path or an absolute URL. */
  readonly url?: string | undefined;
  readonly headers:
    | { get(name: string): string | null }
    | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Name, value, name, value …, as Node gives them. */
  readonly rawHeaders?: readonly string[] | undefined;
  /** Address of the caller, where known. */
  readonly address?: string | undefined;
}

/** What one route demands. Evaluated on every request, cached or not. */
export interface Requirements<A extends string = string> {
  /** Keys of the providers whose tokens this route takes. @default all */
  readonly accept?: readonly A[] | undefined;
  /** All of these scopes of ours. */
  readonly scopes?: readonly string[] | undefined;
  /** At least one of these scopes of ours. */
  readonly anyScope?: readonly string[] | undefined;
  /** The token's audience must name one of these. */
  readonly audience?: readonly string[] | undefined;
  /** At least one of these roles. */
  readonly roles?: readonly string[] | undefined;
  /** At least one of these groups. */
  readonly groups?: readonly string[] | undefined;
  /** Seconds since the sign-in, at most (RFC 9470). */
  readonly maxAge?: number | undefined;
  /** The sign-in must be of one of these classes: values of `acr`, the preferred one first (RFC 9470). */
  readonly acr?: readonly string[] | undefined;
  /** Only tokens that are bound to a key, with a proof of it (RFC 9449). Needs the registry's `dpop`. @default false */
  readonly dpop?: boolean | undefined;
  /** Realm of the challenge. @default the resource's host */
  readonly realm?: string | undefined;
}

/** A line for the log; never carries a token, a secret or an answer of a provider. */
export interface LogEvent {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** What happened, such as `refused` or `provider_misconfigured`. */
  readonly event: string;
  readonly provider?: string;
  readonly reason?: Reason;
  readonly ref?: string;
  readonly detail?: string;
}

/** Settings of a registry; all have a safe default. */
export interface RegistrySettings<Key extends string = string, User = LocalUser | null | undefined> {
  /** Identifier of this API (RFC 9728): its origin, or its base URL. */
  readonly resource?: string | undefined;
  /** Maps the caller to a local user. `undefined` refuses (`unknown_user`); `null` lets a machine through,
   * and refuses a person. */
  readonly users?:
    | {
        readonly find: (auth: Auth<Key, undefined>) => User | undefined | Promise<User | undefined>;
        /** Seconds a found user is kept, at most 60; 0 asks on every request. @default 60 */
        readonly cacheSeconds?: number | undefined;
      }
    | undefined;
  /**
   * Key of the hashes under which tokens are remembered, at least 32 bytes. Needed with a store that outlives the
   * process.
   */
  readonly hashKey?: Secret | Uint8Array | undefined;
  /** @default in memory */
  readonly revocations?: RevocationStore | undefined;
  /** @default in memory */
  readonly loginTokens?: LoginTokenStore | undefined;
  /** @default axios, loaded when first needed */
  readonly http?: HttpClient | undefined;
  /**
   * A second level of the facts cache that the processes of one service share, such as Redis. Needs `hashKey`. While it
   * fails, providers are asked as if it were not there.
   * @default none
   */
  readonly sharedFacts?: FactsStore | undefined;
  /** Seconds that proved facts are kept, at most 60. @default 60 */
  readonly cacheSeconds?: number | undefined;
  /** Tokens whose facts are kept at the same time, at most; the oldest go first. @default 20000 */
  readonly cacheTokens?: number | undefined;
  /** Bytes that kept facts may take, about. @default 2048 for each of `cacheTokens` */
  readonly cacheBytes?: number | undefined;
  /**
   * Seconds that known facts serve on past their time while the provider can not be reached, at most 300; never past
   * the token's expiry, and never after a refusal or revocation. The log says so (`grace`). @default 0
   */
  readonly grace?: number | undefined;
  /** Seconds of clock difference to tolerate, at most 120. @default 30 */
  readonly clockToleranceSec?: number | undefined;
  /**
   * Takes tokens that are bound to a key, with a proof in each request (RFC 9449). Needs `resource`.
   * @default a bound token is refused
   */
  readonly dpop?: DpopSettings | undefined;
  /** @default nothing is logged */
  readonly log?: ((event: LogEvent) => void) | undefined;
}

/** One line of {@link ProviderRegistry.explain}. */
export interface Check {
  readonly check: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly seen?: string;
  readonly wanted?: string;
  readonly fix?: string;
}

/** Every check in order, and what came of them. */
export interface Explanation {
  readonly ok: boolean;
  readonly provider?: string;
  readonly reason?: Reason;
  readonly subject?: string;
  readonly checks: readonly Check[];
}

/** RFC 9728 protected resource metadata. */
export interface ProtectedResourceMetadata {
  readonly resource: string;
  readonly authorization_servers?: readonly string[];
  readonly scopes_supported?: readonly string[];
  readonly bearer_methods_supported: readonly ['header'];
  readonly dpop_signing_alg_values_supported?: readonly string[];
  readonly dpop_bound_access_tokens_required?: true;
}

/** Providers under keys of the application's choice, and the walk of a request over them. */
export interface ProviderRegistry<Key extends string = string, User = LocalUser | null | undefined> {
  readonly keys: readonly Key[];
  readonly resource: string | undefined;
  /** The configured provider under a key. */
  provider(key: Key): Provider;
  /**
   * Throws where the demands of a route are not what was meant: a misspelt one, or an `accept` of which two providers
   * could take the same token. Guards call it when they are made.
   * @throws ConfigurationError `invalid_options` `unknown_provider` `ambiguous_providers`
   */
  check(requirements?: Requirements<Key> | undefined): void;
  /**
   * The answer where it is known already; `undefined` means: call {@link ProviderRegistry.verify}. Synchronous.
   */
  peek<A extends Key = Key>(
    request: RequestLike,
    requirements?: Requirements<A> | undefined,
  ): Auth<A, User> | AuthError | undefined;
  /** @throws AuthError with the reason */
  verify<A extends Key = Key>(request: RequestLike, requirements?: Requirements<A> | undefined): Promise<Auth<A, User>>;
  /** Like `verify`, with the refusal as a ready `Response`. */
  authenticate<A extends Key = Key>(
    request: RequestLike,
    requirements?: Requirements<A> | undefined,
  ): Promise<Auth<A, User> | Response>;
  /** Turns any error into the answer for this route: what is not an `AuthError` becomes 503. */
  refusal(error: unknown, requirements?: Requirements<Key> | undefined): AuthError;
  /** Every check in order: outcome, value seen, value wanted, fix; never the token. */
  explain(token: string, requirements?: Requirements<Key> | undefined): Promise<Explanation>;
  /** Resolves after commit. `scope` says how far it reaches. */
  revoke(
    what: { readonly token: string } | { readonly provider: Key; readonly subject: string },
  ): Promise<{ readonly scope: 'process' | 'shared' }>;
  /** The OAuth client of one provider. */
  client(key: Key): OAuthClient;
  metadata(): ProtectedResourceMetadata;
  /** Forgets cached refusals and users, as after linking. */
  purge(): void;
  close(): Promise<void>;
}

/** The `Auth` that a registry hands out. */
export type AuthOf<R> = R extends ProviderRegistry<infer Key, infer User> ? Auth<Key, User> : never;
