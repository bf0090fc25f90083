import type { Reason } from '../errors/reasons.ts';
import type { Attributes } from './attributes.ts';
import type { Inspection, ProviderDocument } from './inspection.ts';

/** Letters a token may be made of. */
export type Alphabet = 'hex' | 'alphanumeric' | 'base64url' | 'token68';

/** What tokens look like, as data, so that overlaps can be computed. */
export interface TokenShape {
  /** Literal start, such as `gho_`. */
  readonly prefix?: string | undefined;
  readonly alphabet: Alphabet;
  /** Characters without the prefix: exact, or `[least, most]`. @default any length */
  readonly length?: number | readonly [number, number] | undefined;
  /** May consist of three base64url segments. @default false */
  readonly jwtLooking?: boolean | undefined;
}

/**
 * What proves that a token was issued to us. `app`: the provider names our client. `audience`: it names our API.
 * `login`: we obtained it ourselves. `none`: nothing does; needs `acceptTokensOfAnyApp: true`.
 */
export type Binding = 'app' | 'audience' | 'login' | 'none';

/** Refuse a token for what it says: data, so that it can be shown. */
export interface Rejection {
  /** JSON Pointer into the claims. */
  readonly claim: string;
  /** Refuse when the value is one of these. @default refuse when present */
  readonly oneOf?: readonly unknown[] | undefined;
  /** Refuse unless the value is one of these; an absent one is none of them. Takes the place of `oneOf`. */
  readonly noneOf?: readonly unknown[] | undefined;
  readonly reason: Reason;
}

/** What a document says, asked by a function: must be pure, and never throws. */
export type Test = (document: ProviderDocument) => boolean;

/** JWS algorithms that a rule may allow. */
export type Algorithm = `${'RS' | 'PS' | 'ES'}${'256' | '384' | '512'}` | 'EdDSA' | 'Ed25519';

interface RuleBase<N extends string> {
  /** Endpoint names this rule uses; checked when the provider is made. */
  readonly needs: readonly N[];
  /** Whom the tokens stand for. @default 'user' */
  readonly kind: 'user' | 'client';
  readonly binding: Binding;
  readonly attributes: Attributes<N>;
  /** Values of `aud` that name our API. */
  readonly audience: readonly string[];
  /** Client ids that count as ours. */
  readonly clients: readonly string[];
  readonly reject: readonly Rejection[];
  /** Whether nobody stands behind the token but the client, beside what the standards say of that. */
  readonly machine?: Test | undefined;
}

/** A signed token, proved by the issuer's keys. */
export interface JwtRule<out N extends string = string> extends RuleBase<N> {
  readonly token: 'jwt';
  readonly issuer: string;
  readonly algorithms: readonly Algorithm[];
  readonly typ: 'require' | 'if-present';
  readonly idTokenGuard: boolean;
  readonly sharedSubjects: boolean;
  /** Claims that name the client, the first string counts. */
  readonly clientClaims: readonly string[];
  /** Endpoint of the keys, where they are not those of the issuer's metadata. */
  readonly jwks?: N | undefined;
  readonly when?: ((header: ProviderDocument, claims: ProviderDocument) => boolean) | undefined;
  readonly keyIsFor?: ((key: ProviderDocument, claims: ProviderDocument) => boolean) | undefined;
}

/** A token that says nothing by itself, proved by asking or by memory. */
export interface OpaqueRule<out N extends string = string> extends RuleBase<N> {
  readonly token: 'opaque';
  readonly shape: TokenShape;
  /** Three-segment tokens whose `iss` is this endpoint's value belong here too. */
  readonly issuer?: string | undefined;
  readonly inspect?: Inspection<N> | undefined;
}

/** One kind of token that a provider issues, and how it is proved and mapped. */
export type Rule<N extends string = string> = JwtRule<N> | OpaqueRule<N>;

type Names<N extends string> = Exclude<N, 'claims' | 'inspection'>;

