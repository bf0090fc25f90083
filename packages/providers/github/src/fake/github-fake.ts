import { createFakeServer, type FakeServer, type ProviderFake } from '@bearerkit/testkit';
import type { GithubAccount, GithubAccounts } from './accounts.ts';
import { createActions, type GithubWorkflow } from './actions.ts';
import { applicationRoutes } from './applications.ts';
import { authorizeRoutes } from './authorize.ts';
import { decideDevice, deviceRoutes } from './device.ts';
import type { GithubFakeOptions } from './options.ts';
import type { GithubFakeSettings } from './settings.ts';
import { createState, type GithubClient } from './state.ts';
import { tokenRoutes } from './token.ts';
import { endGrant, endToken, putToken } from './tokens.ts';
import { userRoutes } from './user.ts';
import { type AuthorizeChoice, walkAuthorizePage } from './walk.ts';
import { type GithubDelivery, revokedDelivery } from './webhook.ts';

type EndpointName = 'authorize' | 'token' | 'userinfo' | 'check' | 'emails' | 'memberships' | 'teams' | 'actions';

/** Which token to issue; nothing named is an access token of account 1001 for our application. */
export interface GithubGrant {
  /** @default 1001 */
  readonly account?: number | undefined;
  /** @default our application */
  readonly client?: GithubClient | undefined;
  /** @default user:email and read:org */
  readonly scopes?: readonly string[] | undefined;
  /** @default 'gho_', or 'ghu_' where the application is a GitHub App */
  readonly prefix?: 'gho_' | 'ghu_' | 'ghr_' | 'ghp_' | 'github_pat_' | 'ghs_' | undefined;
  /** Seconds from now. @default never */
  readonly lifeSec?: number | undefined;
}

/** Whom the contract of providers means. */
const idOf = { member: 1001, unverified: 1002 } as const;

/** A local GitHub. */
export interface GithubFake extends ProviderFake, Pick<FakeServer, 'restart'> {
  readonly endpoints: Readonly<Record<EndpointName, string>>;
  /** The application under test, and one of somebody else. */
  readonly clients: readonly [own: GithubClient, other: GithubClient];
  readonly people: GithubAccounts;
  /** Change them at any time. */
  readonly settings: GithubFakeSettings;
  /** Issues a token without any request. @throws RangeError for an unknown account */
  mint(grant?: GithubGrant): string;
  /** Issues an Actions ID token. */
  mintActions(workflow?: GithubWorkflow): string;
  /** Ends a token, and the refresh token that came with it. */
  end(token: string): void;
  /** Takes back what an account granted to our application; gives the webhook that tells GitHub Apps of it. */
  takeBack(account: number, webhookSecret?: string): GithubDelivery;
  /** What a person does with the user code of a device. @throws RangeError for an unknown one */
  decideDevice(userCode: string, decision: number | 'denied'): void;
  /** Walks the sign-in page as anybody, who may decline; gives the URL that the browser is sent to. */
  walk(url: string, choice?: AuthorizeChoice): Promise<string>;
}

/**
 * Starts a local GitHub on 127.0.0.1, with two applications and three accounts.
 *
 * @example
 * const fake = await createGithubFake();
 * const token = fake.mint({ account: 1002 });
 */
export async function createGithubFake(options: GithubFakeOptions = {}): Promise<GithubFake> {
  const state = createState(options);
  const { clients, accounts, settings, clock } = state;
  const url = (): string => server.url;
  const actions = createActions(state, url);
  const routes = {
    ...authorizeRoutes(state),
    ...tokenRoutes(state),
    ...deviceRoutes(state, url),
    ...applicationRoutes(state),
    ...userRoutes(state),
    ...actions.routes,
  };
  const server: FakeServer = await createFakeServer({ routes, clock, port: options.port });
  const [own, other] = clients;
  const check = `/applications/${own.id}/token`;
  const accountOf = (id: number): GithubAccount => {
    const account = accounts.get(id);
    if (account === undefined) throw new RangeError(`There is no account ${id}; use people.add`);
    return account;
  };
  const mint: GithubFake['mint'] = ({ account = 1001, client = own, scopes, prefix, lifeSec } = {}) => {
    const kind = prefix ?? (settings.application === 'github-app' ? 'ghu_' : 'gho_');
    const isPersonal = kind === 'ghp_' || kind === 'github_pat_';
    const named = scopes ?? (kind === 'gho_' || kind === 'ghp_' ? ['user:email', 'read:org'] : []);
    const grant = { client: isPersonal ? undefined : client.id, account: accountOf(account).id, scopes: named };
    const expiresAt = lifeSec === undefined ? undefined : clock.now() + lifeSec * 1000;
    return putToken(state, kind, grant, { expiresAt }, kind === 'ghr_' ? 76 : 36);
  };
  const mintActions = (workflow?: GithubWorkflow) => actions.mint(`${server.url}/actions`, workflow);
  return {
    ...server,
    endpoints: {
      authorize: `${server.url}/login/oauth/authorize`,
      token: `${server.url}/login/oauth/access_token`,
      userinfo: `${server.url}/user`,
      check: server.url + check,
      emails: `${server.url}/user/emails`,
      memberships: `${server.url}/user/memberships/orgs`,
      teams: `${server.url}/user/teams`,
      actions: `${server.url}/actions`,
    },
    clients,
    client: own,
    people: accounts,
    accounts: {
      member: {
        subject: '1001',
        username: 'member-1',
        email: 'member-1@example.com',
        emailVerified: true,
        name: 'Member 1',
        groups: ['9000001'],
      },
      unverified: { subject: '1002', username: 'member-2', emailVerified: false, name: 'Member 2', groups: [] },
    },
    paths: { token: '/login/oauth/access_token', proof: [check, '/user'] },
    settings,
    mint,
    mintActions,
    end: (token) => endToken(state, token),
    takeBack: (account, webhookSecret = 'webhook-secret') => {
      endGrant(state, own.id, account);
      return revokedDelivery(state, account, webhookSecret);
    },
    decideDevice: (userCode, decision) => decideDevice(state, userCode, decision),
    walk: walkAuthorizePage,
    authorize: (url, account = 'member') => walkAuthorizePage(url, { account: idOf[account] }),
    scopes: ['user:email', 'read:org'],
    revoke: async (token) => endToken(state, token),
    token: async ({ account = 'member', client = 'ours', state: condition = 'good', kind = 'access' } = {}) => {
      const lifeSec = condition === 'expired' ? -3600 : undefined;
      if (kind === 'id' || (kind === 'machine' && condition === 'revoked')) return undefined;
      if (kind === 'machine') return mintActions({ lifeSec, ...(client === 'ours' ? {} : { ownerId: '9000002' }) });
      const token = mint({
        account: idOf[account],
        client: client === 'ours' ? own : other,
        lifeSec,
        ...(kind === 'refresh' ? { prefix: 'ghr_' } : {}),
      });
      if (condition === 'revoked') endToken(state, token);
      return token;
    },
  };
}
