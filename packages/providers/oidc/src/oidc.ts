import { defineProvider, introspection, jwt, opaque } from '@bearerkit/core/provider';
import { claims, idTokenMarks, inspection, machine, namedKindOnly } from './attributes.ts';
import { options } from './options.ts';
import { quirks } from './quirks.ts';
import { setup } from './setup.ts';

/**
 * Any issuer of OpenID Connect or OAuth metadata: access tokens signed by its keys (RFC 9068 and what came before it),
 * and opaque ones by introspection (RFC 7662).
 *
 * @example
 * oidc({ issuer: 'https://id.example.com', audience: 'https://api.example.com' });
 * @throws ConfigurationError `invalid_options` without `audience` or `clientIds`
 */
export const oidc = defineProvider({
  contract: 1,
  id: 'oidc',
  name: 'OpenID Connect',
  options,
  setup,
  quirks,
  define: ({ issuer, mode, audience, clientIds: clients = [], ...o }) => {
    const signed = jwt({
      audience,
      clients,
      algorithms: o.algorithms,
      typ: o.accessTokenTyp,
      idTokenGuard: o.idTokenGuard,
      machine,
      attributes: claims,
    });
    const asked = opaque({
      shape: { alphabet: 'token68' },
      issuer: 'issuer',
      binding: audience === undefined ? 'app' : 'audience',
      inspect: introspection('introspect', audience === undefined ? { judge: namedKindOnly } : {}),
      audience,
      clients,
      reject: o.idTokenGuard ? idTokenMarks : [],
      machine,
      attributes: inspection,
    });
    return {
      endpoints: { issuer },
      client:
        o.clientId === undefined
          ? undefined
          : { id: o.clientId, secret: o.clientSecret, authentication: o.clientAuthentication },
      scopes: { request: o.scopes },
      pkce: 'S256',
      grants: ['authorization_code', 'refresh_token', 'client_credentials'],
      accepts: { jwt: [signed], introspection: [asked], 'jwt+introspection': [signed, asked] }[mode],
    };
  },
});
