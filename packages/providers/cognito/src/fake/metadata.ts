import { json, type Routes } from '@bearerkit/testkit';
import { toJwk } from './keys.ts';
import { type CognitoState, issuerOf } from './state.ts';

/** Discovery as captured (no PKCE, no introspection, no revocation) and both keys of the pool. */
export function metadataRoutes(state: CognitoState): Routes {
  const { poolId } = state;
  return {
    [`GET /${poolId}/.well-known/jwks.json`]: () => json({ keys: [toJwk(state.keys.id), toJwk(state.keys.access)] }),
    [`GET /${poolId}/.well-known/openid-configuration`]: () =>
      json({
        issuer: issuerOf(state),
        authorization_endpoint: `${state.url}/oauth2/authorize`,
        token_endpoint: `${state.url}/oauth2/token`,
        userinfo_endpoint: `${state.url}/oauth2/userInfo`,
        jwks_uri: `${issuerOf(state)}/.well-known/jwks.json`,
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['code', 'token'],
        scopes_supported: ['openid', 'email', 'phone', 'profile'],
        subject_types_supported: ['public'],
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      }),
  };
}
