import { defineProvider } from '@bearerkit/core/provider';
import { ciRule } from './ci-tokens.ts';
import { judgeOpenid, judgeUser } from './judge.ts';
import { options } from './options.ts';
import { quirks } from './quirks.ts';
import { refusesOf } from './refuses.ts';
import { applicationRule, personalRule } from './rules.ts';
import { setup } from './setup.ts';

/**
 * GitLab (https://gitlab.com, or self-managed). Takes the access tokens that our own application obtained: token info
 * says so, and a second call that their user may act.
 *
 * @example
 * const registry = createProviderRegistry({ gitlab: gitlab({ clientId, clientSecret }) });
 * @throws ConfigurationError `unbound_tokens` for `personalTokens: true` without `acceptTokensOfAnyApp: true`
 */
export const gitlab = defineProvider({
  contract: 1,
  id: 'gitlab',
  name: 'GitLab',
  options,
  setup,
  quirks,
  define: (own) => ({
    // https://docs.gitlab.com/api/oauth2/ (checked 2026-11). All is below the external URL, which is also the issuer.
    endpoints: {
      issuer: own.baseUrl,
      authorize: `${own.baseUrl}/oauth/authorize`,
      token: `${own.baseUrl}/oauth/token`,
      revoke: `${own.baseUrl}/oauth/revoke`,
      jwks: `${own.baseUrl}/oauth/discovery/keys`,
      tokenInfo: `${own.baseUrl}/oauth/token/info`,
      personalToken: `${own.baseUrl}/api/v4/personal_access_tokens/self`,
      userinfo: { url: `${own.baseUrl}/api/v4/user`, subject: '/id', judge: judgeUser },
      groups: { url: `${own.baseUrl}/oauth/userinfo`, subject: '/sub', judge: judgeOpenid },
    },
    client: { id: own.clientId, secret: own.clientSecret, authentication: 'client_secret_post' },
    scopes: { request: own.scopes },
    grants: ['authorization_code', 'refresh_token', 'client_credentials'],
    accepts: [
      applicationRule(own),
      ...(own.personalTokens ? [personalRule(own)] : []),
      ...(own.ciTokens === undefined ? [] : [ciRule(own.ciTokens)]),
    ],
    refuses: refusesOf(own),
  }),
});
