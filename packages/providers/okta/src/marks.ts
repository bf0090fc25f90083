import type { Judge, ProviderDocument, Refused } from '@bearerkit/core/provider';

const startsWith = (value: unknown, start: string) => typeof value === 'string' && value.startsWith(start);

/** `uid` is there where a user is; without one the subject is the client. */
const isUserOrMachine = ({ uid, sub }: ProviderDocument, client: unknown) =>
  uid === undefined ? sub === client : typeof uid === 'string' && sub !== client;

/**
 * The content of an access token of a custom server, which says more than its `typ`: there is none.
 *
 * @see https://developer.okta.com/docs/reference/api/oidc/#access-token
 */
const isAccessToken: NonNullable<Refused['when']> = (_header, claims) =>
  startsWith(claims.jti, 'AT.') &&
  claims.ver === 1 &&
  typeof claims.cid === 'string' &&
  Array.isArray(claims.scp) &&
  isUserOrMachine(claims, claims.cid);

/** ID tokens, which the same keys sign. */
export const idTokens = {
  issuer: 'issuer',
  when: (_header, { jti }) => startsWith(jti, 'ID.'),
  reason: 'id_token',
} as const satisfies Refused;

/** Whatever else a custom server signs: delegation tokens, and kinds that are still to come. */
export const otherTokens = {
  issuer: 'issuer',
  when: (header, claims) => !isAccessToken(header, claims),
  reason: 'unrecognised',
  detail: 'it lacks the marks of an access token of Okta: jti AT.…, ver 1, cid, a list in scp, and uid or sub = cid',
} as const satisfies Refused;

/** Tokens made for Okta's own APIs, whose content no other API may rely on. */
export const orgTokens = {
  issuer: 'orgServer',
  reason: 'org_server_token',
  detail: "it is of the org authorization server: ask a custom one, or say `mode: 'org'`",
} as const satisfies Refused;

/** Introspection calls ID tokens, refresh tokens and device secrets active too; only access tokens say all this. */
export const accessTokensOnly: Judge = ({ status, document }) => {
  if (status !== 200 || document?.active !== true) return undefined;
  const { jti, iss, aud, client_id: client } = document;
  const isWhole = [iss, aud, client].every((value) => typeof value === 'string');
  return isWhole && startsWith(jti, 'AT.') && isUserOrMachine(document, client) ? undefined : 'refused';
};
