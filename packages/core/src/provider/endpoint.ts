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

/** A URL, a request, or (for an issuer) the list of issuers that count. https only, loopback excepted. */
export type Endpoint = string | EndpointRequest | readonly string[];

/** Another request to the URL of another endpoint: whoever moves that one moves this one with it. */
export interface SameUrl<N extends string = string> extends Omit<EndpointRequest, 'url'> {
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
