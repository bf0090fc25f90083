import { json, type Routes } from '@bearerkit/testkit';
import { publicKeys } from './keys.ts';
import type { GoogleState } from './state.ts';

/** Revocation (by POST alone), keys and discovery. */
export function otherRoutes(state: GoogleState, issuer: () => string): Routes {
  return {
    'GET /revoke': () => json({ error: 'not_found' }, { status: 404 }),
    'POST /revoke': ({ form }) => {
      const token = form.get('token') ?? '';
      const refresh = state.accessTokens.get(token)?.refreshToken ?? token;
      const isKnown = [state.accessTokens.delete(token), state.refreshTokens.delete(refresh)].includes(true);
      for (const [text, one] of state.accessTokens) if (one.refreshToken === refresh) state.accessTokens.delete(text);
      if (isKnown) return json({});
      return json({ error: 'invalid_token', error_description: 'Token expired or revoked' }, { status: 400 });
    },
    'GET /oauth2/v3/certs': () =>
      json(publicKeys(state.keys), { headers: { 'cache-control': 'public, max-age=19845, must-revalidate' } }),
    'GET /.well-known/openid-configuration': () => json(discovery(issuer())),
  };
}

const discovery = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/o/oauth2/v2/auth`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/v1/userinfo`,
  revocation_endpoint: `${issuer}/revoke`,
  jwks_uri: `${issuer}/oauth2/v3/certs`,
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['plain', 'S256'],
});
