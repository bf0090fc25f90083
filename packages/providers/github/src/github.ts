import { defineProvider } from '@bearerkit/core/provider';
import { actionsRule } from './actions.ts';
import { hostsOf } from './hosts.ts';
import { isGone, judgeRest } from './judge.ts';
import { options } from './options.ts';
import { quirks } from './quirks.ts';
import { setup } from './setup.ts';
import { tokenAnswer } from './token-answer.ts';
import { appTokens, asOurApp, personal, refusals } from './user-rules.ts';

const userAgent = { 'user-agent': 'bearerkit' };

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
  setup,
  quirks,
  define: ({ clientId, clientSecret, host, apiVersion, email, groups, scopes, personalTokens, actions }) => {
    const { web, rest, issuer } = hostsOf(host);
    const headers = { ...userAgent, accept: 'application/vnd.github+json', 'x-github-api-version': apiVersion };
    const list = { headers, list: true, optional: true, judge: judgeRest, query: () => ({ per_page: '100' }) };
    return {
      // https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps (checked 2026-08)
      endpoints: {
        authorize: `${web}/login/oauth/authorize`,
        token: { url: `${web}/login/oauth/access_token`, headers: { ...userAgent, accept: 'application/json' } },
        userinfo: { url: `${rest}/user`, headers, judge: judgeRest, subject: '/id' },
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
        ...appTokens({ email, groups }),
        ...(personalTokens ? personal({ email, groups }) : []),
        ...(actions ? [actionsRule(actions)] : []),
      ],
      refuses: refusals(personalTokens),
    };
  },
});
