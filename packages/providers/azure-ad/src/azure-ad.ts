import { defineProvider, type ProviderDefinition } from '@bearerkit/core/provider';
import { clouds, personal } from './clouds.ts';
import { isGuid, type Options, options } from './options.ts';
import { quirks } from './quirks.ts';
import { refuses, refusesExternal } from './refuses.ts';
import { external, type Name, version1, version2 } from './rules.ts';
import { setup } from './setup.ts';

/**
 * Microsoft Entra ID (Azure AD, https://learn.microsoft.com/entra/identity-platform): its national clouds, Entra
 * External ID and Azure AD B2C. Takes access tokens for this API, of users and of apps; nothing is asked but keys.
 *
 * @example
 * azureAd({ tenantId, audience: [apiClientId, 'api://orders'] });
 * @throws ConfigurationError `invalid_options` for a `tenantId` that is not one tenant, without `tenants`
 */
export const azureAd = defineProvider({
  contract: 1,
  id: 'azure-ad',
  name: 'Microsoft Entra ID',
  options,
  setup,
  quirks,
  define: (o): ProviderDefinition<Name | 'authorize' | 'token'> => {
    const { authority, endpoints, ...directory } = o.directory === 'workforce' ? workforce(o) : externalDirectory(o);
    const { clientId: id, clientSecret: secret } = o;
    const api = o.audience.find((name) => !isGuid(name)) ?? o.audience[0];
    return {
      ...directory,
      endpoints: {
        ...endpoints,
        authorize: `${authority}/oauth2/v2.0/authorize`,
        token: `${authority}/oauth2/v2.0/token`,
      },
      client:
        id === undefined
          ? undefined
          : { id, secret, authentication: secret === undefined ? 'none' : 'client_secret_post' },
      // A login without a scope of this API yields a token for Microsoft Graph.
      scopes: { request: o.scopes ?? ['openid', 'profile', 'offline_access', `${api}/.default`] },
      pkce: 'S256',
      grants: ['authorization_code', 'refresh_token', 'client_credentials'],
    };
  },
});

type Directory = Pick<ProviderDefinition<Name>, 'endpoints' | 'accepts' | 'refuses'> & { readonly authority: string };

/** The issuers are lists, also of one: metadata is not asked for, since all that is needed from it is known. */
function workforce(o: Options): Directory {
  const { login, sts } = clouds[o.cloud];
  const tenants = o.tenants ?? [o.tenantId === 'consumers' ? personal : o.tenantId];
  return {
    authority: o.authority ?? `https://${login}/${o.tenantId}`,
    endpoints: {
      issuer: tenants.map((tenant) => `https://${login}/${tenant}/v2.0`),
      jwks: tenants.map((tenant) => `https://${login}/${tenant}/discovery/v2.0/keys`),
      issuerV1: tenants.map((tenant) => `https://${sts}/${tenant}/`),
      jwksV1: tenants.map((tenant) => `https://${login}/${tenant}/discovery/keys`),
    },
    accepts: [...(o.versions.includes(2) ? version2(o) : []), ...(o.versions.includes(1) ? version1(o) : [])],
    refuses,
  };
}

function externalDirectory(o: Options): Directory {
  const { tenantId: tenant, authority = `https://${tenant}.ciamlogin.com/${tenant}` } = o;
  const isB2c = o.directory === 'b2c';
  const policies = o.policies ?? [authority.split('/').at(-1) ?? ''];
  const known = policies.map((policy) => policy.toLowerCase());
  return {
    authority,
    endpoints: {
      // The host of External ID's issuer is the tenant's id, whatever host signs in.
      issuer: [
        isB2c ? `https://${new URL(authority).host}/${tenant}/v2.0/` : `https://${tenant}.ciamlogin.com/${tenant}/v2.0`,
      ],
      jwks: `${authority}/discovery/v2.0/keys`,
    },
    accepts: external(o),
    refuses: refusesExternal(
      ({ scp, tfp, acr }) => !isB2c || (typeof scp === 'string' && known.includes(String(tfp ?? acr).toLowerCase())),
    ),
  };
}
