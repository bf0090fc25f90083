import { type Answer, json } from '@bearerkit/testkit';

/** Claims of a token, or members of an answer. */
export type Members = Readonly<Record<string, unknown>>;

/** What a token is issued for. */
export interface VendorGrant {
  readonly issuer: string;
  /** Identifier of the API. */
  readonly api: string;
  readonly client: string;
  readonly scope: string;
  /** Claims about the user; none where the client acts for itself. */
  readonly user: Members;
  readonly kind: 'access' | 'id' | 'refresh';
}

/** A token that was issued, as the vendor remembers it. */
export interface VendorToken {
  readonly claims: Members;
  readonly grant: VendorGrant;
  readonly isSigned: boolean;
}

/** How one vendor's issuer differs from what others do. */
export interface Vendor {
  /** Between origin and `/.well-known`, as the issuer spells it. */
  readonly path: '' | '/' | '/oidc' | '/application/o/app/';
  readonly algorithm: 'RS256' | 'ES384';
  /** Header of an access token. */
  readonly typ: string | undefined;
  readonly claims: (grant: VendorGrant) => Members;
  /** What a token says where nobody stands behind it but the client. @default the client is the subject */
  readonly machine?: ((client: string) => Members) | undefined;
  /** Path of introspection, and whether the metadata name it. @default there is none */
  readonly introspection?: { readonly path: string; readonly isListed: boolean; readonly isOpen: boolean } | undefined;
  /** @param caller client id, where it is asked for @default any token, with its claims */
  readonly inspect?: ((token: VendorToken, caller: string | undefined) => Members | Answer) | undefined;
  /** What a wrong secret of the caller's gets. */
  readonly wrongSecret: Answer;
  /** Whether userinfo takes tokens for an API. */
  readonly userinfoTakesAudience: boolean;
  /** What userinfo says of a token that it does not take. */
  readonly badToken: Answer;
}

/** Claims of an ID token (OIDC Core §2), which some vendors put into access tokens as well. */
export const idClaims = ({ client, user }: VendorGrant): Members => ({
  aud: client,
  nonce: 'n-0S6_WzA2Mj',
  at_hash: '77QmUPtjPfzWtF2AnpK9RQ',
  ...user,
});

/** An error in JSON, with a challenge in the header or none. */
export const failure = (status: number, error: string, challenge?: string): Answer =>
  json({ error }, { status, ...(challenge === undefined ? {} : { headers: { 'www-authenticate': challenge } }) });
