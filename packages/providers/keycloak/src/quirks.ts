import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, source: string, summary: string): Quirk => ({ id, summary, source, checked: '2026-08-01' });
const [docs, code] = ['https://www.keycloak.org/docs/latest', 'https://github.com/keycloak/keycloak'];

/** What Keycloak does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('aud-is-account', docs, 'Without a mapper `aud` is `account` for everybody: not taken as an audience.'),
  quirk('aud-follows-roles', docs, '`aud` holds each client on which the user has a role: add `clientIds`.'),
  quirk('issuer-not-in-aud', docs, 'The client that got a token is in `azp`, not in `aud`: add an Audience mapper.'),
  quirk('id-token-same-header', docs, 'ID tokens share keys, header and (before 25) `nonce` with others: see `typ`.'),
  quirk('refresh-introspects-active', code, 'Refresh tokens are active too, with our `aud`: refused by `typ`.'),
  quirk('introspection-audience-since-26-6-2', docs, 'Unless who asks is in `aud`, tokens are inactive: map it.'),
  quirk('introspection-any-client-before', docs, 'Older servers answer everybody: `aud` or `azp` is compared.'),
  quirk('userinfo-empty-body', code, 'Userinfo says what is wrong in a header alone: never parsed as JSON.'),
  quirk('userinfo-403-no-openid', docs, 'Without the scope `openid` userinfo is 403: only `profile()` is 503 then.'),
  quirk('userinfo-refuses-lightweight', docs, 'Userinfo refuses lightweight tokens: it never decides.'),
  quirk('sub-missing', docs, 'Lightweight tokens, and those without scope `basic`, have no `sub`: ask, or refused.'),
  quirk('enc-key-in-jwks', code, 'An encryption key is published, in any order: keys are taken by use and id.'),
  quirk('iss-follows-host', code, 'Without a fixed host name `iss` is the Host of the request: set `hostname`.'),
  quirk('auth-prefix', docs, '`/auth` is gone by default since 17: the whole issuer is asked for.'),
  quirk('hs-algs-in-discovery', code, 'The metadata list HS256: only `algorithms` counts.'),
  quirk('unauthorized-client-for-bad-secret', code, 'That a secret is wrong is made `invalid_client`, as elsewhere.'),
  quirk('revoke-unknown-200-with-error', code, 'Revoking a dead token is 200 with an error: it is dead, so done.'),
  quirk('aud-string-or-array', docs, '`aud` is a string when there is one: whole values are compared.'),
  quirk('order-and-jti-noise', code, 'Order of scopes, roles and keys varies, `jti` has a prefix: neither is read.'),
  quirk('session-state-removed-25', docs, 'Tokens lost `session_state` for `sid`: nothing depends on it.'),
  quirk('opportunistic-dpop', code, 'A DPoP proof binds the token of any client: never taken as bearer.'),
  quirk('backchannel-gaps', docs, 'Nobody is called for a revoked token: only introspection sees that.'),
  quirk('admin-callback-raw-jws', code, 'Callbacks of administrators are signed too, without `iss`: refused.'),
  quirk('wrong-method-404', code, 'A wrong method, or a realm that loads, is 404: 503, and not a bad token.'),
  quirk('service-account-prefix', docs, 'Machines look like users with a UUID: told by session and client claims.'),
  quirk('kcc-audience-off', code, 'keycloak-connect does not check `aud` by default: `keycloakJson` warns.'),
];
