import { type Answer, type Call, json } from '@bearerkit/testkit';
import type { Realm } from './realm.ts';

const authentication = ['private_key_jwt', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt'];

/** The metadata: people go to the frontend's URLs, servers to the backend's. */
export function discovery(realm: Realm, call: Call): Answer {
  const { version, backendBase, metadata } = realm.settings;
  const issuer = realm.issuer(call);
  const front = `${issuer}/protocol/openid-connect`;
  const back = backendBase === undefined ? front : `${backendBase}/realms/${realm.name}/protocol/openid-connect`;
  return json({
    issuer,
    authorization_endpoint: `${front}/auth`,
    token_endpoint: `${back}/token`,
    introspection_endpoint: `${back}/token/introspect`,
    userinfo_endpoint: `${back}/userinfo`,
    end_session_endpoint: `${front}/logout`,
    jwks_uri: `${back}/certs`,
    revocation_endpoint: `${back}/revoke`,
    device_authorization_endpoint: `${front}/auth/device`,
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials', 'password'],
    response_types_supported: ['code', 'none', 'id_token', 'token'],
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: ['PS384', 'RS384', 'EdDSA', 'ES384', 'HS256', 'HS512', 'ES256', 'RS256'],
    userinfo_signing_alg_values_supported: ['PS384', 'RS256', 'HS256', 'none'],
    token_endpoint_auth_methods_supported: authentication,
    introspection_endpoint_auth_methods_supported: authentication,
    code_challenge_methods_supported: ['plain', 'S256'],
    scopes_supported: ['openid', 'profile', 'email', 'roles', 'web-origins', 'acr', ...(version < 25 ? [] : ['basic'])],
    authorization_response_iss_parameter_supported: true,
    ...metadata,
  });
}
