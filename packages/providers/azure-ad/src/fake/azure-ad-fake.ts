import { createFakeServer, type FakeServer, type FakeTokenRequest, type ProviderFake } from '@bearerkit/testkit';
import { authorizeRoutes } from './authorize.ts';
import { issuerOf } from './claims.ts';
import { type AzureAdAccount, type AzureAdApps, accounts, tenants } from './directory.ts';
import { graphRoutes } from './graph.ts';
import { type AzureAdKeyUse, createKey } from './keys.ts';
import { metadataRoutes } from './metadata.ts';
import { type AzureAdTokenRequest, mint } from './mint.ts';
import { type AzureAdFakeOptions, createState, type State } from './state.ts';
import { tokenRoutes } from './token.ts';
import { walk } from './walk.ts';

/** URLs to pass as the provider's `endpoints` option. */
export interface AzureAdFakeEndpoints extends Readonly<Record<string, string | readonly string[]>> {
  readonly issuer: readonly string[];
  readonly issuerV1: readonly string[];
  readonly jwks: readonly string[];
  readonly jwksV1: readonly string[];
  readonly authorize: string;
  readonly token: string;
}

/** A local Microsoft Entra ID with three tenants: `home`, `partner`, and that of personal accounts. */
export interface AzureAdFake extends ProviderFake, Pick<FakeServer, 'restart'> {
  readonly endpoints: AzureAdFakeEndpoints;
  readonly apps: AzureAdApps;
  readonly tenants: typeof tenants;
  /** The endpoints for several tenants. */
  endpointsOf(...tenants: readonly string[]): AzureAdFakeEndpoints;
  /** Makes any token, good or forged. */
  mint(request?: AzureAdTokenRequest): string;
  /** Signs with a new key from now on; the old one is forgotten. */
  rollKey(use?: AzureAdKeyUse): void;
  /** Sets `requestedAccessTokenVersion` in our API's manifest. */
  setVersion(version: 1 | 2): void;
}

/**
 * Starts a local Microsoft Entra ID on 127.0.0.1.
 *
 * @example
 * const fake = await createAzureAdFake();
 * azureAd({ tenantId: fake.tenants.home, audience: [fake.apps.api.id, 'api://orders'], endpoints: fake.endpoints });
 */
export async function createAzureAdFake(options: AzureAdFakeOptions = {}): Promise<AzureAdFake> {
  const state = createState(options);
  const { clock, apps } = state;
  const parts = [metadataRoutes, authorizeRoutes, tokenRoutes, graphRoutes];
  const routes = Object.assign({}, ...parts.map((part) => part(state)));
  const server = await createFakeServer({ routes, clock, port: options.port });
  state.url = server.url;
  const path = `/${tenants.home}`;
  return {
    ...server,
    endpoints: endpointsAt(server.url, [tenants.home]),
    endpointsOf: (...list) => endpointsAt(server.url, list),
    apps,
    tenants,
    client: apps.client,
    accounts: { member: accountOf(accounts.member), unverified: accountOf(accounts.unverified) },
    scopes: ['access_as_user'],
    paths: {
      token: `${path}/oauth2/v2.0/token`,
      proof: [`${path}/discovery/v2.0/keys`, `${path}/discovery/keys`],
    },
    mint: (request) => mint(state, request),
    token: async (request = {}) => tokenOf(state, request),
    authorize: (url, account: keyof typeof accounts = 'member') => walk(url, accounts[account].oid),
    rollKey: (use = 'tenants') => {
      state.keys[use] = [createKey(state.nextId), ...state.keys[use].slice(1)];
    },
    setVersion: (version) => {
      state.version = version;
    },
  };
}

/** What nobody can revoke is not offered revoked: an access token lives until it ends. */
function tokenOf(state: State, { account = 'member', client, state: age, kind = 'access' }: FakeTokenRequest) {
  const { apps, version } = state;
  if (age === 'revoked') return undefined;
  if (kind === 'refresh') return `1.A${state.nextId(64)}`;
  const { otherApi, otherClient } = apps;
  const audience = version === 1 ? (otherApi.uri ?? '') : otherApi.id;
  const more = {
    ...(client === 'other' ? { client: otherClient, audience } : {}),
    lifeSeconds: age === 'expired' ? -300 : undefined,
  };
  const kinds = { access: 'user', id: 'id', machine: 'app' } as const;
  return mint(state, { kind: kinds[kind], account: accounts[account], ...more });
}

const accountOf = (account: AzureAdAccount) => ({
  subject: `${tenants.home}.${account.oid}`,
  username: account.username,
  email: account.email,
  emailVerified: account.edov === '1',
  name: account.name,
  groups: account.groups,
});

function endpointsAt(url: string, list: readonly string[]): AzureAdFakeEndpoints {
  return {
    issuer: list.map((tenant) => issuerOf(url, tenant, 2)),
    issuerV1: list.map((tenant) => issuerOf(url, tenant, 1)),
    jwks: list.map((tenant) => `${url}/${tenant}/discovery/v2.0/keys`),
    jwksV1: list.map((tenant) => `${url}/${tenant}/discovery/keys`),
    authorize: `${url}/${list[0]}/oauth2/v2.0/authorize`,
    token: `${url}/${list[0]}/oauth2/v2.0/token`,
  };
}
