import type { Judge, ProviderDocument, Verdict } from '@bearerkit/core/provider';

/** What an error says of the token; others say nothing of it (503). */
const words: Readonly<Record<string, readonly string[]>> = {
  bad: ['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive', 'user_removed_from_team'],
  // The token is alive; that it may not do this is for `reject` to say.
  good: [
    ...['missing_scope', 'no_permission', 'org_login_required', 'access_denied', 'team_access_not_granted'],
    ...['two_factor_setup_required', 'ekm_access_denied', 'enterprise_is_restricted'],
  ],
  refused: ['not_allowed_token_type'],
  rate_limited: ['ratelimited'],
};
const verdicts = new Map(Object.entries(words).flatMap(([verdict, all]) => all.map((word) => [word, verdict])));

/** Slack answers 200 to whatever it refuses: the code decides. A bot has a user id, too, and beside it a bot id. */
export const judgeFor =
  (subject: (document: ProviderDocument) => string | undefined): Judge =>
  ({ status, document }) => {
    if (status !== 200) return status === 429 ? 'rate_limited' : 'unreachable';
    if (document?.ok === false) return (verdicts.get(String(document.error)) ?? 'unreachable') as Verdict;
    if (document?.bot_id !== undefined) return 'refused';
    return document?.ok === true && subject(document) !== undefined ? 'good' : 'malformed';
  };
