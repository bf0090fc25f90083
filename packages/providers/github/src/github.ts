import { defineProvider } from '@bearerkit/core/provider';
import { actionsRule } from './actions.ts';
import { isGone, judgeUser, tokenAnswer } from './judge.ts';
import { options } from './options.ts';
import { quirks } from './quirks.ts';
import { appToken, asOurApp, personalToken, refusal } from './tokens.ts';

const steps = [
  'Open Settings > Developer settings > OAuth apps > New OAuth App (for an organisation: in its own settings).',
  'Set the exact Authorization callback URL `<your origin>/auth/<key>/callback`, with wildcard matching off.',
  'Register application, copy the Client ID (`clientId`), generate a client secret and copy it (`clientSecret`).',
  'For a GitHub App instead: keep token expiry on, and give it the account permission Email addresses: Read-only.',
];
const personalPrefixes = ['ghp_', 'github_pat_'];
const personal = 'a personal access token, which no application obtained; see the option `personalTokens`.';

/** Pages, REST API and Actions issuer: https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency */
function placesOf(host: string): readonly [web: string, rest: string, issuer: string] {
  const web = `https://${host}`;
  if (host === 'github.com') return [web, 'https://api.github.com', 'https://token.actions.githubusercontent.com'];
  if (host.endsWith('.ghe.com')) return [web, `https://api.${host}`, `https://token.actions.${host}`];
  return [web, `${web}/api/v3`, `${web}/_services/token`];
}

/**
 * GitHub (https://github.com), Enterprise Server and GHE.com. Takes the user tokens of our own OAuth app or GitHub App,
 * which GitHub confirms to be ours; by option also Actions ID tokens and personal access tokens.
 *
 * @example
 * const registry = createProviderRegistry({ github: github({ clientId, clientSecret, groups: 'organization-ids' }) });
 * @throws ConfigurationError `unbound_tokens` for `personalTokens: true` without `acceptTokensOfAnyApp: true`
 */
export const github = defineProvider({
  contract: 1,
  id: 'github',
  name: 'GitHub',
  options,
  setup: { registerUrl: 'https://github.com/settings/applications/new', steps },
  quirks,
  define: ({ clientId, clientSecret, host, apiVersion, email, groups, scopes, personalTokens, actions }) => {
    const [web, rest, issuer] = placesOf(host);
    const agent = { 'user-agent': 'bearerkit' };
    const headers = { ...agent, accept: 'application/vnd.github+json', 'x-github-api-version': apiVersion };
    const list = { headers, list: true, optional: true, judge: judgeUser, query: () => ({ per_page: '100' }) };
    return {
      // https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps (checked 2026-08)
      endpoints: {
        authorize: `${web}/login/oauth/authorize`,
        token: { url: `${web}/login/oauth/access_token`, headers: { ...agent, accept: 'application/json' } },
        userinfo: { url: `${rest}/user`, headers, judge: judgeUser, subject: '/id' },
        check: { url: `${rest}/applications/${encodeURIComponent(clientId)}/token`, headers },
        revoke: { sameUrlAs: 'check', headers },
        emails: { url: `${rest}/user/emails`, ...list },
        memberships: { url: `${rest}/user/memberships/orgs`, ...list },
        teams: { url: `${rest}/user/teams`, ...list },
        actions: issuer,
      },
      client: { id: clientId, secret: clientSecret, authentication: 'client_secret_post' },
      scopes: { request: [...(email ? ['user:email'] : []), ...(groups ? ['read:org'] : []), ...scopes] },
      tokenAnswer,
      revocation: { method: 'DELETE', ...asOurApp, done: isGone },
      accepts: [
        ...['gho_', 'ghu_'].map(appToken({ email, groups })),
        ...(personalTokens ? personalPrefixes.map(personalToken({ email, groups })) : []),
        ...(actions ? [actionsRule(actions)] : []),
      ],
      refuses: [
        refusal('ghr_', 'refresh_token', 'a refresh token of GitHub.'),
        refusal('ghs_', 'unrecognised', 'an installation token or `GITHUB_TOKEN` stands for no person.'),
        ...(personalTokens ? [] : personalPrefixes.map((prefix) => refusal(prefix, 'unbound', personal))),
      ],
    };
  },
});
