import { type Answer, bearerToken, type Call, type Routes } from '@bearerkit/testkit';
import { done, failed } from './answers.ts';
import { authTest, botDocument, identity, profileDocument, userDocument, userInfo } from './documents.ts';
import type { SlackFamily, SlackState, Token } from './state.ts';
import type { SlackUser } from './users.ts';

/** A token that is alive, and who is behind it. */
export interface Caller {
  readonly text: string;
  readonly token: Token;
  readonly user: SlackUser;
  readonly call: Call;
}

/** What a method wants of a token. */
interface Demands {
  readonly families: readonly SlackFamily[];
  readonly scope?: string | undefined;
}

/** The methods about a token and who it stands for. None of them asks whose app the token is. */
export function webApiRoutes(state: SlackState): Routes {
  const method = (demands: Demands, run: (caller: Caller) => Answer) => (call: Call) =>
    answer(state, call, demands, run);
  const routes = (name: string, demands: Demands, run: (caller: Caller) => Answer): Routes => {
    const handler = method(demands, run);
    return { [`GET /api/${name}`]: handler, [`POST /api/${name}`]: handler };
  };
  const users = { families: ['user', 'bot'] } as const;
  const document = (of: (caller: Caller) => Readonly<Record<string, unknown>>) => (caller: Caller) =>
    done(of(caller), caller.token.scopes);
  return {
    ...routes('openid.connect.userInfo', { families: ['oidc'], scope: 'openid' }, document(userInfo)),
    ...routes('auth.test', { families: ['user', 'bot', 'app'] }, document(authTest(state))),
    ...routes('users.profile.get', { ...users, scope: 'users.profile:read' }, document(profileDocument)),
    ...routes('users.info', { ...users, scope: 'users:read' }, (caller) => userDocument(state, caller)),
    ...routes('users.identity', { families: ['oidc', 'user'], scope: 'identity.basic' }, document(identity)),
    ...routes('bots.info', { ...users, scope: 'users:read' }, document(botDocument(state))),
    ...routes('auth.revoke', { families: ['oidc', 'user', 'bot', 'app'] }, (caller) => revoke(state, caller)),
    ...routes('apps.uninstall', { families: ['user', 'bot'] }, harmful),
    ...routes('oauth.v2.exchange', { families: ['user', 'bot'] }, harmful),
  };
}

function answer(state: SlackState, call: Call, demands: Demands, run: (caller: Caller) => Answer): Answer {
  const text = bearerToken(call.headers.authorization) ?? call.form.get('token');
  if (text === null) return failed('not_authed');
  const token = state.tokens.get(text);
  const user = state.users.get(token?.user ?? '');
  if (token === undefined || user === undefined) return failed('invalid_auth');
  if (token.revoked === true) return failed('token_revoked');
  if ((token.expiresAt ?? Number.POSITIVE_INFINITY) <= state.clock.now()) return failed('token_expired');
  if (user.deleted) return failed('account_inactive');
  const { families, scope } = demands;
  if (!families.includes(token.family))
    return failed(token.family === 'oidc' ? 'invalid_auth' : 'not_allowed_token_type');
  const provided = token.scopes.join(',');
  const lacks = scope !== undefined && !token.scopes.includes(scope);
  return lacks ? failed('missing_scope', { needed: scope, provided }) : run({ text, token, user, call });
}

/** `test=1` changes nothing. */
function revoke(state: SlackState, { text, token, call }: Caller): Answer {
  const isTest = (call.form.get('test') ?? call.query.get('test')) === '1';
  if (!isTest) state.tokens.set(text, { ...token, revoked: true });
  return done({ revoked: !isTest });
}

/** These compare the app, and then uninstall it or convert the token: `stop` of the fake reports whoever asked. */
const harmful = (): Answer => failed('client_id_token_mismatch');
