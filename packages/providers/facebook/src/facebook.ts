import { defineProvider } from '@bearerkit/core/provider';
import { accessTokens, isRevoked } from './access-tokens.ts';
import { judgeMe } from './judge.ts';
import { options } from './options.ts';
import { appSecretProof } from './proof.ts';
import { quirks } from './quirks.ts';
import { setup } from './setup.ts';
import { tokenAnswer } from './token-answer.ts';

/**
 * Facebook Login (https://developers.facebook.com). Takes user access tokens that were issued to our app, as
 * debug_token says.
 *
 * @example
 * const registry = createProviderRegistry({ facebook: facebook({ clientId, clientSecret }) });
 * @throws ConfigurationError `invalid_options`
 */
export const facebook = defineProvider({
  contract: 1,
  id: 'facebook',
  name: 'Facebook',
  options,
  setup,
  quirks,
  define: ({ clientId, clientSecret, version, treatEmailAsVerified, tokenPrefix, scopes }) => {
    const graph = `https://graph.facebook.com/${version}`;
    return {
      endpoints: {
        authorize: `https://www.facebook.com/${version}/dialog/oauth`,
        token: `${graph}/oauth/access_token`,
        userinfo: {
          url: `${graph}/me?fields=id,name,email,picture`,
          query: appSecretProof,
          judge: judgeMe,
          subject: '/id',
        },
        debugToken: `${graph}/debug_token`,
        revoke: `${graph}/me/permissions`,
        // Not `issuer`: the metadata there name no token endpoint, and another issuer than the tokens.
        idTokenIssuer: ['https://www.facebook.com', 'https://facebook.com'],
      },
      client: { id: clientId, secret: clientSecret, authentication: 'client_secret_post' },
      scopes: { request: scopes, separator: ',' },
      // Documented only for logins with `openid`.
      pkce: 'none',
      grants: ['authorization_code'],
      tokenAnswer,
      revocation: { method: 'DELETE', send: 'bearer', authentication: 'none', done: isRevoked },
      accepts: [accessTokens(tokenPrefix, treatEmailAsVerified)],
      refuses: [{ issuer: 'idTokenIssuer', reason: 'id_token', detail: 'Facebook: send the user access token' }],
    };
  },
});
