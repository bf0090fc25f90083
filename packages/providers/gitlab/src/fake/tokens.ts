import { bearerToken, type Call } from '@bearerkit/testkit';
import type { AccessToken, GitlabState, Grant } from './state.ts';

const lifeMs = 7_200_000;

/** Issues an access token and its refresh token: 64 hexadecimal digits each, for two hours. */
export function issue({ tokens, clock, nextId }: GitlabState, grant: Grant): AccessToken {
  const now = clock.now();
  const token = {
    ...grant,
    text: nextId(64),
    refreshToken: nextId(64),
    createdAt: now,
    expiresAt: now + lifeMs,
    revoked: false,
  };
  tokens.push(token);
  return token;
}

/** Why a token is not good; `undefined` for a good one. */
export function fault(
  { clock }: GitlabState,
  token: AccessToken | undefined,
): 'unknown' | 'revoked' | 'expired' | undefined {
  if (token === undefined) return 'unknown';
  if (token.revoked) return 'revoked';
  return token.expiresAt <= clock.now() ? 'expired' : undefined;
}

/** The token of a request: as doorkeeper reads it, the parameter wins over the header. */
export function tokenOf({ query, headers }: Call): string | undefined {
  return query.get('access_token') ?? bearerToken(headers.authorization);
}

/** The access token with this text, good or not. */
export const find = ({ tokens }: GitlabState, text: string | undefined): AccessToken | undefined =>
  tokens.find((token) => token.text === text);
