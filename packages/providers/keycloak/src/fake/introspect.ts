import { type Answer, type Call, json } from '@bearerkit/testkit';
import { type Claims, mappedClaims } from './claims.ts';
import { asClient, oauthError } from './client-authentication.ts';
import type { Realm } from './realm.ts';
import { liveToken } from './tokens.ts';

const hints = new Set([null, '', 'access_token', 'refresh_token', 'requesting_party_token']);

/** The introspection endpoint: any confidential client may ask, and since 26.6.2 it must be in the token's audience. */
export function introspect(realm: Realm, call: Call): Answer {
  return asClient(realm, call, (caller) => {
    if (caller.secret === undefined) return oauthError(403, 'invalid_request', 'Client not allowed.');
    const text = call.form.get('token');
    if (text === null) return oauthError(400, 'invalid_request', 'Token not provided.');
    if (!hints.has(call.form.get('token_type_hint'))) {
      return oauthError(400, 'invalid_request', 'Unsupported token type.');
    }
    return json(activeDocument(realm, text, caller.id, realm.issuer(call)) ?? { active: false });
  });
}

/** The claims as the mappers make them now: a lightweight token becomes a whole one. A refresh token is active too. */
function activeDocument(realm: Realm, text: string, caller: string, issuer: string): Claims | undefined {
  const live = liveToken(realm, text, issuer);
  if (live === undefined) return undefined;
  const { claims, grant } = live;
  const isRefresh = claims.typ === 'Refresh' || claims.typ === 'Offline';
  const isChecked = realm.settings.version > 26.5 && !realm.settings.introspectionWithoutAudience && !isRefresh;
  if (isChecked && ![claims.aud].flat().includes(caller)) return undefined;
  const mapped = grant === undefined || claims.typ === 'ID' ? {} : mappedClaims(realm, grant);
  const aud = isRefresh ? [mapped.aud, claims.aud].flat().filter((name) => name !== undefined) : undefined;
  const whole: Claims = { ...mapped, ...claims, ...(aud === undefined ? {} : { aud }) };
  return {
    ...whole,
    aud: whole.aud ?? mapped.aud,
    client_id: claims.azp,
    username: whole.preferred_username,
    token_type: claims.typ,
    active: true,
  };
}
