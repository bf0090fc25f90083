import { createHash } from 'node:crypto';
import { type Answer, basicCredentials, type Call, json, type Routes } from '@bearerkit/testkit';
import { failed } from './answers.ts';
import type { SlackClient } from './clients.ts';
import { idToken } from './id-token.ts';
import type { Code, Grant, SlackState } from './state.ts';
import { issueTokens, type SlackTokens } from './tokens.ts';

/** The methods that exchange codes and refresh tokens; whatever they refuse is HTTP 200. */
export function tokenRoutes(state: SlackState, issuer: () => string): Routes {
  const method = (page: Code['page']) => (call: Call) => grant({ state, page, issuer: issuer() }, call);
  return { 'POST /api/openid.connect.token': method('oidc'), 'POST /api/oauth.v2.access': method('oauth-v2') };
}

interface Method {
  readonly state: SlackState;
  readonly page: Code['page'];
  readonly issuer: string;
}

function grant(method: Method, { form, headers }: Call): Answer {
  const { clients } = method.state;
  const basic = basicCredentials(headers.authorization);
  const [id, secret] = [basic?.id ?? form.get('client_id'), basic?.secret ?? form.get('client_secret')];
  const client = clients.find((one) => one.id === id);
  if (client === undefined) return failed('invalid_client_id');
  if (client.secret !== secret) return failed('bad_client_secret');
  switch (form.get('grant_type') ?? 'authorization_code') {
    case 'authorization_code':
      return exchange(method, client, form);
    case 'refresh_token':
      return refresh(method, client, form.get('refresh_token') ?? '');
    default:
      return failed('invalid_grant_type');
  }
}

function exchange({ state, page, issuer }: Method, client: SlackClient, form: URLSearchParams): Answer {
  const text = form.get('code') ?? '';
  const code = state.codes.get(text);
  if (code === undefined || code.client !== client.id || code.expiresAt <= state.clock.now()) {
    return failed('invalid_code');
  }
  if (code.page !== page) return failed('oauth_authorization_url_mismatch');
  if (form.get('redirect_uri') !== code.redirectUri) return failed('bad_redirect_uri');
  const verifier = form.get('code_verifier');
  if (!state.settings.pkce && (verifier !== null || code.challenge !== null)) return failed('pkce_not_allowed');
  const hashed = verifier === null ? null : createHash('sha256').update(verifier).digest('base64url');
  if (code.challenge !== hashed) return failed('invalid_code_verifier');
  state.codes.delete(text);
  const { user, nonce, userScopes, botScopes } = code;
  const common = { client: client.id, user };
  const scoped = { ...common, scopes: userScopes };
  if (page === 'oidc') return json(signInAnswer(state, { ...scoped, family: 'oidc' }, issuer, nonce));
  const bot = botScopes.length > 0 ? issueTokens(state, { ...common, family: 'bot', scopes: botScopes }) : undefined;
  const own = userScopes.length > 0 ? issueTokens(state, { ...scoped, family: 'user' }) : undefined;
  const { id, team, enterprise } = state.users.get(user) ?? {};
  return json({
    ok: true,
    app_id: client.app,
    authed_user: { id, ...(own && { scope: userScopes.join(','), token_type: 'user', ...wire(own) }) },
    ...(bot && { scope: botScopes.join(','), token_type: 'bot', bot_user_id: 'U0BOT', ...wire(bot) }),
    team: { id: team, name: 'Example Workspace' },
    enterprise: enterprise === undefined ? null : { id: enterprise, name: 'Example Organisation' },
    is_enterprise_install: false,
  });
}

/** A refresh token works once; the answer is flat, for users as for bots. */
function refresh({ state, page, issuer }: Method, client: SlackClient, text: string): Answer {
  const found = state.refreshTokens.get(text);
  if (found === undefined || found.client !== client.id) return failed('invalid_refresh_token');
  state.refreshTokens.delete(text);
  if (page === 'oidc') return json(signInAnswer(state, found, issuer, null));
  const { id, team } = state.users.get(found.user) ?? {};
  return json({
    ok: true,
    app_id: client.app,
    ...{ scope: found.scopes.join(','), token_type: found.family, user_id: id, team: { id: team } },
    ...wire(issueTokens(state, found)),
  });
}

function signInAnswer(state: SlackState, granted: Grant, issuer: string, nonce: string | null): object {
  const tokens = issueTokens(state, granted);
  const { client, user } = granted;
  const id_token = idToken(state, { issuer, client, user, nonce, accessToken: tokens.accessToken });
  return { ok: true, token_type: 'Bearer', id_token, ...wire(tokens) };
}

const wire = ({ accessToken, refreshToken, expiresIn }: SlackTokens): object => ({
  access_token: accessToken,
  ...(refreshToken === undefined ? {} : { refresh_token: refreshToken, expires_in: expiresIn }),
});
