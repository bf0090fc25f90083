import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, source: string, summary: string): Quirk => ({ id, summary, source, checked: '2026-11-24' });
const code = (path: string) => `https://github.com/gitlabhq/gitlabhq/blob/master/${path}`;
const docs = (page: string) => `https://docs.gitlab.com/${page}/`;
const issue = (number: number) => `https://gitlab.com/gitlab-org/gitlab/-/issues/${number}`;
const [info, openid] = ['app/controllers/oauth/token_info_controller.rb', 'spec/requests/openid_connect_spec.rb'];
const doorkeeper = 'https://github.com/doorkeeper-gem/doorkeeper';
const jobs = docs('ci/secrets/id_token_authentication');

/** What GitLab does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('bearer-accepts-pats', code('lib/gitlab/auth/auth_finders.rb'), '`/api/v4/user` takes personal tokens too.'),
  quirk('user-endpoint-proves-nothing', docs('api/users'), "`/api/v4/user` takes any application's token."),
  quirk('token-info-names-other-app', code(info), "Token info is 200 for other applications' tokens: `uid` decides."),
  quirk('token-info-ignores-user-state', code(info), 'Token info is 200 for blocked users: the user is asked too.'),
  quirk('token-info-error-varies', code(info), 'A bad token is 400 or 401 with one of two errors: the status decides.'),
  quirk('introspection-has-no-sub', doorkeeper, 'Introspection names no subject: it is not used.'),
  quirk('introspection-may-lie', issue(26444), 'Introspection was seen to fail for good tokens: it is not used.'),
  quirk('no-prefix-on-oauth-tokens', docs('security/tokens'), 'Access tokens are 64 hex digits without a prefix.'),
  quirk('pat-prefix-is-configurable', docs('security/tokens'), 'Instances choose the prefixes of tokens: two options.'),
  quirk('userinfo-empty-error-body', code(openid), '`/oauth/userinfo` answers errors without a body: status decides.'),
  quirk('email-is-public-without-scope', code(openid), 'There, `email` may be the public one: `/api/v4/user` is read.'),
  quirk('sub-string-id-number', code(openid), '`sub` is "1001" where `id` is 1001: both become one string.'),
  quirk('two-hour-life-refresh-kills', docs('api/oauth2'), 'A refresh ends both old tokens: store what comes back.'),
  quirk(
    'ci-id-token-same-issuer',
    jobs,
    "CI jobs sign with the login's issuer, for any audience: refused or by project.",
  ),
  quirk(
    'ci-job-token-has-dots',
    docs('ci/jobs/ci_job_token'),
    'A job token may be `glcbt-` and a JWT: known by prefix.',
  ),
  quirk('ci-claims-are-strings', jobs, '`ref_protected` is "true" or "false": compared as text.'),
  quirk(
    'username-reclaimable',
    docs('user/profile'),
    'User names are free for others after a rename: never the subject.',
  ),
  quirk('null-owner-null-app', doorkeeper, 'Tokens may have no user or no application: never a person, never ours.'),
  quirk(
    'blocked-is-403',
    code('lib/gitlab/auth/user_access_denied_reason.rb'),
    'Blocked users and lack of scope: 403.',
  ),
  quirk('limit-without-headers', issue(365728), '429 may come without headers, or as plain text: 503, nothing parsed.'),
  quirk('relative-root', code(openid), 'Everything is below the external URL, path included: `baseUrl`.'),
  quirk(
    'default-scope-is-api',
    docs('integration/oauth_provider'),
    'Asked for no scope, it grants `api`: we always ask.',
  ),
  quirk('param-beats-header', doorkeeper, '`?access_token=` wins over the header: we send the header alone.'),
  quirk('cookie-authenticates', docs('api/rest/authentication'), 'A session cookie authenticates: we keep no cookies.'),
  quirk(
    'scope-three-shapes',
    code(info),
    '`scope` is a text, a list or missing, with `scopes` beside it: all are read.',
  ),
  quirk('revoke-always-200', doorkeeper, 'Revocation is 200 for unknown tokens too: here a token is refused first.'),
];
