import { defineProvider } from '@bearerkit/core/provider';
import { endpointsOf } from './endpoints.ts';
import { isGuid, options } from './options.ts';
import { quirks } from './quirks.ts';
import { refusesOf } from './refuses.ts';
import { rulesOf } from './rules.ts';
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
  define: (o) => {
    const { clientId: id, clientSecret: secret, audience } = o;
    const authentication = secret === undefined ? 'none' : 'client_secret_post';
    const api = audience.find((name) => !isGuid(name)) ?? audience[0];
    return {
      endpoints: endpointsOf(o),
      client: id === undefined ? undefined : { id, secret, authentication },
      // A login without a scope of this API yields a token for Microsoft Graph.
      scopes: { request: o.scopes ?? ['openid', 'profile', 'offline_access', `${api}/.default`] },
      grants: ['authorization_code', 'refresh_token', 'client_credentials'],
      accepts: rulesOf(o),
      refuses: refusesOf(o),
    };
  },
});
