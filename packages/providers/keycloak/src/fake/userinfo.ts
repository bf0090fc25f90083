import { type Answer, bearerToken, type Call, json } from '@bearerkit/testkit';
import { profileClaims } from './claims.ts';
import type { Realm } from './realm.ts';
import { issue, liveToken } from './tokens.ts';

/** Userinfo takes a live token of any client of the realm, and says what is wrong in a header alone. */
export function userinfo(realm: Realm, call: Call): Answer {
  const { version, userinfoSigned } = realm.settings;
  const text = bearerToken(call.headers.authorization) ?? call.form.get('access_token');
  if (text === null || text === undefined) return refuse(realm, version < 19 ? 400 : 401);
  const live = liveToken(realm, text, realm.issuer(call));
  const user = realm.users.get(live?.grant?.subject ?? '');
  if (live === undefined || live.claims.typ !== 'Bearer') return invalid(realm, 'Token verification failed');
  if (version >= 19 && !String(live.claims.scope).split(' ').includes('openid')) {
    return refuse(realm, 403, 'insufficient_scope', 'Missing openid scope');
  }
  if (version > 26.5 && live.claims.sub === undefined) {
    return invalid(realm, 'Lightweight access token not allowed for userinfo endpoint');
  }
  if (user === undefined) return invalid(realm, 'User not found');
  const document = { sub: live.grant?.subject, ...profileClaims(user) };
  if (!userinfoSigned) return json(document);
  return { headers: { 'content-type': 'application/jwt' }, body: issue(realm, document) };
}

const invalid = (realm: Realm, description: string) => refuse(realm, 401, 'invalid_token', description);

function refuse({ name, settings }: Realm, status: number, error?: string, description?: string): Answer {
  if (settings.version < 19) {
    return json(
      { error: error ?? 'invalid_request', error_description: description ?? 'Token not provided' },
      { status },
    );
  }
  const more = error === undefined ? '' : `, error="${error}", error_description="${description}"`;
  const headers = { 'content-type': 'text/plain;charset=utf-8', 'www-authenticate': `Bearer realm="${name}"${more}` };
  return { status, headers };
}
