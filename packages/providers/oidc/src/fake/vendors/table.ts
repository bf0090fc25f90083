import { json } from '@bearerkit/testkit';
import { failure, idClaims, type Members, type Vendor, type VendorGrant, type VendorToken } from './vendor.ts';

const words = (scope: string) => scope.split(' ');
const listed = (path: string) => ({ path, isListed: true, isOpen: false });
const rfc9068 = ({ api, client, scope }: VendorGrant): Members => ({ aud: api, client_id: client, scope });
const use = ({ grant }: VendorToken) => (grant.kind === 'refresh' ? 'refresh_token' : 'access_token');

const standard: Vendor = {
  path: '',
  algorithm: 'RS256',
  typ: 'at+jwt',
  claims: rfc9068,
  introspection: listed('/introspect'),
  wrongSecret: failure(401, 'invalid_client', 'Basic'),
  userinfoTakesAudience: true,
  badToken: failure(401, 'invalid_token', 'Bearer error="invalid_token"'),
};

/** node-oidc-provider, and what is built on it: no signed token is introspected, none for an API is userinfo's. */
const nop: Vendor = {
  ...standard,
  introspection: listed('/token/introspection'),
  inspect: ({ claims, isSigned }) => (isSigned ? failure(400, 'unsupported_token_type') : claims),
  userinfoTakesAudience: false,
};

/** Issuers as they are by default, each with what it does differently. */
export const vendors = {
  rfc9068: standard,
  auth0: {
    ...standard,
    path: '/',
    typ: 'JWT',
    claims: ({ issuer, api, client, scope }) => ({
      aud: [api, `${issuer}userinfo`],
      azp: client,
      scope,
      permissions: words(scope),
    }),
    machine: (client) => ({ sub: `${client}@clients`, gty: 'client-credentials' }),
    introspection: undefined,
    badToken: {
      status: 401,
      headers: { 'content-type': 'text/plain', 'www-authenticate': 'Bearer realm="Users", error="invalid_token"' },
      body: 'Unauthorized',
    },
  },
  authentik: {
    ...standard,
    path: '/application/o/app/',
    typ: 'JWT',
    claims: (grant) => ({
      ...idClaims(grant),
      azp: grant.client,
      uid: 'x',
      acr: 'goauthentik.io/providers/oauth2/default',
      amr: ['pwd'],
      sid: 'x',
    }),
    machine: () => ({ sub: 'generated', preferred_username: 'ak-app-client_credentials' }),
    introspection: listed('/application/o/introspect/'),
    // Of another application's token nothing is told, and of its own the caller is the client.
    inspect: ({ claims, grant }, caller) =>
      grant.client === caller ? { ...claims, client_id: caller } : { active: false },
    wrongSecret: json({ active: false }),
    badToken: { status: 401, headers: { 'www-authenticate': 'error="invalid_token", error_description="bad"' } },
  },
  dex: {
    ...standard,
    typ: undefined,
    claims: idClaims,
    machine: (client) => ({
      sub: Buffer.from(`\n${String.fromCharCode(client.length)}${client}`).toString('base64url'),
    }),
    introspection: { path: '/token/introspect', isListed: true, isOpen: true },
    inspect: (token) => ({
      ...token.claims,
      client_id: token.grant.client,
      token_type: 'Bearer',
      token_use: use(token),
    }),
    badToken: failure(403, 'access_denied'),
  },
  hydra: {
    ...standard,
    typ: undefined,
    claims: ({ client, scope }) => ({ aud: [], client_id: client, ext: {}, scp: words(scope) }),
    introspection: { path: '/admin/oauth2/introspect', isListed: false, isOpen: true },
    inspect: (token) => ({
      ...token.claims,
      scope: token.grant.scope,
      token_type: 'Bearer',
      token_use: use(token),
    }),
    badToken: failure(401, 'request_unauthorized', 'Bearer error="request_unauthorized"'),
  },
  logto: { ...nop, path: '/oidc', algorithm: 'ES384' },
  nop,
  pingfederate: {
    ...standard,
    typ: undefined,
    claims: ({ api, client, scope }) => ({ aud: api, client_id: client, scope: words(scope) }),
    introspection: listed('/as/introspect.oauth2'),
  },
  zitadel: {
    ...standard,
    typ: 'JWT',
    claims: ({ api, client }) => ({
      aud: [client, api],
      client_id: client,
      azp: client,
      'urn:zitadel:iam:org:project:roles': { admin: { '1': 'example.com' } },
    }),
    introspection: listed('/oauth/v2/introspect'),
    inspect: ({ claims, grant }) => ({ ...claims, scope: grant.scope, token_type: 'Bearer' }),
  },
} as const satisfies Readonly<Record<string, Vendor>>;

/** An issuer that {@link vendors} knows. */
export type OidcVendor = keyof typeof vendors;
