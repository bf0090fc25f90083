import { createHash } from 'node:crypto';
import { type Claims, commonClaims, mappedClaims, profileClaims } from './claims.ts';
import { isSignedBy, readJws, signJws } from './jws.ts';
import { type Grant, type Realm, secondsOf } from './realm.ts';

/** What a grant gives. */
export interface KeycloakTokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  /** Seconds. */
  readonly expiresIn: number;
}

const refreshLife = 1800;

/** Signs claims with the realm's first key, and remembers what was granted. */
export function issue(realm: Realm, claims: Claims, grant?: Grant): string {
  const [key] = realm.keys.signing;
  if (key === undefined) throw new RangeError('The realm has no signing key');
  if (grant !== undefined) realm.grants.set(String(claims.jti), grant);
  return signJws({ alg: 'RS256', typ: 'JWT', kid: key.kid }, claims, key.privateKey);
}

/** Claims of an access token: all of them, or the few of a lightweight one. */
export function accessClaims(realm: Realm, grant: Grant): Claims {
  const { lightweight, lifeSeconds } = realm.settings;
  const common = commonClaims(realm, grant, 'Bearer', lifeSeconds);
  const mapped = mappedClaims(realm, grant);
  if (lightweight === 'off') return { ...common, ...mapped };
  return { ...common, scope: grant.scope, ...(lightweight === 'bare' ? {} : { aud: mapped.aud }) };
}

/** An access token; with a session also a refresh token, and with the scope `openid` an ID token. */
export function issueTokens(realm: Realm, grant: Grant): KeycloakTokens {
  const accessToken = issue(realm, accessClaims(realm, grant), grant);
  const expiresIn = realm.settings.lifeSeconds;
  if (grant.sid === undefined) return { accessToken, expiresIn };
  const isOpenid = grant.scope.split(' ').includes('openid');
  return {
    accessToken,
    expiresIn,
    refreshToken: issueRefresh(realm, grant),
    ...(isOpenid ? { idToken: issueId(realm, grant, accessToken) } : {}),
  };
}

function issueRefresh(realm: Realm, grant: Grant): string {
  const isOffline = grant.scope.split(' ').includes('offline_access');
  const common = commonClaims(realm, grant, isOffline ? 'Offline' : 'Refresh', refreshLife);
  const claims = { ...common, aud: grant.issuer, sub: grant.subject, scope: `${grant.scope} basic roles web-origins` };
  realm.grants.set(String(common.jti), grant);
  return signJws({ alg: 'HS512', typ: 'JWT', kid: 'not-published' }, claims, realm.keys.secret);
}

function issueId(realm: Realm, grant: Grant, accessToken: string): string {
  const user = realm.users.get(grant.subject ?? '');
  const half = createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
  return issue(realm, {
    ...commonClaims(realm, grant, 'ID', realm.settings.lifeSeconds),
    aud: grant.client,
    sub: grant.subject,
    auth_time: secondsOf(realm),
    at_hash: half,
    acr: '1',
    ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
    ...(user === undefined ? {} : profileClaims(user)),
  });
}

/** A token of this realm that is alive: signature, issuer, times, session and user. */
export interface LiveToken {
  readonly claims: Claims;
  readonly grant: Grant | undefined;
}

/** Looks at a token as introspection and userinfo do. */
export function liveToken(realm: Realm, text: string, issuer: string): LiveToken | undefined {
  const jws = readJws(text);
  if (jws === undefined) return undefined;
  const { claims, header } = jws;
  const key = realm.keys.signing.find(({ kid }) => kid === header.kid)?.publicKey ?? realm.keys.secret;
  const grant = realm.grants.get(String(claims.jti));
  const subject = grant?.subject;
  const isAlive =
    isSignedBy(jws, key) &&
    claims.iss === issuer &&
    Number(claims.exp) > secondsOf(realm) &&
    !realm.dead.has(String(claims.jti)) &&
    (typeof claims.sid !== 'string' || realm.sessions.has(claims.sid)) &&
    (subject === undefined || realm.users.get(subject)?.enabled !== false);
  return isAlive ? { claims, grant } : undefined;
}
