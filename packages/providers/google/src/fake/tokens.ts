import { signIdToken } from './id-tokens.ts';
import type { GoogleState, Grant } from './state.ts';

const prefix = 'https://www.googleapis.com/auth/userinfo.';
const [hour, week] = [3_600_000, 604_800_000];

/** What a grant gives. */
export interface GoogleTokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  readonly idToken?: string | undefined;
}

/** Scopes as Google writes them: `email` and `profile` become URLs. */
export const longScopes = (scopes: readonly string[]): readonly string[] =>
  scopes.filter((name) => name !== '').map((name) => (name === 'email' || name === 'profile' ? prefix + name : name));

/** Whether Google says with these scopes whose a token is. */
export const namesSomebody = (scopes: readonly string[]): boolean =>
  scopes.includes('openid') || scopes.some((scope) => scope.startsWith(prefix));

/** An access token. @param life milliseconds */
export function issueAccess(state: GoogleState, grant: Grant, refreshToken?: string, life = hour): string {
  const middle = grant.person === undefined ? 'c.c0' : 'a0';
  const token = `ya29.${middle}${state.nextId(64)}`;
  state.accessTokens.set(token, { ...grant, expiresAt: state.clock.now() + life, refreshToken });
  return token;
}

/** A refresh token; the 101st of a client and an account kills the first, and in Testing it lives for a week. */
export function issueRefresh(state: GoogleState, grant: Grant): string {
  const token = `1//0${state.nextId(64)}`;
  const expiresAt = state.settings.testing ? state.clock.now() + week : undefined;
  const { client, person, scopes } = grant;
  state.refreshTokens.set(token, { client, person, scopes, expiresAt });
  const same = [...state.refreshTokens].filter(([, one]) => one.client === client && one.person === person);
  if (same.length > 100) state.refreshTokens.delete(same[0]?.[0] ?? '');
  return token;
}

/** The document of a token answer (RFC 6749 §5.1); a refresh gives no new refresh token. */
export function tokenDocument(state: GoogleState, issuer: string, grant: Grant, refreshToken?: string, nonce?: string) {
  const { client, scopes, person: about } = grant;
  return {
    access_token: issueAccess(state, grant, refreshToken),
    expires_in: 3599,
    scope: scopes.join(' '),
    token_type: 'Bearer',
    id_token: scopes.includes('openid')
      ? signIdToken(state, issuer, { about, audience: client, claims: { nonce } })
      : undefined,
  };
}
