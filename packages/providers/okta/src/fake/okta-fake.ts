import { createFakeServer, type FakeServer, type ProviderFake } from '@bearerkit/testkit';
import { authorizeRoutes } from './authorize.ts';
import type { OktaClients } from './clients.ts';
import { introspectRoutes, revokeToken } from './introspect.ts';
import { createKey } from './keys.ts';
import { metadataRoutes } from './metadata.ts';
import type { OktaFakeSettings } from './settings.ts';
import { createState, type Grant, issuerOf, keysOf, type OktaFakeOptions, type OktaState } from './state.ts';
import { tokenRoutes } from './token.ts';
import { issueAccess, issueId, issueTokens, type OktaForgery, type OktaTokens } from './tokens.ts';
import { userinfoRoutes } from './userinfo.ts';
import type { OktaUser, OktaUsers } from './users.ts';
import { walkAuthorizePage } from './walk.ts';

/** A grant; what is left out is the member's, to our application, at the server `default`. */
export interface OktaMint extends Partial<Grant>, OktaForgery {
  /** Nobody stands behind the tokens but the client. @default false */
  readonly machine?: boolean | undefined;
}

/** A local Okta org: its org server, and the custom servers `default` and `aus1orders`. */
export interface OktaFake extends ProviderFake, Pick<FakeServer, 'restart'> {
  readonly clients: OktaClients;
  /** Change them at any time. */
  readonly users: OktaUsers;
  readonly settings: OktaFakeSettings;
  /** `iss` of a server. @param server @default 'default'; `''` is the org server */
  issuer(server?: string): string;
  /** The `endpoints` option for another server. */
  endpointsOf(server: string): ProviderFake['endpoints'];
  /** Issues an access token without any request, with claims and header of choice. */
  mint(what?: OktaMint): string;
  /** Issues an ID token. */
  mintId(what?: OktaMint): string;
  /** Issues all tokens of a sign-in. */
  signIn(what?: OktaMint): OktaTokens;
  /** Kills a token, as an administrator would. */
  revoke(token: string): Promise<void>;
  /** Signs with a new key from now on. @param keepOld whether the old one stays published @default false */
  rotateKeys(server?: string, keepOld?: boolean): void;
}

const ours = 'default';
const memberScopes = ['openid', 'profile', 'email', 'orders:read'];

/**
 * Starts a local Okta org on 127.0.0.1, with two applications and two users.
 *
 * @example
 * const fake = await createOktaFake();
 * const provider = okta({ issuer: fake.issuer(), audience: 'api://default', endpoints: fake.endpoints });
 */
export async function createOktaFake(options: OktaFakeOptions = {}): Promise<OktaFake> {
  const state = createState(options);
  const routes = [metadataRoutes, authorizeRoutes, tokenRoutes, introspectRoutes, userinfoRoutes];
  const server = await createFakeServer({
    routes: Object.assign({}, ...routes.map((make) => make(state))),
    clock: state.clock,
    port: options.port,
  });
  state.url = server.url;
  const { clients, users, settings } = state;
  const [member, unverified] = [...users.values()] as [OktaUser, OktaUser];
  const grantOf = ({ machine = false, user = member.uid, ...more }: OktaMint = {}): Grant => {
    const { server: at = ours, client = clients[0].id, scopes = memberScopes } = more;
    return machine ? { server: at, client, scopes: ['orders:read'] } : { server: at, client, user, scopes };
  };
  const mint = (what: OktaMint = {}) => issueAccess(state, grantOf(what), what);
  const mintId = (what: OktaMint = {}) => issueId(state, grantOf(what), '', what);
  const signIn = ({ scopes = ['openid', 'profile', 'email', 'offline_access'], ...what }: OktaMint = {}) =>
    issueTokens(state, grantOf({ ...what, scopes }));
  const endpointsOf = (at: string) => ({
    issuer: issuerOf(state, at),
    ...(at === '' ? {} : { orgServer: server.url }),
  });
  return {
    ...server,
    endpoints: endpointsOf(ours),
    endpointsOf,
    client: clients[0],
    clients,
    users,
    settings,
    accounts: { member: accountOf(member), unverified: accountOf(unverified) },
    paths: {
      token: `/oauth2/${ours}/v1/token`,
      proof: ['.well-known/openid-configuration', 'v1/keys', 'v1/introspect'].map((path) => `/oauth2/${ours}/${path}`),
    },
    issuer: (at = ours) => issuerOf(state, at),
    mint,
    mintId,
    signIn,
    revoke: async (token) => revokeToken(state, token),
    scopes: memberScopes,
    token: async ({ account = 'member', client = 'ours', state: wanted = 'good', kind = 'access' } = {}) => {
      const user = account === 'member' ? member.uid : unverified.uid;
      const claims = wanted === 'expired' ? expired(state) : {};
      const what = { user, client: clients[client === 'ours' ? 0 : 1].id, machine: kind === 'machine', claims };
      if (kind === 'refresh') return signIn({ ...what, claims: {} }).refreshToken;
      const text = kind === 'id' ? mintId(what) : mint(what);
      if (wanted === 'revoked') revokeToken(state, text);
      return text;
    },
    authorize: (url, account = 'member') => walkAuthorizePage(url, account === 'member' ? member.uid : unverified.uid),
    rotateKeys: (at = ours, keepOld = false) => {
      const old = keysOf(state, at);
      const key = createKey(`${at || 'org'}-${state.nextId(6)}`);
      state.keys.set(at, [key, ...(keepOld ? old : [])]);
    },
  };
}

/** No e-mail of an access token counts as verified: the claim does not say. */
const accountOf = ({ uid, login, email, name, groups }: OktaUser) => ({
  subject: uid,
  username: login,
  email,
  emailVerified: false,
  name,
  groups,
});

function expired({ clock }: OktaState) {
  const now = Math.floor(clock.now() / 1000);
  return { iat: now - 7200, exp: now - 3600 };
}
