import { type KeyObject, randomUUID } from 'node:crypto';
import { signJws } from './jws.ts';
import { type Realm, secondsOf } from './realm.ts';
import { newGrant } from './token.ts';
import { accessClaims, issue } from './tokens.ts';

/** What differs from a good access token of the member; `undefined` leaves a claim out. */
export interface KeycloakForgery {
  readonly header?: Readonly<Record<string, unknown>> | undefined;
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** @default the realm's key; the public one for HS256 */
  readonly key?: KeyObject | Buffer | undefined;
}

/** Signs what no client ever obtained. */
export function forge(realm: Realm, { header = {}, claims = {}, key }: KeycloakForgery): string {
  const [own] = realm.keys.signing;
  if (own === undefined) throw new RangeError('The realm has no signing key');
  const whole = { alg: 'RS256', typ: 'JWT', kid: own.kid, ...header };
  const good = accessClaims(realm, newGrant(realm, { client: 'rest-api', issuer: realm.issuer() }));
  const fallback = whole.alg.startsWith('HS') ? own.publicKey : own.privateKey;
  return signJws(whole, { ...good, ...claims }, key ?? fallback);
}

/** Body of an administrator's callback: a signed text without an issuer. */
export interface KeycloakCallback {
  /** @default 'LOGOUT' */
  readonly action?: 'LOGOUT' | 'PUSH_NOT_BEFORE' | undefined;
  /** Id of the client that is called. @default 'rest-api' */
  readonly resource?: string | undefined;
}

export function adminCallback(realm: Realm, { action = 'LOGOUT', resource = 'rest-api' }: KeycloakCallback): string {
  const now = secondsOf(realm);
  const common = { id: randomUUID(), expiration: now + 30, resource, action };
  return issue(realm, { ...common, ...(action === 'LOGOUT' ? { adapterSessionIds: [] } : { notBefore: now }) });
}

/** A logout token (OIDC Back-Channel Logout §2.4). @param sid left out where "session required" is off */
export function logoutToken(realm: Realm, client: string, subject: string, sid?: string): string {
  const now = secondsOf(realm);
  return issue(realm, {
    ...{ exp: now + 120, iat: now, jti: randomUUID(), iss: realm.issuer(), aud: client, sub: subject, typ: 'Logout' },
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    ...(sid === undefined ? {} : { sid }),
  });
}
