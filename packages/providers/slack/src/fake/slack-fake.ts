import { createFakeServer, type FakeAccount, type FakeServer, type ProviderFake } from '@bearerkit/testkit';
import { authorizeRoutes } from './authorize.ts';
import type { SlackClient, SlackClients } from './clients.ts';
import { discoveryRoutes } from './discovery.ts';
import { idToken } from './id-token.ts';
import type { SlackFakeOptions, SlackFakeSettings } from './options.ts';
import { createState, type Grant, type SlackFamily } from './state.ts';
import { tokenRoutes } from './token-methods.ts';
import { issueTokens, removeTokens, type SlackTokens } from './tokens.ts';
import type { SlackUser, SlackUsers } from './users.ts';
import { type AuthorizeWalk, walkAuthorizePage } from './walk.ts';
import { webApiRoutes } from './web-api.ts';

/** Which token {@link SlackFake.mint} issues; nothing named is a user's own, for the application under test. */
export interface SlackGrant {
  /** `<team>_<user>` @default 'T00000001_U00000001' */
  readonly user?: string | undefined;
  /** @default the first app, the application under test */
  readonly client?: SlackClient | undefined;
  /** @default of the fake's mode: `oidc` or `user` */
  readonly family?: SlackFamily | undefined;
  /** @default those that the provider asks for */
  readonly scopes?: readonly string[] | undefined;
}

/** A local Slack. */
export interface SlackFake extends ProviderFake, Pick<FakeServer, 'restart'> {
  /** The application under test, and one of somebody else. */
  readonly clients: SlackClients;
  readonly users: SlackUsers;
  /** Change them at any time. */
  readonly settings: SlackFakeSettings;
  /** Issues tokens without any request. @throws RangeError for an unknown user */
  mint(grant?: SlackGrant): SlackTokens;
  /** Kills the tokens an app holds for a user, as when the user removes the app. */
  remove(grant?: SlackGrant): void;
  /** Signs an ID token for an access token. @param claims laid over its own */
  idToken(accessToken: string, claims?: Readonly<Record<string, unknown>>): string;
  /** Walks the authorize page of a URL as anybody; gives the URL that the browser is sent back to. */
  walk(url: string, walk?: AuthorizeWalk): Promise<string>;
}

const modes = {
  oidc: {
    family: 'oidc',
    scopes: ['openid', 'profile', 'email'],
    paths: { authorize: '/openid/connect/authorize', token: '/api/openid.connect.token' },
    userinfo: { userinfo: '/api/openid.connect.userInfo' },
  },
  'oauth-v2': {
    family: 'user',
    scopes: ['users.profile:read', 'users:read', 'users:read.email'],
    paths: { authorize: '/oauth/v2/authorize', token: '/api/oauth.v2.access' },
    userinfo: { userinfo: '/api/auth.test', profile: '/api/users.profile.get' },
  },
} as const;

const [member, unverified] = ['T00000001_U00000001', 'T00000001_U00000002'];

/**
 * Starts a local Slack on 127.0.0.1, with two apps, and six users in three workspaces.
 *
 * @example
 * const fake = await createSlackFake({ mode: 'oauth-v2' });
 * const { accessToken } = fake.mint({ user: 'T00000002_U00000001' });
 */
export async function createSlackFake(options: SlackFakeOptions = {}): Promise<SlackFake> {
  const mode = modes[options.mode ?? 'oidc'];
  const state = createState(options);
  const { clients, users, settings, clock } = state;
  const url = () => server.url;
  const routes = {
    ...authorizeRoutes(state),
    ...tokenRoutes(state, url),
    ...webApiRoutes(state),
    ...discoveryRoutes(url),
  };
  const server: FakeServer = await createFakeServer({ routes, clock, port: options.port });
  const paths = { ...mode.paths, ...mode.userinfo, revoke: '/api/auth.revoke' };
  const at = Object.entries(paths).map(([name, path]) => [name, server.url + path]);
  const grantOf = ({ user = member, client = clients[0], family, scopes }: SlackGrant = {}): Grant => {
    if (!users.has(user)) throw new RangeError(`There is no user ${user}; add it to users`);
    return { user, client: client.id, family: family ?? mode.family, scopes: scopes ?? mode.scopes };
  };
  const mint = (grant?: SlackGrant) => issueTokens(state, grantOf(grant));
  const sign = (accessToken: string, user: string, claims: Readonly<Record<string, unknown>> = {}) =>
    idToken(state, { issuer: server.url, client: clients[0].id, user, accessToken, claims });
  const account = (key: string): FakeAccount => toAccount(key, users.get(key), mode === modes.oidc);
  return {
    ...server,
    stop: async () => {
      await server.stop();
      const harmful = ['apps.uninstall', 'oauth.v2.exchange'].find((name) => server.calls(`/api/${name}`) > 0);
      if (harmful !== undefined) throw new Error(`${harmful} was called, which does damage where a token is ours`);
    },
    endpoints: { ...Object.fromEntries(at), issuer: server.url },
    client: { ...clients[0], redirectUri: clients[0].redirectUris[0] ?? '' },
    accounts: { member: account(member), unverified: account(unverified) },
    paths: { token: mode.paths.token, proof: Object.values(mode.userinfo) },
    clients,
    users,
    settings,
    mint,
    remove: (grant) => removeTokens(state, grantOf(grant)),
    idToken: (accessToken, claims) => sign(accessToken, member, claims),
    walk: walkAuthorizePage,
    authorize: (url, who) => walkAuthorizePage(url, { user: who === 'unverified' ? unverified : member }),
    revoke: async (token) => void state.tokens.set(token, { ...grantOf(), ...state.tokens.get(token), revoked: true }),
    token: async ({ account: who, client, state: how = 'good', kind = 'access' } = {}) => {
      if (kind === 'machine') return undefined;
      const user = who === 'unverified' ? unverified : member;
      const { accessToken, refreshToken } = mint({ user, client: client === 'other' ? clients[1] : clients[0] });
      if (kind === 'refresh') return refreshToken ?? `xoxe-1-${state.nextId(48)}`;
      if (kind === 'id') return sign(accessToken, user);
      const token = state.tokens.get(accessToken);
      const ended = { revoked: how === 'revoked', ...(how === 'expired' ? { expiresAt: clock.now() } : {}) };
      if (token !== undefined && how !== 'good') state.tokens.set(accessToken, { ...token, ...ended });
      return accessToken;
    },
  };
}

function toAccount(subject: string, user: SlackUser | undefined, isSignIn: boolean): FakeAccount {
  const { handle, email, name, emailVerified = false } = user ?? {};
  return { subject, email, name, emailVerified: isSignIn && emailVerified, ...(isSignIn ? {} : { username: handle }) };
}
