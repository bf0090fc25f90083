import { type Answer, bearerToken, type Call, json, type Routes } from '@bearerkit/testkit';
import type { CognitoState } from './state.ts';

/** Userinfo: answers the token of any app client. The path has a capital I. */
export function userinfoRoutes(state: CognitoState): Routes {
  const answer = (call: Call) => userinfo(state, call);
  return { 'GET /oauth2/userInfo': answer, 'POST /oauth2/userInfo': answer };
}

/** No `Bearer` in the challenge. */
const refuse = (status: number, error: string, description: string): Answer => ({
  status,
  headers: { 'www-authenticate': `error="${error}", error_description="${description}"` },
});

function userinfo({ tokens, users, clock }: CognitoState, { headers }: Call): Answer {
  const text = bearerToken(headers.authorization);
  if (text === undefined) return refuse(400, 'invalid_request', 'Bad OAuth2 request at UserInfo Endpoint');
  const token = tokens.get(text);
  if (token?.kind !== 'access' || token.expiresAt <= clock.now()) {
    const words = 'Access token is expired, disabled, or deleted, or the user has globally signed out.';
    return refuse(401, 'invalid_token', words);
  }
  const user = users.get(token.user ?? '');
  if (user === undefined || !token.scopes.includes('openid')) {
    return refuse(401, 'invalid_token', 'Access token does not contain openid scope');
  }
  const { sub, username, name, email, emailVerified } = user;
  return json({ sub, email_verified: String(emailVerified), name, email, username });
}
