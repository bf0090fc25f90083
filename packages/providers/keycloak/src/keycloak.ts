import { defineProvider, introspection, jwt, opaque, type ProviderDocument } from '@bearerkit/core/provider';
import { attributes, machine, nameless, otherKinds, reject } from './claims.ts';
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
  define: ({ issuer, mode, audience, clientIds: clients = [], clientId: id, clientSecret: secret, ...o }) => {
    const common = { issuer: 'issuer', audience, clients, reject, machine } as const;
    const signed = jwt({
      ...{ ...common, algorithms: o.algorithms, clientClaims: ['azp'], attributes: attributes('claims', o.roles) },
      idTokenGuard: false, // `typ` tells, and before 25 access tokens had a nonce too
      when: mode === 'jwt' ? undefined : (_header, { sub }) => sub !== undefined,
    });
    const asked = opaque({
      ...{ ...common, inspect: introspection('introspect'), attributes: attributes('inspection', o.roles) },
      shape: { alphabet: 'base64url', length: 0 }, // no token looks like this: `iss` alone tells
      binding: audience === undefined ? 'app' : 'audience',
    });
    return {
      endpoints: { issuer },
      client: id === undefined ? undefined : { id, secret, authentication: secret ? o.clientAuthentication : 'none' },
      scopes: { request: o.scopes },
      grants: ['authorization_code', 'refresh_token', 'client_credentials'],
      tokenAnswer,
      accepts: { jwt: [signed], introspection: [asked], 'jwt+introspection': [signed, asked] }[mode],
      refuses: mode === 'jwt' ? [...otherKinds, nameless] : otherKinds,
    };
  },
});

/** A wrong secret of ours is called `unauthorized_client`, as is a client that may not use the grant. */
const tokenAnswer = (document: ProviderDocument): ProviderDocument =>
  /client credentials/.test(JSON.stringify(document)) ? { ...document, error: 'invalid_client' } : document;
