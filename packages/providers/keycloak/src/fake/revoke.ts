import { type Answer, type Call, json } from '@bearerkit/testkit';
import { asClient, oauthError } from './client-authentication.ts';
import { readJws } from './jws.ts';
import type { Realm } from './realm.ts';
import { liveToken } from './tokens.ts';

/** The revocation endpoint: 200 without a body, or with an error where the token is dead already. */
export function revoke(realm: Realm, call: Call): Answer {
  return asClient(realm, call, (client) => {
    const text = call.form.get('token') ?? '';
    const live = liveToken(realm, text, realm.issuer(call));
    if (live === undefined) return json({ error: 'invalid_token', error_description: 'Invalid token' });
    const { azp, typ, sid, jti } = live.claims;
    if (azp !== client.id) return oauthError(400, 'invalid_client', 'Unmatching clients');
    realm.dead.add(String(jti));
    if (typ !== 'Bearer') realm.sessions.delete(String(sid));
    return {};
  });
}

/** Logout by refresh token, as the adapters do it. */
export function logout(realm: Realm, call: Call): Answer {
  return asClient(realm, call, () => {
    const sid = readJws(call.form.get('refresh_token') ?? '')?.claims.sid;
    if (!realm.sessions.delete(String(sid))) return oauthError(400, 'invalid_grant', 'Invalid refresh token');
    return { status: 204 };
  });
}
