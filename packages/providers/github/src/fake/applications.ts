import { createHash } from 'node:crypto';
import { type Answer, basicCredentials, type Call, type Handler, json, type Routes } from '@bearerkit/testkit';
import { problem, rest } from './rest.ts';
import type { GithubClient, GithubState, Token } from './state.ts';
import { endGrant, endToken, liveToken } from './tokens.ts';
import { accountSummary } from './user.ts';

/** What an application may do with its own tokens, by HTTP Basic; all else is 404, whatever the matter is. */
export function applicationRoutes(state: GithubState): Routes {
  const path = '/applications/:client/token';
  const gone: Answer = { status: 204 };
  return {
    [`POST ${path}`]: withApplication(state, (text, token, client) => json(checked(state, text, token, client))),
    [`DELETE ${path}`]: withApplication(state, (text) => {
      endToken(state, text);
      return gone;
    }),
    'DELETE /applications/:client/grant': withApplication(state, (_text, { account }, client) => {
      endGrant(state, client.id, account);
      return gone;
    }),
    'POST /credentials/revoke': rest(({ json: body }) => {
      const { credentials = [] } = Object(body) as { readonly credentials?: readonly string[] };
      for (const text of credentials) endToken(state, text);
      return { status: 202 };
    }),
  };
}

function withApplication(
  state: GithubState,
  handler: (text: string, token: Token, client: GithubClient) => Answer,
): Handler {
  return rest((call) => {
    const basic = basicCredentials(call.headers.authorization);
    const client = state.clients.find(({ id }) => id === basic?.id);
    if (basic === undefined || client === undefined) return problem(404, 'Not Found');
    if (client.secret !== basic.secret) return problem(401, 'Bad credentials');
    const spent = (state.spent.get(client.id) ?? 0) + 1;
    const left = state.settings.quota - spent;
    if (left >= 0) state.spent.set(client.id, spent);
    const answer =
      left < 0 ? problem(403, 'API rate limit exceeded for your application.') : about(state, call, client, handler);
    return { ...answer, headers: { ...answer.headers, ...limitHeaders(state, Math.max(left, 0)) } };
  });
}

function about(state: GithubState, call: Call, client: GithubClient, handler: Parameters<typeof withApplication>[1]) {
  const { access_token: text } = Object(call.json) as { readonly access_token?: unknown };
  if (typeof text !== 'string') return problem(422, 'Validation Failed');
  const token = /^gh[ou]_/.test(text) ? liveToken(state, text) : undefined;
  const isOurs = call.params.client === client.id && token?.client === client.id;
  return token !== undefined && isOurs ? handler(text, token, client) : problem(404, 'Not Found');
}

const limitHeaders = ({ settings, clock }: GithubState, left: number) => ({
  'x-ratelimit-limit': String(settings.quota),
  'x-ratelimit-remaining': String(left),
  'x-ratelimit-reset': String(Math.ceil(clock.now() / 1000) + 3600),
});

const iso = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d+/, '');

function checked({ accounts }: GithubState, text: string, token: Token, client: GithubClient): object {
  const account = accounts.get(token.account);
  return {
    id: token.id,
    url: `https://api.github.com/authorizations/${token.id}`,
    app: { name: client.name, url: new URL(client.redirectUri).origin, client_id: client.id },
    token: text,
    hashed_token: createHash('sha256').update(text).digest('hex'),
    token_last_eight: text.slice(-8),
    note: null,
    note_url: null,
    created_at: iso(token.createdAt),
    updated_at: iso(token.createdAt),
    scopes: token.scopes,
    fingerprint: null,
    expires_at: token.expiresAt === undefined ? null : iso(token.expiresAt),
    installation: null,
    user: account === undefined ? null : accountSummary(account),
  };
}
