import { defineProvider, introspection, jwt, opaque, type ProviderDocument } from '@bearerkit/core/provider';
import { attributesFrom, isServiceAccount } from './attributes.ts';
import { accessOnly, nameless, namesSubject, otherKinds } from './kinds.ts';
import { options } from './options.ts';
import { quirks } from './quirks.ts';
import { setup } from './setup.ts';

/**
 * A realm of Keycloak (https://www.keycloak.org): access tokens by its keys, by introspection, or by whichever fits.
 *
 * @example
 * keycloak({ issuer: 'https://kc.example.com/realms/acme', audience: 'rest-api' });
 * @throws ConfigurationError `invalid_options` without `audience` or `clientIds`, or for a client that is everybody's
 */
export const keycloak = defineProvider({
  contract: 1,
  id: 'keycloak',
  name: 'Keycloak',
  options,
  setup,
  quirks,
  define: ({ issuer, internalBase, mode, audience, clientIds: clients = [], ...o }) => {
    const common = { audience, clients, machine: isServiceAccount };
    const signed = jwt({
      ...common,
      algorithms: o.algorithms,
      clientClaims: ['azp'],
      // Before 25 access tokens had a nonce as well; what tells an ID token is its `typ`.
      idTokenGuard: false,
      when: mode === 'jwt' ? undefined : namesSubject,
      reject: accessOnly,
      attributes: attributesFrom('claims', o.roles),
    });
    const asked = opaque({
      ...common,
      // No token looks like this: only `iss` tells whose it is.
      shape: { alphabet: 'base64url', length: 0 },
      issuer: 'issuer',
      binding: audience === undefined ? 'app' : 'audience',
      inspect: introspection('introspect'),
      reject: [...accessOnly, { claim: '/sub', oneOf: [undefined], reason: 'unrecognised' }],
      attributes: attributesFrom('inspection', o.roles),
    });
    return {
      endpoints: { issuer, ...(internalBase === undefined ? {} : internalEndpoints(issuer, internalBase)) },
      client:
        o.clientId === undefined
          ? undefined
          : {
              id: o.clientId,
              secret: o.clientSecret,
              authentication: o.clientSecret === undefined ? 'none' : o.clientAuthentication,
            },
      scopes: { request: o.scopes },
      pkce: 'S256',
      grants: ['authorization_code', 'refresh_token', 'client_credentials'],
      tokenAnswer,
      accepts: { jwt: [signed], introspection: [asked], 'jwt+introspection': [signed, asked] }[mode],
      refuses: mode === 'jwt' ? [...otherKinds, nameless] : otherKinds,
    };
  },
});

/** People are sent to the public address, this API calls the other one; nothing is asked where these are. */
function internalEndpoints(issuer: string, base: string) {
  const path = '/protocol/openid-connect';
  const home = base + issuer.slice(issuer.lastIndexOf('/realms/')) + path;
  return {
    authorize: `${issuer}${path}/auth`,
    token: `${home}/token`,
    introspect: `${home}/token/introspect`,
    userinfo: `${home}/userinfo`,
    revoke: `${home}/revoke`,
    jwks: `${home}/certs`,
  };
}

/** A wrong secret of ours is called `unauthorized_client`, as is a client that may not use the grant. */
function tokenAnswer(document: ProviderDocument): ProviderDocument {
  const isSecret = document.error === 'unauthorized_client' && /credentials/.test(String(document.error_description));
  return isSecret ? { ...document, error: 'invalid_client' } : document;
}
