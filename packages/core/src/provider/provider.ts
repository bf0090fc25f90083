import type { Reason } from '../errors/reasons.ts';
import type { AttributeOverrides } from './attributes.ts';
import type { Available, DeclaredEndpoint, Endpoint, EndpointRequest } from './endpoint.ts';
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
  readonly endpoints?: { readonly [K in Name]?: string | EndpointRequest | undefined } | undefined;
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
  readonly scopes?: { readonly request: readonly string[]; readonly separator?: string | undefined } | undefined;
  /** Whether the authorize request carries an S256 challenge. @default 'S256' */
  readonly pkce?: 'S256' | 'none' | undefined;
  /** @default authorization_code and refresh_token */
  readonly grants?: readonly Grant[] | undefined;
  readonly accepts: readonly Rule<Available<NoInfer<N>>>[];
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
  readonly scopes: { readonly request: readonly string[]; readonly separator: string };
  readonly pkce: 'S256' | 'none';
  readonly grants: readonly Grant[];
  readonly accepts: readonly Rule[];
  readonly grant?: CommonOptions['grant'];
  readonly acceptTokensOfAnyApp: boolean;
  readonly relay?: RelayOptions;
  readonly quirks: readonly Quirk[];
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
