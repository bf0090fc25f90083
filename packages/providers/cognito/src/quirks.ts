import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, page: string, summary: string): Quirk => ({
  ...{ id, summary, checked: '2026-08-01' },
  source: `https://docs.aws.amazon.com/cognito/latest/developerguide/${page}.html`,
});
const [access, verify] = ['amazon-cognito-user-pools-using-the-access-token', 'token-verification'];
const [token, authorize, userinfo] = ['token-endpoint', 'authorization-endpoint', 'userinfo-endpoint'];

/** What Cognito does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('no-aud-in-access-token', access, 'There is no `aud`: `client_id` must be one of `clientIds`.'),
  quirk('token-use-tells-kind', verify, 'Only `token_use` tells ID tokens apart: it must be `access`.'),
  quirk('two-keys-two-uses', verify, 'Two keys are published, for two kinds of tokens: all of them count.'),
  quirk('kid-padded-base64', verify, 'Key ids end with `=`: compared as they are.'),
  quirk('keys-can-rotate', verify, 'Keys may rotate: an unknown key id makes them be read again.'),
  quirk('updated-issuer-host', verify, 'A pool may have the UPDATED issuer: say so, the other is then refused.'),
  quirk('issuer-host-differs-from-endpoints', authorize, 'Logins are at `domain`, not where the issuer is.'),
  quirk('userinfo-capital-i', userinfo, 'The path is /oauth2/userInfo.'),
  quirk('userinfo-bool-strings', userinfo, '`email_verified` is "true" or "false": only "true" and true verify.'),
  quirk('userinfo-needs-openid', userinfo, 'Userinfo wants `openid`: tokens without it are never sent there.'),
  quirk('userinfo-challenge-without-bearer', userinfo, 'The challenge of a 401 lacks its scheme: not parsed.'),
  quirk('sdk-tokens-have-admin-scope-only', access, 'InitiateAuth gives no custom scope: see `resourceServer`.'),
  quirk('no-scope-in-token-response', token, 'A token answer names no scopes: those in the token count.'),
  quirk('omitted-scope-means-all', authorize, 'No scope means all of them: a login always asks for some.'),
  quirk('scope-slash-last', access, 'Identifiers may be URLs: the last slash parts them from the name.'),
  quirk('refresh-not-returned', token, 'A refresh gives no refresh token, unless they rotate: keep the old one.'),
  quirk('revoke-refresh-tokens-only', 'revocation-endpoint', 'Access tokens can not be revoked: refused here alone.'),
  quirk('global-signout-jwt-still-valid', 'token-revocation', 'Signed out, tokens verify on: `userinfo` knows.'),
  quirk('username-reusable', 'user-pool-settings-attributes', 'Another may get a user name: the subject is `sub`.'),
  quirk('m2m-sub-is-client-id', token, 'The subject of a machine is its client id: it is no user.'),
  quirk('invalid-grant-for-attribute-permission', token, 'A client that may not read an attribute gets invalid_grant.'),
  quirk('invalid-client-400-or-401', token, 'A wrong secret is 400 or 401: told as `invalid_client` both times.'),
  quirk('no-introspection', verify, 'There is no introspection: none is looked for.'),
  quirk('pkce-not-advertised', authorize, 'S256 works though no metadata says so: always sent.'),
  quirk('resource-binding-aud', access, '`aud` names another API where it is there: it must be `resource`.'),
  quirk('lambda-can-add-claims', access, 'Triggers add claims of any type: the wrong ones count as absent.'),
  quirk('space-as-plus', authorize, 'Scopes are parted by `+` in our URL, as in any form.'),
  quirk('state-not-json', authorize, '`state` must not be JSON: it is random text.'),
  quirk('quota-is-account-wide', 'limits', 'Quotas are shared by all pools: one question for many requests.'),
  quirk('local-emulator-is-not-faithful', verify, 'What an emulator issues is unlike Cognito: not a pool.'),
  quirk('implicit-groups-absent', access, 'Without groups the claim is absent: an empty list.'),
];