/** What {@link jwt} takes. */
export interface JwtSpec<N extends string> {
  /** Name of the issuer endpoint. @default 'issuer' */
  readonly issuer?: N | undefined;
  /** Whole values of `aud` that name our API. One of `audience` and `clients` is needed. */
  readonly audience?: string | readonly string[] | undefined;
  /** Client ids (`client_id`, else `azp`) that count as ours. With `audience` both must hold. */
  readonly clients?: readonly string[] | undefined;
  readonly algorithms: readonly Algorithm[];
  /** RFC 9068 `typ: at+jwt`: demanded, or only refused when it says another kind. @default 'if-present' */
  readonly typ?: 'require' | 'if-present' | undefined;
  /** Refuse tokens with the marks of an ID token. @default true */
  readonly idTokenGuard?: boolean | undefined;
  /** The vendor's word that a subject is one person at every issuer of a list; a list needs it. @default false */
  readonly sharedSubjects?: boolean | undefined;
  /** Names of claims that say which client a token was issued to. @default client_id, else azp (RFC 9068 §2.2) */
  readonly clientClaims?: readonly string[] | undefined;
  /** Name of the endpoint of the keys: one URL, or one for each issuer of a list. @default the issuer's metadata */
  readonly jwks?: N | undefined;
  /** Among rules of one issuer the first whose `when` holds is taken. Nothing is proved yet. */
  readonly when?: JwtRule['when'];
  /** Whether a published key may sign a token with these claims, for vendors that say so in the key. @default any */
  readonly keyIsFor?: JwtRule['keyIsFor'];
  readonly reject?: readonly Rejection[] | undefined;
  /** More marks of a token without a human. @default client and subject are the same (RFC 9068 §5) */
  readonly machine?: Test | undefined;
  readonly kind?: 'user' | 'client' | undefined;
  readonly attributes: Attributes<N>;
}

/** What {@link opaque} takes. */
export interface OpaqueSpec<N extends string> {
  readonly shape: TokenShape;
  /** Name of an issuer endpoint: three-segment tokens with its `iss` are inspected too. */
  readonly issuer?: N | undefined;
  readonly binding: Binding;
  readonly inspect?: Inspection<N> | undefined;
  readonly audience?: string | readonly string[] | undefined;
  /** @default our own client id */
  readonly clients?: readonly string[] | undefined;
  readonly reject?: readonly Rejection[] | undefined;
  /** More marks of a token without a human. @default client and subject are the same, or there is no subject */
  readonly machine?: Test | undefined;
  readonly kind?: 'user' | 'client' | undefined;
  readonly attributes: Attributes<N>;
}

const list = (value: string | readonly string[] | undefined) =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

function sources(attributes: Attributes<string>): string[] {
  const own = Object.values(attributes).map((attribute: unknown) =>
    typeof attribute === 'object' && attribute !== null ? (attribute as { from?: string }).from : undefined,
  );
  return [attributes.from, ...own].filter(
    (name) => name !== undefined && name !== 'claims' && name !== 'inspection',
  ) as string[];
}

/** RFC 9068 §2.2, OIDC Core §2. */
export const clientClaims: readonly string[] = ['client_id', 'azp'];

/** A rule for signed access tokens (RFC 9068, RFC 7519). */
export function jwt<const N extends string = never>(spec: JwtSpec<N>): JwtRule<Names<N>> {
  const issuer = spec.issuer ?? 'issuer';
  const audience = list(spec.audience);
  return {
    token: 'jwt',
    needs: [
      ...new Set([issuer, ...(spec.jwks === undefined ? [] : [spec.jwks]), ...sources(spec.attributes)]),
    ] as Names<N>[],
    kind: spec.kind ?? 'user',
    binding: audience.length > 0 ? 'audience' : 'app',
    attributes: spec.attributes as Attributes<Names<N>>,
    audience,
    clients: spec.clients ?? [],
    reject: spec.reject ?? [],
    issuer,
    algorithms: spec.algorithms,
    typ: spec.typ ?? 'if-present',
    idTokenGuard: spec.idTokenGuard ?? true,
    sharedSubjects: spec.sharedSubjects ?? false,
    clientClaims: spec.clientClaims ?? clientClaims,
    jwks: spec.jwks as Names<N> | undefined,
    when: spec.when,
    keyIsFor: spec.keyIsFor,
    machine: spec.machine,
  };
}

/** A rule for opaque access tokens. */
export function opaque<const N extends string = never>(spec: OpaqueSpec<N>): OpaqueRule<Names<N>> {
  const inspect = spec.inspect as Inspection<Names<N>> | undefined;
  const asked = [inspect?.endpoint, inspect?.again, spec.issuer].filter((name) => name !== undefined) as string[];
  return {
    token: 'opaque',
    needs: [...new Set([...asked, ...sources(spec.attributes)])] as Names<N>[],
    kind: spec.kind ?? 'user',
    binding: spec.binding,
    attributes: spec.attributes as Attributes<Names<N>>,
    audience: list(spec.audience),
    clients: spec.clients ?? [],
    reject: spec.reject ?? [],
    shape: spec.shape,
    machine: spec.machine,
    ...(spec.issuer === undefined ? {} : { issuer: spec.issuer }),
    ...(inspect === undefined ? {} : { inspect }),
  };
}
