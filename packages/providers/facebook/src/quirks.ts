import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, source: string, summary: string): Quirk => ({ id, summary, source, checked: '2026-10-01' });
const docs = (path: string) => `https://developers.facebook.com/docs/${path}`;
const code = (path: string) => `https://github.com/${path}`;
const debug = docs('facebook-login/access-tokens/debugging-and-error-handling');
const [ll, core] = [docs('facebook-login/guides/access-tokens'), code('python-social-auth/social-core')];
const [passport, sdk] = [code('jaredhanson/passport-facebook'), code('facebookarchive/php-graph-sdk')];

/** What Facebook does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('me-is-not-audience', core, '/me answers the token of any app: debug_token and a proof decide.'),
  quirk('foreign-is-400', debug, "Another app's token is HTTP 400, code 100: a bad token, not an outage."),
  quirk('invalid-is-200', debug, 'Dead tokens are HTTP 200 at debug_token: `is_valid` decides.'),
  quirk('subcode-name', debug, 'The second code is `subcode` or `error_subcode`: neither is needed.'),
  quirk('app-id-type', code('arsduo/koala'), '`app_id` was a number once: compared as a text.'),
  quirk('type-page-app', code('bk-rs/facebook-rs'), 'Page and app tokens are valid: only a USER with an id counts.'),
  quirk('error-object', passport, '`error` is an object, in token answers too: put in the words of RFC 6749.'),
  quirk('callback-error-code-only', passport, 'The callback may have `error_code` without `error`: no code, no login.'),
  quirk('www-authenticate-malformed', debug, 'The challenge of a 400 breaks strict parsers: not parsed.'),
  quirk('oauthexception-is-not-auth', docs('graph-api/guides/error-handling'), 'Limits are OAuthExceptions too: 503.'),
  quirk('bad-token-is-400', debug, '/me answers 400 to a bad token: 401.'),
  quirk('no-refresh', ll, 'There are no refresh tokens: sign in again.'),
  quirk('version-float', docs('graph-api/changelog/versions'), 'A URL without version floats: ours have one.'),
  quirk('email-absent', sdk, 'The e-mail may be absent, though it was asked for.'),
  quirk('app-scoped-id', docs('apps/for-business'), 'Each app sees another id: an identity belongs to the app.'),
  quirk('proof-required', code('markbates/goth/issues/96'), 'Apps may demand a proof of the secret: sent.'),
  quirk('discovery-thin', core, 'Metadata name no token endpoint and another issuer: not read.'),
  quirk('signed-request', core, 'Callbacks bring a signed request, signature first: no credential.'),
  quirk('data-access-clock', docs('facebook-login/auth-vs-data'), 'After 90 days fields vanish: still let in.'),
];
