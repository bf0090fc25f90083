import { json, type Routes } from '@bearerkit/testkit';
import { atServer } from './caller.ts';
import { toJwk } from './keys.ts';
import { baseOf, issuerOf, keysOf, type OktaServer, type OktaState } from './state.ts';

/** Discovery in all its forms, and the keys. The keys of the org server are not below its issuer. */
export function metadataRoutes(state: OktaState): Routes {
  const discovery = atServer(state, (server) => json(document(state, server)));
  const keys = atServer(state, ({ id }) => {
    const all = keysOf(state, id).map(toJwk).reverse();
    const shown = id === '' && !state.settings.orgKeyPublished ? [] : all;
    return json({ keys: shown }, { headers: { 'cache-control': 'max-age=3832304, must-revalidate' } });
  });
  return {
    'GET /.well-known/openid-configuration': discovery,
    'GET /.well-known/oauth-authorization-server': discovery,
    'GET /oauth2/:server/.well-known/openid-configuration': discovery,
    'GET /oauth2/:server/.well-known/oauth-authorization-server': discovery,
    'GET /.well-known/oauth-authorization-server/oauth2/:server': discovery,
    'GET /oauth2/v1/keys': keys,
    'GET /oauth2/:server/v1/keys': keys,
  };
}

/** Scopes only where they are published, which ours are not. */
function document(state: OktaState, { id }: OktaServer): Readonly<Record<string, unknown>> {
  const base = baseOf(state, id);
  return {
    issuer: issuerOf(state, id),
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    userinfo_endpoint: `${base}/userinfo`,
    introspection_endpoint: `${base}/introspect`,
    revocation_endpoint: `${base}/revoke`,
    jwks_uri: `${base}/keys`,
    scopes_supported: ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  };
}
