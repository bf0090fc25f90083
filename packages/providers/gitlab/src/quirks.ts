import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, source: string, summary: string): Quirk => ({ id, summary, source, checked: '2026-11-24' });
const code = (path: string) => `https://github.com/gitlabhq/gitlabhq/blob/master/${path}`;
const docs = (page: string) => `https://docs.gitlab.com/${page}/`;
const issue = (number: number) => `https://gitlab.com/gitlab-org/gitlab/-/issues/${number}`;
const finders = code('lib/gitlab/auth/auth_finders.rb');
const denials = code('lib/gitlab/auth/user_access_denied_reason.rb');
const info = code('app/controllers/oauth/token_info_controller.rb');
const openid = code('spec/requests/openid_connect_spec.rb');
const gem = 'https://github.com/doorkeeper-gem/doorkeeper';
const [tokens, rest] = [docs('security/tokens'), docs('api/rest/authentication')];
const [idTokens, jobTokens] = [docs('ci/secrets/id_token_authentication'), docs('ci/jobs/ci_job_token')];

/** What GitLab does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('bearer-accepts-pats', finders, '`/api/v4/user` takes personal tokens too: it proves nothing.'),
  quirk('user-endpoint-proves-nothing', docs('api/users'), "`/api/v4/user` takes any application's token."),
  quirk('token-info-names-other-app', info, "Token info is 200 for others' tokens too: `uid` decides."),
  quirk('token-info-ignores-user-state', info, 'Token info is 200 for blocked users: the user is asked too.'),
  quirk('token-info-error-varies', info, 'A bad token is 400 or 401, with one of two errors: the status decides.'),
  quirk('introspection-has-no-sub', gem, 'Introspection names no subject: it is not used.'),
  quirk('introspection-may-lie', issue(26444), 'Introspection was seen to fail for good tokens: it is not used.'),
  quirk('no-prefix-on-oauth-tokens', tokens, 'Access tokens are 64 hex digits without a prefix.'),
  quirk('pat-prefix-is-configurable', tokens, 'Instances choose the prefix of personal tokens: an option.'),
  quirk('userinfo-empty-error-body', openid, '`/oauth/userinfo` answers errors without a body: the status decides.'),
  quirk('email-is-public-without-scope', openid, 'There, `email` may be the public one: `/api/v4/user` is read.'),
  quirk('sub-string-id-number', openid, '`sub` is "1001" where `id` is 1001: both become one string.'),
  quirk('two-hour-life-refresh-kills', docs('api/oauth2'), 'A refresh ends both old tokens: store the new ones.'),
  quirk('ci-id-token-same-issuer', idTokens, 'CI jobs have the issuer of logins and choose `aud`: by project alone.'),
  quirk('ci-job-token-has-dots', jobTokens, 'A job token may be `glcbt-` and a JWT: known by its prefix.'),
  quirk('ci-claims-are-strings', idTokens, '`ref_protected` is "true" or "false": compared as text.'),
  quirk('username-reclaimable', docs('user/profile'), 'A user name is free after a rename: never the subject.'),
  quirk('null-owner-null-app', gem, 'Tokens may have no user, or no application: never a person, never ours.'),
  quirk('blocked-is-403', denials, 'Blocked users are 403 with a message, lack of scope is 403 with an error.'),
  quirk('limit-without-headers', issue(365728), '429 may come without headers, or as plain text: 503, not parsed.'),
  quirk('relative-root', openid, 'Everything is below the external URL, path included: `baseUrl`.'),
  quirk('default-scope-is-api', docs('integration/oauth_provider'), 'Asked for no scope, it grants `api`: we ask.'),
  quirk('param-beats-header', gem, '`?access_token=` wins over the header: we send the header alone.'),
  quirk('cookie-authenticates', rest, 'A session cookie authenticates: we keep no cookies.'),
  quirk('scope-three-shapes', info, '`scope` is a text, a list or missing, with `scopes` beside it: all are read.'),
  quirk('revoke-always-200', gem, 'Revocation is 200 for unknown tokens too: a token is refused here first.'),
];
