import type { CallClient, Judge } from './inspection.ts';

/** Endpoint names that every OAuth or OpenID provider may have; discovery (RFC 8414) fills in what is absent. */
export type KnownEndpoint =
  | 'issuer'
  | 'authorize'
  | 'token'
  | 'userinfo'
  | 'introspect'
  | 'revoke'
  | 'jwks'
  | 'device'
  | 'endSession';

/** An endpoint that is more than a URL: a GraphQL userinfo is a POST with a body. */
export interface EndpointRequest {
  readonly url: string;
  /** @default 'GET' for reads, 'POST' for token, introspect and revoke */
  readonly method?: 'GET' | 'POST' | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
}

/** How a document that attributes read is asked for and understood. */
export interface DocumentReading {
  /** Query parameters made of the token, such as a proof that we hold the client secret. */
  readonly query?: ((token: string, client: CallClient) => Readonly<Record<string, string>>) | undefined;
  /** The answer is an array: the document is `{ list: [...] }`. @default false */
  readonly list?: boolean | undefined;
  /** A token that may not read it (403, 404) has none: its attributes are absent. @default such a token is 503 */
  readonly optional?: boolean | undefined;
  readonly judge?: Judge | undefined;
  /** Pointer to the subject that it speaks of, which must be the token's. @default `/sub`, where it is there */
  readonly subject?: string | undefined;
}

/** A URL, a request, or (for an issuer) the list of issuers that count. https only, loopback excepted. */
export type Endpoint = string | DocumentRequest | readonly string[];

/** A request for a document, as only a provider declares it. */
export interface DocumentRequest extends EndpointRequest, DocumentReading {}

/** Another request to the URL of another endpoint: whoever moves that one moves this one with it. */
export interface SameUrl<N extends string = string> extends Omit<DocumentRequest, 'url'> {
  readonly sameUrlAs: N;
}

/** An endpoint as a provider declares it. */
export type DeclaredEndpoint<N extends string = string> = Endpoint | SameUrl<N>;

/** Endpoints a rule may name: the declared ones, and all known ones where an issuer lets discovery supply them. */
export type Available<N extends string> = N | ('issuer' extends N ? KnownEndpoint : never);

export const knownEndpoints: ReadonlySet<string> = new Set<KnownEndpoint>([
  'issuer',
  'authorize',
  'token',
  'userinfo',
  'introspect',
  'revoke',
  'jwks',
  'device',
  'endSession',
]);
