import type { Quirk } from '@bearerkit/core/provider';

const checked = '2026-08-01';
const docs = (page: string) => new URL(page, 'https://docs.slack.dev/reference/methods/').href;
const quirk = (id: string, page: string, summary: string): Quirk => ({ id, summary, source: docs(page), checked });

/** What Slack does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('ok-false-200', '/apis/web-api', 'Whatever fails is HTTP 200 with `ok: false`: the code decides.'),
  quirk('no-audience', 'openid.connect.userInfo', 'No harmless call tells whose a token is: we take only our own.'),
  quirk('app-id-mirage', 'auth.test', '`app_id` comes for app-level tokens alone, and so proves nothing.'),
  quirk('authed-user-token', 'oauth.v2.access', "The person's token is under `authed_user`; at the top is the bot's."),
  quirk('flat-refresh', '/authentication/using-token-rotation', 'A refresh answers the user token at the top.'),
  quirk('identity-token-fails-auth-test', 'auth.test', 'A token of a sign-in is `invalid_auth` there, though alive.'),
  quirk('scope-vs-user-scope', 'oauth.v2.access', '`scope` asks for a bot, `user_scope` for a person.'),
  quirk('separator-split', '/authentication', 'Scopes are split by blanks in OpenID Connect, by commas in OAuth v2.'),
  quirk('authorize-mismatch', 'openid.connect.token', 'A code works only where its own authorize page says.'),
  quirk('redirect-echo', 'openid.connect.token', 'A redirect URI sent to authorize must be sent again, identical.'),
  quirk('client-id-not-app-id', 'openid.connect.token', 'The client id is digits, a dot, digits; not `A…`.'),
  quirk('team-scoped-user', '/enterprise', 'A user id means somebody only together with its workspace.'),
  quirk('grid-renumber', 'migration.exchange', 'Joining an Enterprise Grid changes ids: somebody else until linked.'),
  quirk('rotating-prefix', '/authentication/using-token-rotation', 'User tokens also begin with `xoxe.xoxp-`.'),
  quirk('pkce-one-way', '/authentication/using-pkce', 'Only apps that were switched to PKCE, for good, admit it.'),
  quirk('discovery-incomplete', '/authentication', 'Discovery knows no refreshing, revocation or PKCE: not used.'),
  quirk('header-beats-body', 'openid.connect.userInfo', 'A token in the body loses to the header: header alone.'),
  quirk('query-token-dead', 'openid.connect.userInfo', 'A token in the query is refused: never there.'),
  quirk('bot-has-user-id', 'auth.test', 'A bot has a user id, too: refused where there is a bot id.'),
  quirk('namespaced-claims', 'openid.connect.userInfo', 'Names of claims are URLs: pointers escape them.'),
  quirk('revoked-by-user-id', '/reference/events/tokens_revoked', 'The event names users, not tokens.'),
  quirk('id-token-300s', 'openid.connect.token', 'An ID token lives five minutes, and is no credential.'),
];
