import { clouds, personal } from './clouds.ts';
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
  const each = (url: (tenant: string) => string) =>
    (o.tenants ?? [tenantId === 'consumers' ? personal : tenantId]).map(url);
  return {
    ...oauth,
    issuer: each((tenant) => `${home}/${tenant}/v2.0`),
    jwks: each((tenant) => `${home}/${tenant}/discovery/v2.0/keys`),
    issuerV1: each((tenant) => `https://${sts}/${tenant}/`),
    jwksV1: each((tenant) => `${home}/${tenant}/discovery/keys`),
  };
}
