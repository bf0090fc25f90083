import type { Refused } from '@bearerkit/core/provider';

const kind = (prefix: string, reason: Refused['reason'], detail: string): Refused<never> => ({
  shape: { prefix, alphabet: 'token68', jwtLooking: true },
  reason,
  detail,
});

/**
 * Kinds of GitHub's tokens that are refused by sight; `ghs_` tokens may hold a JWT.
 *
 * @see https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats (checked 2026-08)
 */
export function refusals(personalTokens: boolean): readonly Refused<never>[] {
  const personal = 'a personal access token is bound to no application; see the option `personalTokens`.';
  return [
    kind('ghr_', 'refresh_token', 'a refresh token of GitHub.'),
    kind('ghs_', 'unrecognised', 'an installation token or `GITHUB_TOKEN` stands for no person.'),
    ...(personalTokens ? [] : ['ghp_', 'github_pat_'].map((prefix) => kind(prefix, 'unbound', personal))),
  ];
}
