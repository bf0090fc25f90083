import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, source: string, summary: string): Quirk => ({ id, summary, source, checked: '2026-08-01' });
const docs = (page: string) => `https://docs.github.com/en/${page}`;
const rest = docs('rest');
const oauth = docs('apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps');
const check = docs('rest/apps/oauth-applications#check-a-token');
const limits = docs('rest/using-the-rest-api/rate-limits-for-the-rest-api');
const refresh = docs('apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens');
const emails = docs('rest/users/emails');
const oidc = docs('actions/reference/security/oidc');
const formats = 'https://github.blog/changelog/2026-05-15-github-app-installation-tokens/';
const discussion = (number: number) => `https://github.com/orgs/community/discussions/${number}`;

/** What GitHub does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('token-errors-are-200', oauth, 'Errors of the token endpoint have status 200: `error` in the body decides.'),
  quirk('form-encoded-by-default', oauth, 'Token answers are form-encoded unless JSON is asked for: it always is.'),
  quirk('comma-scopes', oauth, 'Granted scopes are separated by commas, requested ones by blanks.'),
  quirk('check-404-is-ambiguous', check, "Dead tokens and other applications' look alike: both are `inactive`."),
  quirk('check-echoes-token', check, 'The check repeats the whole token: taken out before anything is kept.'),
  quirk('check-spends-app-quota', limits, 'Checks spend the 5000 an hour of our app: asked once, then cached.'),
  quirk('user-endpoint-proves-nothing', rest, "`GET /user` takes any app's tokens: only the check lets one in."),
  quirk('bad-token-flood-403', rest, 'Bad tokens at `GET /user` lock its user out: only checked ones get there.'),
  quirk('user-agent-required', rest, 'Without a `User-Agent` all is 403: always sent, and such a page is 503.'),
  quirk('iss-in-callback', oauth, 'Since April 2026 callbacks carry `iss`, which no metadata announce: let pass.'),
  quirk('oauth-tokens-may-expire', oauth, '`gho_` tokens live for ever, or 8 hours with a refresh token.'),
  quirk('refresh-kills-old-access-token', refresh, 'A refresh ends both old tokens at once: one at a time is sent.'),
  quirk('ghs-holds-a-jwt', formats, 'Installation tokens hold a JWT: refused by prefix, before anything is parsed.'),
  quirk(
    'login-is-reassignable',
    discussion(63520),
    'The login of a renamed user is free for anybody: ids are subjects.',
  ),
  quirk('email-null-or-public', emails, '`email` of `/user` is null or unverified: read from `/user/emails` alone.'),
  quirk(
    'emails-as-strings',
    emails,
    'An old media type lists bare strings: the new one is asked for; strings count not.',
  ),
  quirk(
    'pat-has-no-scopes-header',
    rest,
    'Fine-grained tokens name no scopes, and have no organisations: none are made up.',
  ),
  quirk('secondary-limit-hides', limits, 'A secondary limit is a 403 that only its message names: 503, not a refusal.'),
  quirk(
    'oauth-app-has-no-revocation-event',
    oauth,
    'Nobody tells OAuth apps of a revocation: asked again each minute.',
  ),
  quirk('webhook-names-a-user', docs('webhooks/webhook-events-and-payloads'), 'It names no token: revoke the subject.'),
  quirk('redirect-wildcard-on', discussion(204963), 'Paths and sub-domains of the callback may pass: switch that off.'),
  quirk('ghe-com-has-another-api-host', docs('enterprise-cloud@latest/admin/data-residency'), 'No `/api/v3` there.'),
  quirk('actions-aud-is-free', oidc, 'Any repository can ask for our audience: the lists of ids decide.'),
  quirk('actions-sub-changed', oidc, '`sub` has many forms, and custom ones: the repository id is the subject.'),
  quirk(
    'grant-delete-logs-out-everywhere',
    check,
    "Deleting the grant ends all of a user's tokens: only one is deleted.",
  ),
];
