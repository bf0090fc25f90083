import { clouds } from './clouds.ts';
import type { Options } from './options.ts';

/** Every URL of a directory. Issuers are lists, also of one: what metadata would say is known, and not asked for. */
export function endpointsOf({ directory, cloud, tenantId, ...o }: Options) {
  const { login, sts } = clouds[cloud];
  const home = directory === 'workforce' ? `https://${login}` : `https://${tenantId}.ciamlogin.com`;
  const authority = o.authority ?? `${home}/${tenantId}`;
  const oauth = { authorize: `${authority}/oauth2/v2.0/authorize`, token: `${authority}/oauth2/v2.0/token` };
  if (directory !== 'workforce') {
    // The host of External ID's issuer is the tenant's id, whatever host signs in.
    const issuer = directory === 'b2c' ? `${new URL(authority).origin}/${tenantId}/v2.0/` : `${home}/${tenantId}/v2.0`;
    return { ...oauth, issuer: [issuer], jwks: `${authority}/discovery/v2.0/keys` };
  }
  // Of personal accounts the tenant is known.
  const tenants = o.tenants ?? [tenantId === 'consumers' ? '9188040d-6c67-4c5b-b112-36a304b66dad' : tenantId];
  return {
    ...oauth,
    issuer: tenants.map((tenant) => `${home}/${tenant}/v2.0`),
    jwks: tenants.map((tenant) => `${home}/${tenant}/discovery/v2.0/keys`),
    issuerV1: tenants.map((tenant) => `https://${sts}/${tenant}/`),
    jwksV1: tenants.map((tenant) => `${home}/${tenant}/discovery/keys`),
  };
}
