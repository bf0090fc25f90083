import { defineProvider, introspection, jwt, opaque, type ProviderDocument } from '@bearerkit/core/provider';
import { accessOnly, attributes, isServiceAccount, otherKinds } from './claims.ts';
import { options } from './options.ts';
import { quirks } from './quirks.ts';

const setup = {
  registerUrl: 'https://www.keycloak.org/docs/latest/server_admin/',
  steps: [
    'Clients → Create client, with Client authentication On: its id is `audience`, its secret is under Credentials.',
    'Client scopes → Create client scope → Mappers → Audience: that client, for access tokens and introspection.',
    'Each calling client → Client scopes → Add client scope → Default; without it `aud` is only `account`.',
    'Each calling client → `<client>-dedicated` → Scope → Full scope allowed Off, or `aud` follows the roles of users.',
    'For logins: Standard flow On, and the exact callback `<your origin>/auth/<key>/callback`.',
  ],
};

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
    const signed = jwt({
      ...{ audience, clients, algorithms: o.algorithms, clientClaims: ['azp'], machine: isServiceAccount },
      idTokenGuard: false, // `typ` tells, and before 25 access tokens had a nonce too
      when: (_header, { sub }) => mode === 'jwt' || sub !== undefined,
      reject: [accessOnly],
      attributes: attributes('claims', o.roles),
    });
    const asked = opaque({
      ...{ audience, clients, issuer: 'issuer', inspect: introspection('introspect'), machine: isServiceAccount },
      shape: { alphabet: 'base64url', length: 0 }, // no token looks like this: `iss` alone tells
      binding: audience === undefined ? 'app' : 'audience',
      reject: [accessOnly, { claim: '/sub', oneOf: [undefined], reason: 'unrecognised' }],
      attributes: attributes('inspection', o.roles),
    });
    const authentication = secret === undefined ? 'none' : o.clientAuthentication;
    return {
      endpoints: { issuer },
      client: id === undefined ? undefined : { id, secret, authentication },
      scopes: { request: o.scopes },
      grants: ['authorization_code', 'refresh_token', 'client_credentials'],
      tokenAnswer,
      accepts: { jwt: [signed], introspection: [asked], 'jwt+introspection': [signed, asked] }[mode],
      refuses: otherKinds,
    };
  },
});

/** A wrong secret of ours is called `unauthorized_client`, as is a client that may not use the grant. */
function tokenAnswer(document: ProviderDocument): ProviderDocument {
  const isSecret = document.error === 'unauthorized_client' && /credentials/.test(String(document.error_description));
  return isSecret ? { ...document, error: 'invalid_client' } : document;
}
