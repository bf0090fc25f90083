import type { Secret } from './secret.ts';

/** A parsed JSON object from a provider or a token. Hostile input: read own properties only. */
export type ProviderDocument = Readonly<Record<string, unknown>>;

/** What a provider answered: status, headers (lower-case names) and, if it was a JSON object, the document. */
export interface ProviderAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly document?: ProviderDocument | undefined;
}

/**
 * What an answer says about the token. `foreign`: it was issued to another application. `again`: ask the `again`
 * endpoint before deciding. `misconfigured`: our own credentials or query are wrong (503 and a loud log). `refused`:
 * the endpoint does not inspect this kind of token.
 */
export type Verdict =
  | 'good'
  | 'bad'
  | 'foreign'
  | 'again'
  | 'refused'
  | 'misconfigured'
  | 'unreachable'
  | 'rate_limited'
  | 'malformed';

/** Where an answer says something: a JSON Pointer, or a function where the vendor needs one. */
export type Fact = string | ((document: ProviderDocument) => unknown);

/** Places in the inspection's answer; what is absent is not known. Times may be RFC 3339 texts. */
export interface InspectionFacts {
  /** Demand boolean `true` here (RFC 7662 `active`). */
  readonly active?: string | undefined;
  readonly issuer?: Fact | undefined;
  readonly subject?: Fact | undefined;
  readonly client?: Fact | undefined;
  readonly audience?: Fact | undefined;
  /** Seconds since the epoch. */
  readonly expiresAt?: Fact | undefined;
  /** Seconds from now. */
  readonly expiresIn?: Fact | undefined;
  /** Seconds since the epoch. */
  readonly issuedAt?: Fact | undefined;
  /** Seconds since the epoch. */
  readonly notBefore?: Fact | undefined;
  /** A string with spaces, or an array. */
  readonly scopes?: Fact | undefined;
}

/** Our registration, as functions of a provider get it. */
export interface CallClient {
  readonly id: string;
  readonly secret?: Secret | undefined;
}

/** Where a token goes: the Authorization header, a field of a form or of a JSON object, or (last resort) the query. */
export type TokenPlace = 'bearer' | { readonly form: string } | { readonly json: string } | { readonly query: string };

/**
 * How we prove who asks: in the provider's declared place, by HTTP Basic whatever that place is, with a bearer token
 * made of our registration, or not at all.
 */
export type CallAuthentication = 'client' | 'basic' | 'none' | { readonly bearer: (client: CallClient) => string };

/** How a provider is asked about an opaque token. Names an endpoint, never a URL. */
export interface Inspection<out N extends string> {
  readonly how: 'introspection' | 'userinfo' | 'tokenInfo' | 'call';
  readonly endpoint: N;
  readonly send: TokenPlace;
  readonly authentication: CallAuthentication;
  /** Fields to send besides the token; a function gets the token and our client. */
  readonly body?: CallBody | undefined;
  readonly facts: InspectionFacts;
  /** The vendor's own reading of an answer; `undefined` leaves it to the default reading. */
  readonly judge?: Judge | undefined;
  /** Endpoint to ask once when the verdict is `again`. */
  readonly again?: N | undefined;
}

/** Reads an answer the vendor's way; `undefined` leaves the verdict to core. */
export type Judge = (answer: ProviderAnswer) => Verdict | undefined;

/** Form fields of a vendor check. */
export type CallBody =
  | Readonly<Record<string, string>>
  | ((token: string, client: CallClient) => Readonly<Record<string, string>>);

/** RFC 7662: POST with client authentication; only boolean `active: true` is good. */
export function introspection<const N extends string>(
  endpoint: N,
  more: { readonly judge?: Judge } = {},
): Inspection<N> {
  return {
    how: 'introspection',
    endpoint,
    send: { form: 'token' },
    authentication: 'client',
    body: { token_type_hint: 'access_token' },
    facts: {
      active: '/active',
      issuer: '/iss',
      subject: '/sub',
      client: '/client_id',
      audience: '/aud',
      expiresAt: '/exp',
      issuedAt: '/iat',
      notBefore: '/nbf',
      scopes: '/scope',
    },
    ...more,
  };
}

/** A userinfo call with the token: shows that it is alive, never whom it was issued to. */
export function userinfoProof<const N extends string>(
  endpoint: N,
  more: { readonly judge?: Judge; readonly again?: N } = {},
): Inspection<N> {
  return { how: 'userinfo', endpoint, send: 'bearer', authentication: 'none', facts: {}, ...more };
}

/** A token-info endpoint of the vendor. @default the token as form field `access_token`, no client authentication */
export function tokenInfo<const N extends string>(
  endpoint: N,
  how: { readonly send?: Inspection<N>['send']; readonly facts?: InspectionFacts; readonly judge?: Judge } = {},
): Inspection<N> {
  const facts = how.facts ?? { client: '/aud', expiresAt: '/exp', scopes: '/scope' };
  const judge = how.judge === undefined ? {} : { judge: how.judge };
  return {
    how: 'tokenInfo',
    endpoint,
    send: how.send ?? { form: 'access_token' },
    authentication: 'none',
    facts,
    ...judge,
  };
}

/**
 * A vendor's own check; `body` are fields beside the token's.
 * @default the token as form field `access_token`, with client authentication
 */
export function call<const N extends string>(
  endpoint: N,
  how: {
    readonly send?: Inspection<N>['send'];
    readonly body?: CallBody;
    readonly authentication?: CallAuthentication;
    readonly facts: InspectionFacts;
    readonly judge?: Judge;
  },
): Inspection<N> {
  return { how: 'call', endpoint, send: { form: 'access_token' }, authentication: 'client', ...how };
}
