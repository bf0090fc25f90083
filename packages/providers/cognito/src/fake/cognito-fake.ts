import { createFakeServer, type FakeServer, type ProviderFake } from '@bearerkit/testkit';
import { authorizeRoutes } from './authorize.ts';
import type { CognitoClients } from './clients.ts';
import { type CognitoKeys, createKeys } from './keys.ts';
import { metadataRoutes } from './metadata.ts';
import { type CognitoFakeOptions, type CognitoFakeSettings, createState, type Grant, issuerOf } from './state.ts';
import { endSession, tokenRoutes } from './token.ts';
import { type CognitoForgery, type CognitoTokens, issueAccess, issueId, issueRefresh } from './tokens.ts';
import { userinfoRoutes } from './userinfo.ts';
import type { CognitoUser, CognitoUsers } from './users.ts';
import { walkAuthorizePage } from './walk.ts';

/** A grant; what is left out is the member's, to our application. */
export interface CognitoMint extends Partial<Grant>, CognitoForgery {
  /** `machine`: nobody but the client. `sdk`: what `InitiateAuth` gives, without scopes of ours. @default 'user' */
  readonly of?: 'user' | 'machine' | 'sdk' | undefined;
}

/** A local user pool, and its domain. */
export interface CognitoFake extends ProviderFake, Pick<FakeServer, 'restart'> {
  readonly poolId: string;
  readonly issuer: string;
  readonly clients: CognitoClients;
  /** Change them at any time. */
  readonly users: CognitoUsers;
  readonly settings: CognitoFakeSettings;
  readonly keys: CognitoKeys;
  /** Issues an access token without any request, with claims and header of choice. */
  mint(what?: CognitoMint): string;
  /** Issues an ID token. */
  mintId(what?: CognitoMint): string;
  /** Issues all tokens of a sign-in. */
  signIn(what?: CognitoMint): Required<CognitoTokens>;
  /** Signs a user out everywhere: userinfo and refresh end, signed tokens do not. */
  signOut(sub: string): void;
  /** Signs with two new keys from now on, and forgets the old ones. */
  rotateKeys(): void;
}

const memberScopes = ['openid', 'profile', 'email', 'orders-api/read'];

/**
 * Starts a local user pool on 127.0.0.1, with two app clients and two users.
 *
 * @example
 * const fake = await createCognitoFake();
 * cognito({ userPoolId: fake.poolId, clientIds: [fake.client.id], endpoints: fake.endpoints });
 */
export async function createCognitoFake(options: CognitoFakeOptions = {}): Promise<CognitoFake> {
  const state = createState(options);
  const { clients, users, settings, poolId, clock } = state;
  const routes = [metadataRoutes, authorizeRoutes, tokenRoutes, userinfoRoutes].map((make) => make(state));
  const server = await createFakeServer({ routes: Object.assign({}, ...routes), clock, port: options.port });
  state.url = server.url;
  const [member, unverified] = [...users.values()] as [CognitoUser, CognitoUser];
  const issuer = issuerOf(state);
  const jwks = `${issuer}/.well-known/jwks.json`;
  const grantOf = ({
    of = 'user',
    client = clients[0].id,
    user = member.sub,
    scopes,
    resource,
  }: CognitoMint): Grant => ({
    client,
    resource,
    user: of === 'machine' ? undefined : user,
    scopes: { user: scopes ?? memberScopes, machine: ['orders-api/read'], sdk: ['aws.cognito.signin.user.admin'] }[of],
  });
  const mint = (what: CognitoMint = {}) => {
    const claims = what.of === 'sdk' ? { version: undefined, ...what.claims } : what.claims;
    return issueAccess(state, grantOf(what), { header: what.header, claims });
  };
  const mintId = (what: CognitoMint = {}) => issueId(state, grantOf(what), '', what);
  const signIn = (what: CognitoMint = {}) => {
    const [grant, session] = [grantOf(what), state.nextId(32)];
    const accessToken = issueAccess(state, grant, {}, session);
    const idToken = issueId(state, grant, accessToken, {}, session);
    return { accessToken, idToken, refreshToken: issueRefresh(state, grant, session) };
  };
  const kill = (token: string) => endSession(state, state.tokens.get(token)?.session ?? '');
  return {
    ...server,
    poolId,
    issuer,
    endpoints: {
      issuer,
      jwks,
      authorize: `${server.url}/oauth2/authorize`,
      token: `${server.url}/oauth2/token`,
      userinfo: `${server.url}/oauth2/userInfo`,
      revoke: `${server.url}/oauth2/revoke`,
    },
    client: clients[0],
    clients,
    users,
    settings,
    get keys() {
      return state.keys;
    },
    accounts: { member: accountOf(member), unverified: accountOf(unverified) },
    scopes: memberScopes,
    paths: { token: '/oauth2/token', proof: [new URL(jwks).pathname, '/oauth2/userInfo'] },
    mint,
    mintId,
    signIn,
    signOut: (sub) => {
      for (const { user, session } of [...state.tokens.values()]) if (user === sub) endSession(state, session);
    },
    revoke: async (token) => kill(token),
    rotateKeys: () => {
      state.keys = createKeys(state.nextId);
    },
    token: async ({ account = 'member', client = 'ours', state: wanted = 'good', kind = 'access' } = {}) => {
      const user = (account === 'member' ? member : unverified).sub;
      const now = Math.floor(clock.now() / 1000);
      const claims = wanted === 'expired' ? { iat: now - 7200, exp: now - 3600 } : {};
      const of = kind === 'machine' ? 'machine' : 'user';
      const what: CognitoMint = { user, client: clients[client === 'ours' ? 0 : 1].id, of, claims };
      if (kind === 'refresh') return signIn(what).refreshToken;
      const text = kind === 'id' ? mintId(what) : mint(what);
      if (wanted === 'revoked') kill(text);
      return text;
    },
    authorize: (url, account = 'member') => walkAuthorizePage(url, (account === 'member' ? member : unverified).sub),
  };
}

/** As userinfo tells it. */
const accountOf = ({ sub, username, email, emailVerified, name, groups }: CognitoUser) => ({
  subject: sub,
  username,
  email,
  emailVerified,
  name,
  groups,
});
