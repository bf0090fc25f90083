import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, source: string, summary: string): Quirk => ({ id, summary, source, checked: '2026-10-01' });
const docs = (path: string) => `https://developers.facebook.com/docs/${path}`;
const [debug, errors] = [
  docs('facebook-login/access-tokens/debugging-and-error-handling'),
  docs('graph-api/guides/error-handling'),
];
const [longLived, business] = [docs('facebook-login/guides/access-tokens/get-long-lived'), docs('apps/for-business')];
const betterAuth = 'https://github.com/better-auth/better-auth';
const koala = 'https://github.com/arsduo/koala';
const passport = 'https://github.com/jaredhanson/passport-facebook';
const socialCore = 'https://github.com/python-social-auth/social-core';
const crates = 'https://github.com/bk-rs/facebook-rs';

/** What Facebook does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('me-is-not-audience', betterAuth, '/me answers the token of any app: debug_token and a proof decide.'),
  quirk('foreign-is-400', debug, "Another app's token is HTTP 400, code 100: a bad token, not an outage."),
  quirk('invalid-is-200', debug, 'Dead tokens are HTTP 200 at debug_token: `is_valid` decides.'),
  quirk('subcode-name', debug, 'The second code is `subcode` inside debug_token, `error_subcode` elsewhere.'),
  quirk('app-id-type', koala, '`app_id` was a number once: compared as a text.'),
  quirk('type-page-app', crates, 'Tokens of pages and apps are valid too: only `USER` with a `user_id` counts.'),
  quirk('error-object', passport, '`error` is an object, in token answers too: put in the words of RFC 6749.'),
  quirk('callback-error-code-only', passport, 'The callback may have `error_code` without `error`: no code, no login.'),
  quirk('www-authenticate-malformed', debug, 'The challenge of a 400 breaks strict parsers: not parsed.'),
  quirk('oauthexception-is-not-auth', errors, 'Limits and outages are of type OAuthException too: 503, by code.'),
  quirk('bad-token-is-400', debug, '/me answers 400 to a bad token: 401.'),
  quirk('no-refresh', longLived, 'There are no refresh tokens: sign in again.'),
  quirk('version-float', docs('graph-api/changelog/versions'), 'A URL without version floats: each of ours has one.'),
  quirk('email-absent', 'https://github.com/facebookarchive/php-graph-sdk/issues/932', 'The e-mail may be absent.'),
  quirk('app-scoped-id', business, 'Each app sees another id of a user: an identity belongs to the app.'),
  quirk(
    'proof-required',
    'https://github.com/markbates/goth/issues/96',
    'Apps may demand a proof of the secret: sent.',
  ),
  quirk('discovery-thin', socialCore, 'Metadata name no token endpoint and another issuer: not read.'),
  quirk('signed-request', socialCore, 'Callbacks bring a signed request, signature first: no credential.'),
  quirk('data-access-clock', docs('facebook-login/auth-vs-data'), 'After 90 days fields vanish: absent, still let in.'),
];
