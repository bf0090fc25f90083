import { defineProvider, type Revocation } from '@bearerkit/core/provider';
import { accessTokens } from './access-tokens.ts';
import { shortScopes } from './attributes.ts';
import { idTokens } from './id-tokens.ts';
import { judgeAccount } from './judge.ts';
import { options } from './options.ts';
import { quirks } from './quirks.ts';
import { setup } from './setup.ts';

const isRevoked: Revocation['done'] = ({ status, document }) => status === 200 || document?.error === 'invalid_token';
const detail = 'Send the access token of the same answer, or set `acceptIdTokens`';

/**
 * Google (https://accounts.google.com). Takes access tokens that were issued to our clients, as tokeninfo says.
 *
 * @example
 * const registry = createProviderRegistry({ google: google({ clientId, hostedDomains: ['example.com'] }) });
 * @throws ConfigurationError `invalid_options`, also for client ids whose secrets are public
 */
export const google = defineProvider({
  contract: 1,
  id: 'google',
  name: 'Google',
  options,
  setup,
  quirks,
  define: ({ clientId, clientSecret, hostedDomains, serviceAccounts, ...o }) => {
    const clients = [clientId, ...o.otherClientIds];
    const signed = idTokens(clients, serviceAccounts, hostedDomains);
    const authentication = clientSecret === undefined ? 'none' : 'client_secret_post';
    const hint = hostedDomains?.length === 1 ? { hd: hostedDomains[0] ?? '' } : {};
    return {
      // https://accounts.google.com/.well-known/openid-configuration (checked 2026-09); tokeninfo is not in it.
      endpoints: {
        issuer: 'https://accounts.google.com',
        authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
        token: 'https://oauth2.googleapis.com/token',
        tokeninfo: 'https://www.googleapis.com/oauth2/v3/tokeninfo',
        userinfo: 'https://openidconnect.googleapis.com/v1/userinfo',
        account: { sameUrlAs: 'userinfo', judge: judgeAccount(hostedDomains, serviceAccounts) },
        revoke: 'https://oauth2.googleapis.com/revoke',
        jwks: 'https://www.googleapis.com/oauth2/v3/certs',
      },
      client: { id: clientId, secret: clientSecret, authentication },
      scopes: { request: ['openid', 'email', 'profile'] },
      authorizeParameters: { ...(o.offline ? { access_type: 'offline' } : {}), ...hint },
      pkce: 'S256',
      grants: ['authorization_code', 'refresh_token'],
      tokenAnswer: (document) => ({ ...document, scope: shortScopes(document.scope) }),
      revocation: { send: { form: 'token' }, authentication: 'none', done: isRevoked },
      accepts: [accessTokens(clients, serviceAccounts), ...(o.acceptIdTokens ? signed : [])],
      refuses: [
        { shape: { prefix: '1//', alphabet: 'token68' }, reason: 'refresh_token' },
        { shape: { prefix: 'AIza', alphabet: 'base64url', length: 35 }, reason: 'unrecognised', detail: 'an API key' },
        ...(o.acceptIdTokens ? [] : [{ issuer: 'issuer', reason: 'id_token', detail } as const]),
      ],
    };
  },
});
