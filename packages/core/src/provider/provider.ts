import type { Reason } from '../errors/reasons.ts';
import type { AttributeOverrides } from './attributes.ts';
import type { Available, DeclaredEndpoint, Endpoint, EndpointRequest } from './endpoint.ts';
import type { CallAuthentication, ProviderAnswer, ProviderDocument, TokenPlace } from './inspection.ts';
import type { Refused } from './refusal-rule.ts';
import type { Rule } from './rule.ts';
import type { Secret } from './secret.ts';

/** Our registration at the provider. */
export interface ProviderClient {
  readonly id: string;
  readonly secret?: Secret | undefined;
  /** RFC 6749 §2.3.1: where id and secret go. `none` for public clients. */
  readonly authentication: 'client_secret_basic' | 'client_secret_post' | 'none';
}

/** Grants a provider can serve. */
export type Grant = 'authorization_code' | 'refresh_token' | 'client_credentials';

/** Something the vendor does that a naive client gets wrong. */
export interface Quirk {
  readonly id: string;
  readonly summary: string;
  readonly source: string;
  /** Date the source was read, `YYYY-MM-DD`. */
  readonly checked: string;
}

/** How an administrator registers with the vendor. */
export interface ProviderSetup {
  readonly registerUrl: string;
  readonly steps: readonly string[];
}

/** Settings of the token relay of one provider instance. */
export interface RelayOptions {
  /** Redirect URIs that callers may use. @default only our own `/auth/<key>/callback` */
  readonly redirectUris?: readonly string[] | undefined;
  /** Serve `client_credentials` to callers that send our own client id and secret. @default false */
  readonly clientCredentials?: boolean | undefined;
}

/** Options that core reads for every provider. */
export interface CommonOptions<Name extends string = string> {
  /** Other URLs for the provider's endpoints: self-hosted, national clouds, local fakes. */
  readonly endpoints?: { readonly [K in Name]?: string | EndpointRequest | readonly string[] | undefined } | undefined;
  /** Other pointers for attributes of human callers; never `subject` or `emailVerified`. */
  readonly attributes?: AttributeOverrides | undefined;
  /** Our scopes that callers of this instance get. @default the token's own where bound by audience, else none */
  readonly grant?: readonly string[] | ((auth: GrantInput) => readonly string[]) | undefined;
  /** DANGER: accept a token that any application obtained. Needed for `binding: 'none'`. @default false */
  readonly acceptTokensOfAnyApp?: boolean | undefined;
  /** Switches the token relay on. @default off */
  readonly relay?: RelayOptions | undefined;
}

/** What a `grant` function decides on. */
export interface GrantInput {
  readonly kind: 'user' | 'client';
  readonly subject: string;
  readonly clientId?: string;
  readonly providerScopes: readonly string[];
  readonly groups: readonly string[];
  readonly roles: readonly string[];
}

/** What `define` of a provider returns: the vendor as data. */
export interface ProviderDefinition<N extends string> {
  readonly endpoints: { readonly [K in N]?: DeclaredEndpoint<NoInfer<N>> | undefined };
  readonly client?: ProviderClient | undefined;
  readonly scopes?: Partial<ProviderScopes> | undefined;
  /** More parameters of the authorize request, such as those that make a vendor issue a refresh token. */
  readonly authorizeParameters?: Readonly<Record<string, string>> | undefined;
  /** Whether the authorize request carries an S256 challenge. @default 'S256' */
  readonly pkce?: 'S256' | 'none' | undefined;
  /** @default authorization_code and refresh_token */
  readonly grants?: readonly Grant[] | undefined;
  /** Makes the vendor's token answer one of RFC 6749 §5.1 or §5.2. @default it is one */
  readonly tokenAnswer?: ((document: ProviderDocument) => ProviderDocument) | undefined;
  /** How a token is revoked at the `revoke` endpoint. @default RFC 7009 */
  readonly revocation?: Revocation | undefined;
  readonly accepts: readonly Rule<Available<NoInfer<N>>>[];
  /** Kinds of tokens that are refused by sight, each with its own reason. @default none */
  readonly refuses?: readonly Refused<Available<NoInfer<N>>>[] | undefined;
}

/** Scopes of a login. */
export interface ProviderScopes {
  /** @default none */
  readonly request: readonly string[];
  /** @default a blank */
  readonly separator: string;
  /** Parameter of the authorize request. @default scope */
  readonly parameter: string;
}

/** A vendor's own way to revoke a token. */
export interface Revocation {
  /** @default POST */
  readonly method?: 'GET' | 'POST' | 'DELETE' | undefined;
  readonly send: TokenPlace;
  readonly authentication: CallAuthentication;
  /** Whether the answer says that the token is dead. @default status 200 or 204 */
  readonly done?: ((answer: ProviderAnswer) => boolean) | undefined;
}

/** A configured provider: a frozen plain object, data first. */
export interface Provider<Id extends string = string> {
  readonly contract: 1;
  readonly id: Id;
  readonly name: string;
  /** Issuer, or vendor, host and client id: what links and revocations belong to. */
  readonly identity: string;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly client?: ProviderClient;
  readonly scopes: ProviderScopes;
  readonly authorizeParameters: Readonly<Record<string, string>>;
  readonly pkce: 'S256' | 'none';
  readonly grants: readonly Grant[];
  readonly tokenAnswer?: ProviderDefinition<string>['tokenAnswer'];
  readonly revocation?: Revocation;
  readonly accepts: readonly Rule[];
  readonly refuses: readonly Refused[];
  readonly grant?: CommonOptions['grant'];
  readonly acceptTokensOfAnyApp: boolean;
  readonly relay?: RelayOptions;
  readonly quirks: readonly Quirk[];
  /** Its own options as they were read: the functions in its rules may look at them. */
  readonly settings?: () => object;
  /** What every surface shows: dangers the operator has chosen. */
  readonly warnings: readonly { readonly reason: Reason | 'any_app'; readonly text: string }[];
}

/** An options schema of any zod version, typed structurally. */
export interface OptionsSchema<Output, Input> {
  readonly _zod: { readonly output: Output; readonly input: Input };
  readonly '~standard': { readonly vendor: string };
}

/** What a factory says about itself without being called. */
export interface ProviderAbout<Id extends string = string> {
  readonly contract: 1;
  readonly id: Id;
  readonly name: string;
  readonly options: OptionsSchema<object, object>;
  readonly setup?: ProviderSetup;
  readonly quirks: readonly Quirk[];
}

/** Options in, provider out; carries the brand `Symbol.for('bearerkit.provider')`. */
export interface ProviderFactory<Id extends string, Input extends object, Name extends string> {
  (options: Input & CommonOptions<Name>): Provider<Id>;
  readonly about: ProviderAbout<Id>;
}
