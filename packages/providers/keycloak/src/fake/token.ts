import { createHash } from 'node:crypto';
import { type Answer, type Call, json } from '@bearerkit/testkit';
import { asClient, oauthError } from './client-authentication.ts';
import type { KeycloakClient } from './clients.ts';
import { isSignedBy, readJws, thumbprintOf } from './jws.ts';
import { type Grant, type Realm, secondsOf, uuidOf } from './realm.ts';
import { issueTokens } from './tokens.ts';
import { subjects } from './users.ts';

type Work = (realm: Realm, call: Call, client: KeycloakClient) => Answer;

const invalidGrant = (description: string) => oauthError(400, 'invalid_grant', description);

/** The token endpoint. */
export function token(realm: Realm, call: Call): Answer {
  const names = [...call.form.keys()];
  if (new Set(names).size < names.length) return oauthError(400, 'invalid_request', 'duplicated parameter');
  const type = call.form.get('grant_type');
  if (type === null) return oauthError(400, 'invalid_request', 'Missing form parameter: grant_type');
  const work = grants[type];
  if (work === undefined) return oauthError(400, 'unsupported_grant_type', 'Unsupported grant_type');
  return asClient(realm, call, (client) => work(realm, call, client));
}

const codeGrant: Work = (realm, call, client) => {
  const code = realm.codes.get(call.form.get('code') ?? '');
  if (code === undefined || code.grant.client !== client.id) return invalidGrant('Code not valid');
  if (code.used) {
    realm.sessions.delete(code.grant.sid ?? '');
    return invalidGrant('Code not valid');
  }
  code.used = true;
  if (code.expiresAt <= realm.clock.now()) return invalidGrant('Code is expired');
  if (call.form.get('redirect_uri') !== code.redirectUri) return invalidGrant('Incorrect redirect_uri');
  const verifier = call.form.get('code_verifier') ?? '';
  const hash = createHash('sha256').update(verifier).digest('base64url');
  if (code.challenge !== undefined && hash !== code.challenge) {
    return invalidGrant(
      verifier === '' ? 'PKCE code verifier not specified' : 'PKCE verification failed: Code mismatch',
    );
  }
  return answer(realm, call, code.grant);
};

const refreshGrant: Work = (realm, call, client) => {
  const jws = readJws(call.form.get('refresh_token') ?? '');
  const grant = realm.grants.get(String(jws?.claims.jti));
  if (jws === undefined || grant === undefined || !isSignedBy(jws, realm.keys.secret)) {
    return invalidGrant('Invalid refresh token');
  }
  const { jti, exp } = jws.claims;
  if (grant.client !== client.id || realm.dead.has(String(jti))) return invalidGrant('Invalid refresh token');
  if (Number(exp) <= secondsOf(realm)) return invalidGrant('Token is not active');
  if (!realm.sessions.has(grant.sid ?? '')) return invalidGrant('Session not active');
  if (realm.users.get(grant.subject ?? '')?.enabled === false) return invalidGrant('User disabled');
  if (realm.settings.revokeRefresh) realm.dead.add(String(jti));
  return answer(realm, call, grant);
};

const clientCredentials: Work = (realm, call, client) => {
  const who = client.secret === undefined ? 'Public client not allowed' : 'Client not enabled';
  if (client.secret === undefined || !client.serviceAccount) {
    return oauthError(401, 'unauthorized_client', `${who} to retrieve service account`);
  }
  return answer(realm, call, { client: client.id, scope: 'email profile', issuer: realm.issuer(call) });
};

/** Any user name of the realm with the password `password`. */
const passwordGrant: Work = (realm, call, client) => {
  const found = [...realm.users].find(([, { username }]) => username === call.form.get('username'));
  if (found === undefined || call.form.get('password') !== 'password') return invalidGrant('Invalid user credentials');
  const [subject, { enabled }] = found;
  if (enabled === false) return invalidGrant('Account disabled');
  return answer(realm, call, newGrant(realm, { client: client.id, subject, issuer: realm.issuer(call) }));
};

const grants: Readonly<Record<string, Work>> = {
  authorization_code: codeGrant,
  refresh_token: refreshGrant,
  client_credentials: clientCredentials,
  password: passwordGrant,
};

/** A grant with a session of its own. */
export function newGrant(realm: Realm, grant: Partial<Grant> & Pick<Grant, 'client' | 'issuer'>): Grant {
  const sid = uuidOf(realm);
  realm.sessions.add(sid);
  return { subject: subjects.member, scope: 'openid email profile', sid, ...grant };
}

function answer(realm: Realm, call: Call, given: Grant): Answer {
  const proof = call.headers.dpop;
  const grant = typeof proof === 'string' ? { ...given, jkt: thumbprintOf(proof) } : given;
  const { accessToken, refreshToken, idToken, expiresIn } = issueTokens(realm, grant);
  return json(
    {
      access_token: accessToken,
      expires_in: expiresIn,
      refresh_expires_in: refreshToken === undefined ? 0 : 1800,
      refresh_token: refreshToken,
      token_type: grant.jkt === undefined ? 'Bearer' : 'DPoP',
      id_token: idToken,
      'not-before-policy': 0,
      session_state: grant.sid,
      scope: grant.scope,
    },
    { headers: { 'cache-control': 'no-store', pragma: 'no-cache' } },
  );
}
