import { type Configuration, errors } from 'oidc-provider';
import type { OidcClient } from './clients.ts';
import { type OidcKey, toJwk } from './keys.ts';
import type { createStore } from './store.ts';
import type { OidcUsers } from './users.ts';

/** What an API, under its resource indicator (RFC 8707), gets. */
export interface OidcResource {
  /** Signed tokens, or opaque ones that the API must ask about. */
  readonly format: 'jwt' | 'opaque';
  /** @default 'RS256' */
  readonly algorithm?: OidcKey['algorithm'] | undefined;
}

/** Everything a fake is made of. */
export interface OidcParts {
  readonly clients: readonly OidcClient[];
  readonly users: OidcUsers;
  readonly resources: Readonly<Record<string, OidcResource>>;
  readonly store: ReturnType<typeof createStore>;
  readonly lifeSeconds: number;
}

/** Scopes of every API. */
const resourceScope = 'orders:read orders:write';

/** The settings of oidc-provider: all grants of a server, introspection, revocation, resource indicators. */
export function configuration(parts: OidcParts, keys: readonly OidcKey[]): Configuration {
  const { clients, users, resources, store, lifeSeconds } = parts;
  const life = { AccessToken: lifeSeconds, ClientCredentials: lifeSeconds };
  return {
    adapter: store,
    clients: clients.map(({ id, secret, redirectUri, authentication }) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: authentication,
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    })),
    jwks: { keys: keys.map(toJwk) } as NonNullable<Configuration['jwks']>,
    cookies: { keys: ['fake'] },
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    claims: { profile: ['name', 'preferred_username', 'groups'], email: ['email', 'email_verified'] },
    ttl: { ...life, Grant: 86_400, IdToken: lifeSeconds, Interaction: 600, RefreshToken: 86_400, Session: 86_400 },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => {
      const user = users.get(sub);
      return user && { accountId: sub, claims: () => ({ sub, ...user }) };
    },
    // Many vendors put what they know of a user into the access token; `username` is what RFC 7662 calls it.
    extraTokenClaims: (_context, { kind, ...token }) => {
      const user = users.get((token as { accountId?: string }).accountId ?? '');
      return user && { ...user, username: user.preferred_username };
    },
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
      grant.addOIDCScope('openid offline_access profile email');
      for (const resource of Object.keys(resources)) grant.addResourceScope(resource, resourceScope);
      await grant.save();
      return grant;
    },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => {
          const found = resources[resource];
          if (found === undefined) throw new errors.InvalidTarget();
          const { format, algorithm = 'RS256' } = found;
          const common = { scope: resourceScope, audience: resource };
          return format === 'opaque'
            ? { ...common, accessTokenFormat: 'opaque' }
            : { ...common, accessTokenFormat: 'jwt', jwt: { sign: { alg: algorithm } } };
        },
      },
    },
  };
}
