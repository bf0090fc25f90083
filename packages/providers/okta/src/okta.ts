import { defineProvider, introspection, jwt, opaque } from '@bearerkit/core/provider';
import { claims, inspection } from './attributes.ts';
import { accessTokensOnly, idTokens, orgTokens, otherTokens } from './marks.ts';
import { options } from './options.ts';
import { quirks } from './quirks.ts';
import { setup } from './setup.ts';

/** Tokens are signed, always: none is recognised by its shape alone, and nothing else is sent to Okta. */
const noShape = { alphabet: 'hex', length: [1, 0] } as const;

/**
 * Okta (https://developer.okta.com): access tokens of a custom authorization server; those of the org authorization
 * server only with `mode: 'org'`.
 *
 * @example
 * okta({ issuer: 'https://example.okta.com/oauth2/default', audience: 'api://default', clientIds: ['0oa…'] });
 * @throws ConfigurationError `invalid_options` without `audience`, or with an issuer that is not of the mode
 */
export const okta = defineProvider({
  contract: 1,
  id: 'okta',
  name: 'Okta',
  options,
  setup,
  quirks,
  define: ({ issuer, otherIssuers, mode, audience, clientIds: clients = [], ...o }) => {
    const issuers = [issuer, ...otherIssuers];
    const origins = issuers.map((url) => new URL(url).origin);
    const isOrg = mode === 'org';
    return {
      endpoints: {
        issuer: otherIssuers.length === 0 ? issuer : issuers,
        orgServer: isOrg ? undefined : origins,
        ...(otherIssuers.length === 0 ? {} : endpointsAt(isOrg ? `${issuer}/oauth2/v1` : `${issuer}/v1`)),
      },
      client:
        o.clientId === undefined
          ? undefined
          : { id: o.clientId, secret: o.clientSecret, authentication: o.clientAuthentication },
      scopes: { request: o.scopes },
      pkce: 'S256',
      grants: ['authorization_code', 'refresh_token', 'client_credentials'],
      accepts: [
        mode === 'jwt'
          ? jwt({
              audience,
              clients,
              clientClaims: ['cid'],
              algorithms: ['RS256'],
              sharedSubjects: true,
              attributes: claims,
            })
          : opaque({
              shape: noShape,
              issuer: 'issuer',
              binding: isOrg ? 'app' : 'audience',
              inspect: introspection('introspect', { judge: accessTokensOnly }),
              audience,
              clients,
              attributes: inspection,
            }),
      ],
      refuses: isOrg ? [idTokens] : [idTokens, orgTokens, otherTokens],
    };
  },
});

/** What discovery would say; it can not be asked where one server has several issuers. */
const endpointsAt = (base: string) => ({
  authorize: `${base}/authorize`,
  token: `${base}/token`,
  introspect: `${base}/introspect`,
  revoke: `${base}/revoke`,
});
