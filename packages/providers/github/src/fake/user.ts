import { type Answer, type Call, json, type Routes } from '@bearerkit/testkit';
import type { GithubAccount } from './accounts.ts';
import { problem, withToken } from './rest.ts';
import type { GithubState, Token } from './state.ts';

/** What the REST API says of the account behind a token. It takes the tokens of any application. */
export function userRoutes(state: GithubState): Routes {
  const about = (answer: (account: GithubAccount, token: Token, call: Call) => Answer) =>
    withToken(state, (token, call) => {
      const account = state.accounts.get(token.account);
      return account === undefined ? problem(401, 'Bad credentials') : answer(account, token, call);
    });
  const forbidden = () => problem(403, 'You need at least read:org scope or user scope to list your organizations');
  const seesOrganizations = ({ scopes }: Token) => scopes.some((scope) => scope === 'user' || scope === 'read:org');
  return {
    'GET /user': about((account) => json(accountDocument(account))),
    'GET /user/emails': about(({ emails }, token, call) => {
      const granted = token.scopes.some((scope) => scope === 'user' || scope === 'user:email');
      const isApp = state.settings.application === 'github-app';
      if (!granted && !isApp) return problem(404, 'Not Found');
      return page(call, state.settings.emailsAsStrings ? emails.map(({ email }) => email) : emails);
    }),
    'GET /user/orgs': about((account, token, call) => {
      if (token.client === undefined && token.scopes.length === 0) return json([]);
      if (!seesOrganizations(token)) return forbidden();
      return page(
        call,
        activeOf(account).map(({ organization }) => organization),
      );
    }),
    'GET /user/memberships/orgs': about(({ memberships }, token, call) => {
      if (token.client === undefined && token.scopes.length === 0) return json([]);
      return seesOrganizations(token) ? page(call, memberships) : forbidden();
    }),
    'GET /user/teams': about(({ teams }, token, call) =>
      seesOrganizations(token) ? page(call, teams) : problem(404, 'Not Found'),
    ),
  };
}

const activeOf = ({ memberships }: GithubAccount) => memberships.filter(({ state }) => state === 'active');

/** A page of a list: 30 items unless more are asked for, 100 at most. */
function page({ query }: Call, items: readonly unknown[]): Answer {
  const size = Math.min(Number(query.get('per_page') ?? 30), 100);
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  return json(items.slice(start, start + size));
}

/** The members that `/user` and the check of a token have in common. */
export function accountSummary({ id, login, type }: GithubAccount): Readonly<Record<string, unknown>> {
  return {
    login,
    id,
    node_id: Buffer.from(`04:User${id}`).toString('base64'),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: '',
    url: `https://api.github.com/users/${login}`,
    html_url: `https://github.com/${login}`,
    type,
    site_admin: false,
  };
}

const accountDocument = (account: GithubAccount) => ({
  ...accountSummary(account),
  name: account.name,
  company: null,
  blog: '',
  location: null,
  email: account.publicEmail,
  hireable: null,
  bio: null,
  twitter_username: null,
  public_repos: 2,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: '2018-04-01T22:15:11Z',
  updated_at: '2026-04-01T22:15:11Z',
  user_view_type: 'private',
});
