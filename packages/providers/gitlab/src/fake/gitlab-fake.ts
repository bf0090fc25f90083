import { createFakeServer, type FakeServer, type FakeTokenRequest, type ProviderFake } from '@bearerkit/testkit';
import { apiRoutes } from './api.ts';
import { authorizeRoutes } from './authorize.ts';
import { discoveryRoutes, signIdToken, signJobToken } from './id-tokens.ts';
import { openidRoutes } from './openid.ts';
import type { GitlabFakeOptions } from './options.ts';
import type { GitlabFakeSettings } from './settings.ts';
import {
  type AccessToken,
  createState,
  type GitlabApplications,
  type GitlabState,
  type PersonalToken,
} from './state.ts';
import { tokenRoutes } from './token.ts';
import { tokenInfoRoutes } from './token-info.ts';
import { issue } from './tokens.ts';
import type { GitlabUser, GitlabUsers } from './users.ts';
import { walkAuthorizePage } from './walk.ts';

/** Whom an access token of the fake stands for. */
export interface GitlabGrant {
  /** @default 1001; `null` for nobody, as by client credentials */
  readonly user?: number | null | undefined;
  /** @default that under test; `null` for the password grant without a client */
  readonly application?: string | null | undefined;
  /** @default openid email read_user */
  readonly scopes?: readonly string[] | undefined;
}

/** A local GitLab. */
export interface GitlabFake extends ProviderFake, Pick<FakeServer, 'restart'> {
  /** The external URL: the option `baseUrl` of a self-managed instance. */
  readonly baseUrl: string;
  /** The application under test, and one of somebody else. */
  readonly applications: GitlabApplications;
  readonly users: GitlabUsers;
  /** Change them at any time. */
  readonly settings: GitlabFakeSettings;
  /** The path of an endpoint, for `calls` and `fail`. */
  path(endpoint: string): string;
  /** Issues an access token without a login. */
  mint(grant?: GitlabGrant): AccessToken;
  /** Makes a personal access token; of user 1003 it is that of a project. @default a good one of user 1001 */
  personalToken(token?: Partial<PersonalToken>): string;
  /** Signs the ID token of a CI job of project 20 in namespace 10. */
  jobToken(claims: Readonly<Record<string, unknown>>): string;
  /** Walks the sign-in page of an authorize URL; gives the URL that the browser is sent back to. */
  authorize(url: string, account?: FakeTokenRequest['account'], decision?: 'allow' | 'decline'): Promise<string>;
}

/**
 * Starts a local GitLab on 127.0.0.1, with two applications and three users.
 *
 * @example
 * const fake = await createGitlabFake({ root: '/gitlab' });
 * const { text } = fake.mint();
 */
export async function createGitlabFake(options: GitlabFakeOptions = {}): Promise<GitlabFake> {
  const state = createState(options);
  const { clock, applications, users, settings, personalTokens, nextId, root } = state;
  const routes = {
    ...authorizeRoutes(state),
    ...tokenRoutes(state),
    ...tokenInfoRoutes(state),
    ...apiRoutes(state),
    ...openidRoutes(state),
    ...discoveryRoutes(state),
  };
  const server = await createFakeServer({ routes, clock, port: options.port });
  const baseUrl = server.url + root;
  state.issuer = options.issuer ?? baseUrl;
  const endpoints = endpointsAt(baseUrl, state.issuer);
  const path = (endpoint: string) => new URL(endpoints[endpoint] ?? baseUrl).pathname;
  const mint = ({ user = 1001, application = applications[0].id, scopes = usual }: GitlabGrant = {}) =>
    issue(state, { user, application, scopes });
  return {
    ...server,
    baseUrl,
    endpoints,
    client: applications[0],
    accounts: accounts(users),
    paths: { token: path('token'), proof: [path('tokenInfo'), path('userinfo')] },
    applications,
    users,
    settings,
    path,
    mint,
    token: async (request = {}) => requested(state, mint, request),
    personalToken: (token = {}) => {
      const text = token.text ?? `glpat-${nextId(20)}`;
      personalTokens.set(text, { text, user: 1001, scopes: ['read_user'], expiresAt: null, revoked: false, ...token });
      return text;
    },
    jobToken: (claims) => signJobToken(state, claims),
    authorize: (url, account, decision = 'allow') => walkAuthorizePage(url, userOf(account), decision),
    scopes: usual,
  };
}

const userOf = (account: FakeTokenRequest['account'] = 'member') => (account === 'member' ? 1001 : 1002);

const usual = ['openid', 'email', 'read_user'];

/** What the contract of providers asks for. */
function requested(
  state: GitlabState,
  mint: (grant: GitlabGrant) => AccessToken,
  { account, client = 'ours', state: wanted = 'good', kind = 'access' }: FakeTokenRequest,
): string | undefined {
  const application = state.applications[client === 'ours' ? 0 : 1].id;
  const user = userOf(account);
  const person = state.users.get(user);
  if (kind === 'id' && person !== undefined) return signIdToken(state, person, application);
  const token = mint({ user: kind === 'machine' ? null : user, application });
  token.revoked = wanted === 'revoked';
  if (wanted === 'expired') token.expiresAt = state.clock.now() - 60_000;
  return kind === 'refresh' ? token.refreshToken : token.text;
}

function accounts(users: GitlabUsers): ProviderFake['accounts'] {
  const account = (id: number) => {
    const { username, email, name, confirmedAt } = users.get(id) as GitlabUser;
    return { subject: String(id), username, email, emailVerified: confirmedAt !== null, name };
  };
  return { member: account(1001), unverified: account(1002) };
}

function endpointsAt(baseUrl: string, issuer: string): Readonly<Record<string, string>> {
  return {
    issuer,
    authorize: `${baseUrl}/oauth/authorize`,
    token: `${baseUrl}/oauth/token`,
    revoke: `${baseUrl}/oauth/revoke`,
    introspect: `${baseUrl}/oauth/introspect`,
    jwks: `${baseUrl}/oauth/discovery/keys`,
    tokenInfo: `${baseUrl}/oauth/token/info`,
    personalToken: `${baseUrl}/api/v4/personal_access_tokens/self`,
    userinfo: `${baseUrl}/api/v4/user`,
    groups: `${baseUrl}/oauth/userinfo`,
  };
}
