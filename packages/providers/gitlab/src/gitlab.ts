import { defineProvider } from '@bearerkit/core/provider';
import { ciRule } from './ci-tokens.ts';
import { endpointsOf } from './endpoints.ts';
import { refusedKinds } from './kinds.ts';
import { options } from './options.ts';
import { quirks } from './quirks.ts';
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
    endpoints: endpointsOf(own.baseUrl),
    client: { id: own.clientId, secret: own.clientSecret, authentication: 'client_secret_post' },
    scopes: { request: own.scopes },
    grants: ['authorization_code', 'refresh_token'],
    accepts: [
      applicationRule(own),
      ...(own.personalTokens ? [personalRule(own)] : []),
      ...(own.ciTokens === undefined ? [] : [ciRule(own.ciTokens)]),
    ],
    refuses: refusedKinds(own),
  }),
});
