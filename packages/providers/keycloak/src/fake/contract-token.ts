import type { FakeTokenRequest } from '@bearerkit/testkit';
import { readJws } from './jws.ts';
import { type Realm, secondsOf } from './realm.ts';
import { newGrant } from './token.ts';
import { accessClaims, issue, issueTokens } from './tokens.ts';
import { subjects } from './users.ts';

/** A token as the contract of providers asks for it. */
export function contractToken(realm: Realm, request: FakeTokenRequest): string {
  const { account = 'member', client: whose = 'ours', state = 'good', kind = 'access' } = request;
  const issuer = realm.issuer();
  const client = whose === 'ours' ? 'rest-api' : 'other-app';
  const grant =
    kind === 'machine'
      ? { client, scope: 'email profile', issuer }
      : newGrant(realm, { client, issuer, subject: subjects[account] });
  if (state === 'expired') {
    const now = secondsOf(realm);
    return issue(realm, { ...accessClaims(realm, grant), iat: now - 7200, exp: now - 3600 }, grant);
  }
  const { accessToken, refreshToken = '', idToken = '' } = issueTokens(realm, grant);
  if (state === 'revoked') realm.dead.add(String(readJws(accessToken)?.claims.jti));
  return { access: accessToken, machine: accessToken, refresh: refreshToken, id: idToken }[kind];
}
