import { createHmac } from 'node:crypto';
import { type DocumentReading, defineProvider, type Revocation } from '@bearerkit/core/provider';
import { accessTokens } from './access-tokens.ts';
import { judgeMe, member } from './judge.ts';
import { options } from './options.ts';
import { quirks } from './quirks.ts';
import { setup } from './setup.ts';
import { tokenAnswer } from './token-answer.ts';

/** Shows that we hold the app's secret: https://developers.facebook.com/docs/graph-api/guides/secure-requests */
const proof: DocumentReading['query'] = (token, { secret }) => {
  const hmac = createHmac('sha256', secret?.reveal() ?? '');
  return { appsecret_proof: hmac.update(token).digest('hex') };
};

/** The body is `true`, which is no object; a token that is dead already is done with. */
const isRevoked: Revocation['done'] = ({ status, document }) =>
  status === 200 ? document?.success !== false : member(document, 'error')?.code === 190;

/**
 * Facebook Login (https://developers.facebook.com). Takes the user access tokens of our app, as debug_token says.
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
  define: ({ clientId, clientSecret, version, treatEmailAsVerified, tokenPrefix }) => {
    const graph = `https://graph.facebook.com/${version}`;
    return {
      endpoints: {
        authorize: `https://www.facebook.com/${version}/dialog/oauth`,
        token: `${graph}/oauth/access_token`,
        userinfo: { url: `${graph}/me?fields=id,name,email,picture`, query: proof, judge: judgeMe, subject: '/id' },
        debugToken: `${graph}/debug_token`,
        revoke: `${graph}/me/permissions`,
        // Not `issuer`: the metadata there name no token endpoint, and another issuer than the tokens.
        idTokenIssuer: ['https://www.facebook.com', 'https://facebook.com'],
      },
      client: { id: clientId, secret: clientSecret, authentication: 'client_secret_post' },
      scopes: { request: ['email', 'public_profile'], separator: ',' },
      pkce: 'none', // documented for logins with `openid` alone
      grants: ['authorization_code'],
      tokenAnswer,
      revocation: { method: 'DELETE', send: 'bearer', authentication: 'none', done: isRevoked },
      accepts: [accessTokens(tokenPrefix, treatEmailAsVerified)],
      refuses: [{ issuer: 'idTokenIssuer', reason: 'id_token', detail: 'Facebook: send the user access token' }],
    };
  },
});
