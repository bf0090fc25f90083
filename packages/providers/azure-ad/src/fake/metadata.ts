import { type Answer, type Call, json, type Routes } from '@bearerkit/testkit';
import { issuerOf } from './claims.ts';
import { aliases, tenants } from './directory.ts';
import { refuse } from './errors.ts';
import { toJwk } from './keys.ts';
import type { State } from './state.ts';

/** The tenant that a path names; `undefined` for one that nobody has. */
const tenantAt = ({ params }: Call): string | undefined =>
  aliases[params.tenant ?? ''] ?? Object.values(tenants).find((tenant) => tenant === params.tenant);

/** Answers a path below a tenant; for an unknown one, discovery and all else is 400. */
export const inTenant =
  (answer: (tenant: string, call: Call) => Answer | Promise<Answer>) =>
  (call: Call): Answer | Promise<Answer> => {
    const tenant = tenantAt(call);
    if (tenant !== undefined) return answer(tenant, call);
    return refuse('invalid_tenant', 90002, `Tenant '${call.params.tenant}' not found.`);
  };

/** Discovery and keys of both versions, of B2C policies and of External ID (under `/ciam/<tenant>`). */
export function metadataRoutes(state: State): Routes {
  const document = (version: 1 | 2) =>
    inTenant((tenant, { params }) => json(discovery(state, tenant, params, version)));
  return {
    'GET /:tenant/v2.0/.well-known/openid-configuration': document(2),
    'GET /:tenant/.well-known/openid-configuration': document(1),
    'GET /:tenant/discovery/v2.0/keys': inTenant(() => json({ keys: shuffled(state, keys(state)) })),
    // The older set says of no key whose it is.
    'GET /:tenant/discovery/keys': inTenant(() =>
      json({ keys: shuffled(state, keys(state)).map(({ issuer: _, ...key }) => key) }),
    ),
    'GET /ciam/:tenant/discovery/v2.0/keys': inTenant(() => {
      const issuer = `${state.url.replace('127.0.0.1', 'localhost')}/{tenantid}/v2.0`;
      return json({ keys: state.keys['external-id'].map((key) => ({ ...toJwk(key), issuer })) });
    }),
    'GET /:tenant/:policy/discovery/v2.0/keys': () =>
      json({ keys: state.keys.b2c.map((key) => ({ ...toJwk(key), nbf: 1_493_763_266 })) }),
  };
}

function discovery({ url }: State, tenant: string, { tenant: asked = '' }: Call['params'], version: 1 | 2) {
  const path = version === 2 ? '/v2.0' : '';
  const isTemplate = asked === 'common' || asked === 'organizations';
  const base = `${url}/${asked}`;
  return {
    issuer: issuerOf(url, isTemplate ? '{tenantid}' : tenant, version),
    authorization_endpoint: `${base}/oauth2${path}/authorize`,
    token_endpoint: `${base}/oauth2${path}/token`,
    jwks_uri: `${base}/discovery${path}/keys`,
    userinfo_endpoint: version === 2 ? `${url}/oidc/userinfo` : `${base}/openid/userinfo`,
    device_authorization_endpoint: `${base}/oauth2${path}/devicecode`,
    end_session_endpoint: `${base}/oauth2${path}/logout`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    subject_types_supported: ['pairwise'],
    frontchannel_logout_supported: true,
    tenant_region_scope: null,
    cloud_instance_name: 'microsoftonline.com',
    msgraph_host: 'graph.microsoft.com',
  };
}

/** One set for every tenant: with the key of personal accounts and, under the global issuer, one of another cloud. */
function keys({ url, keys: { tenants: common, consumers, 'us-gov': foreign } }: State) {
  const of =
    (issuer: string, more = {}) =>
    (key: Parameters<typeof toJwk>[0]) => {
      const jwk = toJwk(key);
      return { ...jwk, x5t: jwk.kid, x5c: ['MIIC'], issuer: issuerOf(url, issuer, 2), ...more };
    };
  return [
    ...common.map(of('{tenantid}')),
    ...consumers.map(of(tenants.personal)),
    ...foreign.map(of('{tenantid}', { cloud_instance_name: 'microsoftonline.us' })),
  ];
}

/** The order is another one each time. */
function shuffled<T>({ nextId }: State, list: readonly T[]): readonly T[] {
  const at = Number.parseInt(nextId(4), 16) % list.length;
  return [...list.slice(at), ...list.slice(0, at)].reverse();
}
