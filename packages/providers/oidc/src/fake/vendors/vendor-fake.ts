import { randomUUID } from 'node:crypto';
import {
  type Answer,
  basicCredentials,
  bearerToken,
  type Call,
  createFakeServer,
  type FakeServer,
  json,
} from '@bearerkit/testkit';
import { createClients, type OidcClients } from '../clients.ts';
import { forge } from '../forge.ts';
import { createKeys } from '../keys.ts';
import { createUsers, type OidcUsers } from '../users.ts';
import { type OidcVendor, vendors } from './table.ts';
import { idClaims, type Members, type Vendor, type VendorGrant, type VendorToken } from './vendor.ts';

/** Which token to issue; nothing named is a good access token of member-1, for the API and our application. */
export interface OidcVendorRequest {
  readonly client?: 'ours' | 'other' | undefined;
  /** `machine`: nobody stands behind it but the client. @default 'access' */
  readonly kind?: VendorGrant['kind'] | 'machine' | undefined;
  /** @default https://api.example.com */
  readonly api?: string | undefined;
  /** Whether it says nothing by itself. @default false, but for refresh tokens */
  readonly isOpaque?: boolean | undefined;
}

/** The issuer of a vendor on loopback: metadata, keys, introspection and userinfo as they are there, and no login. */
export interface OidcVendorFake
  extends Pick<FakeServer, 'url' | 'log' | 'calls' | 'forget' | 'fail' | 'heal' | 'stop'> {
  readonly issuer: string;
  readonly clients: OidcClients;
  readonly users: OidcUsers;
  /** URL of introspection, also where the metadata do not name it. */
  readonly introspection: string | undefined;
  token(request?: OidcVendorRequest): string;
}

/**
 * Starts a local issuer that behaves as a vendor's does by default.
 *
 * @example
 * const fake = await createOidcVendorFake('hydra');
 * fake.token({ client: 'other' }); // with `aud: []`, and scopes in `scp`
 */
export async function createOidcVendorFake(name: OidcVendor): Promise<OidcVendorFake> {
  const vendor: Vendor = vendors[name];
  const [clients, users, keys] = [createClients(), createUsers(), createKeys()];
  const tokens = new Map<string, VendorToken>();
  const place = vendor.introspection;
  const home = vendor.path.replace(/\/$/, '');
  const published = keys.map(({ kid, algorithm, publicKey }) => {
    return { ...publicKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' };
  });
  const server = await createFakeServer({
    routes: {
      [`GET ${home}/.well-known/openid-configuration`]: () => json(metadata()),
      [`GET ${home}/jwks`]: () => json({ keys: published }),
      [`GET ${home}/userinfo`]: (call) => userinfo(call),
      ...(place === undefined ? {} : { [`POST ${place.path}`]: (call: Call) => introspect(call) }),
    },
  });
  const issuer = server.url + vendor.path;

  const metadata = (): Members => ({
    issuer,
    jwks_uri: `${server.url}${home}/jwks`,
    userinfo_endpoint: `${server.url}${home}/userinfo`,
    ...(place?.isListed === true ? { introspection_endpoint: server.url + place.path } : {}),
    id_token_signing_alg_values_supported: ['HS256', vendor.algorithm],
  });
  const introspect = ({ form, headers }: Call): Answer => {
    const caller = basicCredentials(headers.authorization);
    const isKnown = clients.some(({ id, secret }) => id === caller?.id && secret === caller.secret);
    if (place?.isOpen !== true && !isKnown) return vendor.wrongSecret;
    const token = tokens.get(form.get('token') ?? '');
    if (token === undefined) return json({ active: false });
    const answer = vendor.inspect?.(token, caller?.id) ?? { token_type: 'Bearer', ...token.claims };
    return 'status' in answer ? (answer as Answer) : json({ active: true, iss: issuer, ...answer });
  };
  const userinfo = ({ headers }: Call): Answer => {
    const token = tokens.get(bearerToken(headers.authorization) ?? '');
    const isTaken = token?.grant.kind === 'access' && (vendor.userinfoTakesAudience || token.claims.aud === undefined);
    return isTaken ? json({ sub: token.claims.sub, ...token.grant.user }) : vendor.badToken;
  };

  return {
    ...server,
    issuer,
    clients,
    users,
    introspection: place && server.url + place.path,
    token: ({ client: whose = 'ours', kind = 'access', api = 'https://api.example.com', isOpaque } = {}) => {
      const client = clients[whose === 'ours' ? 0 : 1].id;
      const user = kind === 'machine' ? {} : { ...users.get('member-1') };
      const what = kind === 'machine' ? 'access' : kind;
      const grant: VendorGrant = { issuer, api, client, user, kind: what, scope: 'openid orders:read' };
      const now = Math.floor(Date.now() / 1000);
      const who = kind !== 'machine' ? { sub: 'member-1' } : (vendor.machine?.(client) ?? { sub: client });
      const own = what === 'id' ? idClaims(grant) : vendor.claims(grant);
      const claims: Members = { iss: issuer, iat: now, exp: now + 300, ...own, ...who };
      const header = { alg: vendor.algorithm, typ: what === 'id' ? 'JWT' : vendor.typ };
      const isSigned = !(isOpaque ?? what === 'refresh');
      const text = isSigned ? forge(keys, {}, { header, claims }) : `ory_at_${randomUUID().replaceAll('-', '')}`;
      tokens.set(text, { claims, grant, isSigned });
      return text;
    },
  };
}
