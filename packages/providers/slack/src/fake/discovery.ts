import { json, type Routes } from '@bearerkit/testkit';
import { keySet } from './id-token.ts';

/** Metadata as Slack publishes it, with its gaps, and the keys. @param url gives the fake's own, once it runs */
export function discoveryRoutes(url: () => string): Routes {
  return {
    'GET /.well-known/openid-configuration': () => json(metadata(url())),
    'GET /openid/connect/keys': () => json(keySet()),
  };
}

const metadata = (issuer: string): object => ({
  issuer,
  authorization_endpoint: `${issuer}/openid/connect/authorize`,
  token_endpoint: `${issuer}/api/openid.connect.token`,
  userinfo_endpoint: `${issuer}/api/openid.connect.userInfo`,
  jwks_uri: `${issuer}/openid/connect/keys`,
  scopes_supported: ['openid', 'profile', 'email'],
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  claims_supported: ['sub', 'auth_time', 'iss'],
  claims_parameter_supported: false,
  request_parameter_supported: false,
  request_uri_parameter_supported: true,
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
});
