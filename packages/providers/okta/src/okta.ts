import { defineProvider, introspection, jwt, opaque } from '@bearerkit/core/provider';
import { attributes } from './attributes.ts';
import { accessTokensOnly, idTokens, orgTokens, otherTokens } from './marks.ts';
import { options } from './options.ts';
import { quirks } from './quirks.ts';
import { setup } from './setup.ts';

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
    const { clientId: id, clientSecret: secret, clientAuthentication: authentication } = o;
    const issuers = [issuer, ...otherIssuers];
    const isOrg = mode === 'org';
    // Discovery can not be asked where one server has several issuers.
    const at = (verb: string) =>
      otherIssuers.length === 0 ? undefined : `${issuer}${isOrg ? '/oauth2' : ''}/v1/${verb}`;
    const signed = { audience, clients, clientClaims: ['cid'], algorithms: ['RS256'], sharedSubjects: true } as const;
    // Tokens are signed, always: none is recognised by its shape alone, and nothing else is sent to Okta.
    const asked = { audience, clients, issuer: 'issuer', shape: { alphabet: 'hex', length: [1, 0] } } as const;
    const inspect = introspection('introspect', { judge: accessTokensOnly });
    const binding = isOrg ? 'app' : 'audience';
    return {
      endpoints: {
        issuer: otherIssuers.length === 0 ? issuer : issuers,
        orgServer: isOrg ? undefined : issuers.map((url) => new URL(url).origin),
        authorize: at('authorize'),
        token: at('token'),
        introspect: at('introspect'),
        revoke: at('revoke'),
      },
      client: id === undefined ? undefined : { id, secret, authentication },
      scopes: { request: o.scopes },
      grants: ['authorization_code', 'refresh_token', 'client_credentials'],
      accepts:
        mode === 'jwt'
          ? [jwt({ ...signed, attributes: { ...attributes, from: 'claims' } })]
          : [opaque({ ...asked, binding, inspect, attributes: { ...attributes, from: 'inspection' } })],
      refuses: isOrg ? [idTokens] : [idTokens, orgTokens, otherTokens],
    };
  },
});
