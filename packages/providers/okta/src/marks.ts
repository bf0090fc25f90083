import type { Judge, ProviderDocument, Refused } from '@bearerkit/core/provider';

const startsWith = (value: unknown, start: string) => typeof value === 'string' && value.startsWith(start);

/** `uid` is there where a user is; without one the subject is the client. */
const isUserOrMachine = ({ uid, sub }: ProviderDocument, client: unknown) =>
  uid === undefined ? sub === client : typeof uid === 'string' && sub !== client;

/** Made for Okta's own APIs: other APIs may not rely on what they hold. */
export const orgTokens = { issuer: 'orgServer', reason: 'org_server_token', detail: "see `mode: 'org'`" } as const;

const isId: Refused['when'] = (_header, { jti }) => startsWith(jti, 'ID.');
/** The same keys sign them, and neither kind has a `typ`. */
export const idTokens = { issuer: 'issuer', when: isId, reason: 'id_token' } as const satisfies Refused;

/** Delegation tokens, and kinds that are still to come. */
export const otherTokens = {
  issuer: 'issuer',
  when: (_header, claims) => {
    const isWhole = claims.ver === 1 && typeof claims.cid === 'string' && Array.isArray(claims.scp);
    return !(isWhole && startsWith(claims.jti, 'AT.') && isUserOrMachine(claims, claims.cid));
  },
  reason: 'unrecognised',
  detail: 'an access token of Okta has jti AT.…, ver 1, cid, a list in scp, and uid or sub = cid',
} as const satisfies Refused;

/** Introspection calls ID tokens, refresh tokens and device secrets active too; only access tokens say all this. */
export const accessTokensOnly: Judge = ({ status, document }) => {
  if (status !== 200 || document?.active !== true) return undefined;
  const { jti, iss, aud, client_id: client } = document;
  const isWhole = [iss, aud, client].every((value) => typeof value === 'string');
  return isWhole && startsWith(jti, 'AT.') && isUserOrMachine(document, client) ? undefined : 'refused';
};
