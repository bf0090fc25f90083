import { type Answer, bearerToken, type Call, json, type Routes } from '@bearerkit/testkit';
import { atServer } from './caller.ts';
import type { OktaServer, OktaState } from './state.ts';

const challenge = (status: number, text: string): Answer => ({
  status,
  headers: { 'www-authenticate': `Bearer ${text}` },
});

/** Userinfo of each server: answers the token of any application, and calls the user by id. */
export function userinfoRoutes(state: OktaState): Routes {
  const answer = atServer(state, (server, call) => userinfo(state, server, call));
  return { 'GET /oauth2/v1/userinfo': answer, 'GET /oauth2/:server/v1/userinfo': answer };
}

function userinfo({ tokens, users, clock }: OktaState, server: OktaServer, { headers }: Call): Answer {
  const token = tokens.get(bearerToken(headers.authorization) ?? '');
  const isGood = token?.kind === 'access' && token.server === server.id && token.expiresAt > clock.now();
  if (!isGood) return challenge(401, 'error="invalid_token", error_description="The access token is invalid"');
  const user = users.get(token.user ?? '');
  const lacks = 'The access token provided does not contain the required scopes.';
  if (user === undefined || !token.scopes.includes('openid')) {
    return challenge(403, `scope="openid", error="insufficient_scope", error_description="${lacks}"`);
  }
  if (!token.scopes.some((scope) => ['profile', 'email', 'address', 'phone'].includes(scope))) {
    return challenge(403, 'error="insufficient_scope"');
  }
  const { uid, name, login, email, emailVerified } = user;
  return json({ sub: uid, name, preferred_username: login, email, email_verified: emailVerified });
}
