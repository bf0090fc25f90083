import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, page: string, summary: string): Quirk => ({
  ...{ id, summary, source: new URL(page, 'https://docs.github.com/en/').href, checked: '2026-08-01' },
});
const oauth = 'apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps';
const check = 'rest/apps/oauth-applications#check-a-token';
const limits = 'rest/using-the-rest-api/rate-limits-for-the-rest-api';
const [use, users] = ['rest/authentication/authenticating-to-the-rest-api', 'rest/users/users'];
const refresh = 'apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens';
const [emails, hooks] = ['rest/users/emails', 'webhooks/webhook-events-and-payloads#github_app_authorization'];
const [residency, oidc] = ['enterprise-cloud@latest/admin/data-residency', 'actions/reference/security/oidc'];
const talk = 'https://github.com/orgs/community/discussions';

/** What GitHub does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('token-errors-are-200', oauth, 'Errors of the token endpoint have status 200: `error` in the body decides.'),
  quirk('form-encoded-by-default', oauth, 'Token answers are form-encoded unless JSON is asked for, as it always is.'),
  quirk('comma-scopes', oauth, 'Granted scopes are separated by commas, requested ones by blanks.'),
  quirk('check-404-is-ambiguous', check, "Dead tokens and other applications' look alike: both are `inactive`."),
  quirk('check-echoes-token', check, 'The check repeats the whole token: taken out before anything is kept.'),
  quirk('check-spends-app-quota', check, 'Checks spend the 5000 an hour of our app: asked once a minute.'),
  quirk('user-endpoint-proves-nothing', users, "`GET /user` takes any application's tokens: only the check decides."),
  quirk('bad-token-flood-403', use, 'Bad tokens at `GET /user` lock the user out: only checked ones get there.'),
  quirk('user-agent-required', limits, 'Without a `User-Agent` all is 403: always sent, and such a page is 503.'),
  quirk('iss-in-callback', oauth, 'Since April 2026 callbacks carry `iss`, which no metadata announce: let pass.'),
  quirk('oauth-tokens-may-expire', oauth, '`gho_` tokens live for ever, or 8 hours beside a refresh token.'),
  quirk('refresh-kills-old-access-token', refresh, 'A refresh ends both old tokens: parallel ones are one request.'),
  quirk('ghs-holds-a-jwt', use, 'Installation tokens hold a JWT: refused by prefix, before anything is parsed.'),
  quirk('login-is-reassignable', `${talk}/63520`, "A renamed user's login is free for anybody: ids are subjects."),
  quirk('email-null-or-public', emails, '`email` of `/user` is null or unverified: only `/user/emails` is read.'),
  quirk('emails-as-strings', emails, 'An old media type lists bare strings: the new one is asked for.'),
  quirk('pat-has-no-scopes-header', use, 'Fine-grained tokens name no scopes nor organisations: none are made up.'),
  quirk('secondary-limit-hides', limits, 'A secondary limit is a 403 that its message alone gives away: 503.'),
  quirk(
    'oauth-app-has-no-revocation-event',
    hooks,
    'Nobody tells OAuth apps of a revocation: asked again each minute.',
  ),
  quirk('webhook-names-a-user', hooks, 'The webhook names a user and no token: revoke the subject.'),
  quirk('redirect-wildcard-on', `${talk}/204963`, 'Paths and sub-domains of the callback may pass: switch that off.'),
  quirk('ghe-com-has-another-api-host', residency, 'The API is `api.<subdomain>.ghe.com`, without `/api/v3`.'),
  quirk('actions-aud-is-free', oidc, 'Any repository can ask for our audience: the lists of ids decide.'),
  quirk('actions-sub-changed', oidc, '`sub` has several forms, and custom ones: the repository id is the subject.'),
  quirk('grant-delete-logs-out-everywhere', check, "Deleting a grant ends all the user's tokens: one is deleted."),
];
