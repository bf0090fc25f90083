import { createHash } from 'node:crypto';
import { type Answer, type Call, json, type Routes } from '@bearerkit/testkit';
import { deviceGrant } from './device.ts';
import type { GithubClient, GithubState, Grant } from './state.ts';
import { endToken, issueTokens, liveToken, refreshLife } from './tokens.ts';

type Fields = Readonly<Record<string, string>>;
type Body = Readonly<Record<string, string | number>>;

/** The token endpoint: all answers have status 200, form-encoded unless JSON is asked for. */
export function tokenRoutes(state: GithubState): Routes {
  return { 'POST /login/oauth/access_token': (call) => encoded(call, answer(state, fieldsOf(call))) };
}

/** Fields of a form or of a JSON object. */
export const fieldsOf = ({ form, json: body }: Call): Fields =>
  typeof body === 'object' ? (body as Fields) : Object.fromEntries(form);

/** An answer in the format that was asked for. */
export function encoded({ headers }: Call, body: Body): Answer {
  if (/\bjson\b/.test(headers.accept ?? '')) return json(body);
  const pairs = Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]);
  const type = 'application/x-www-form-urlencoded; charset=utf-8';
  return { headers: { 'content-type': type }, body: new URLSearchParams(pairs).toString() };
}

/** One of GitHub's own errors. */
export const refuse = (error: string, error_description = `The request failed: ${error}.`): Body => ({
  error,
  error_description,
  error_uri: 'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/',
});

function answer(state: GithubState, fields: Fields): Body {
  const client = state.clients.find(({ id }) => id === fields.client_id);
  const { grant_type: type } = fields;
  if (type === 'urn:ietf:params:oauth:grant-type:device_code') return deviceGrant(state, client, fields);
  if (client === undefined || client.secret !== fields.client_secret) {
    return refuse('incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.');
  }
  if (type === 'refresh_token') return refreshGrant(state, client, fields);
  return type === undefined || type === 'authorization_code'
    ? codeGrant(state, client, fields)
    : refuse('unsupported_grant_type');
}

function codeGrant(state: GithubState, client: GithubClient, fields: Fields): Body {
  const code = state.codes.get(fields.code ?? '');
  const refused = refuse('bad_verification_code', 'The code passed is incorrect or expired.');
  if (code === undefined || code.client !== client.id || code.expiresAt <= state.clock.now()) return refused;
  if ((fields.redirect_uri ?? code.redirectUri) !== code.redirectUri) return refuse('redirect_uri_mismatch');
  const { challenge } = code;
  const made = createHash('sha256')
    .update(fields.code_verifier ?? '')
    .digest('base64url');
  if (challenge !== undefined && challenge !== made) return refused;
  state.codes.delete(fields.code ?? '');
  return grantTokens(state, code);
}

/** A refresh ends both old tokens at once. */
function refreshGrant(state: GithubState, client: GithubClient, { refresh_token: text = '' }: Fields): Body {
  const token = text.startsWith('ghr_') ? liveToken(state, text) : undefined;
  if (token === undefined || token.client !== client.id) {
    return refuse('bad_refresh_token', 'The refresh token passed is incorrect or expired.');
  }
  endToken(state, text);
  return grantTokens(state, token, true);
}

/** Issues what a grant is worth, as the token endpoint says it. @param expires @default as settings and scopes say */
export function grantTokens(state: GithubState, { client, account, scopes }: Grant, expires?: boolean): Body {
  const { settings } = state;
  const isOffline = scopes.includes('offline_access') && settings.product === 'github.com';
  const granted = settings.application === 'github-app' ? [] : impliedDropped(scopes);
  const grant = { client, account, scopes: granted };
  const { accessToken, refreshToken } = issueTokens(state, grant, expires ?? (settings.tokensExpire || isOffline));
  return {
    access_token: accessToken,
    ...(refreshToken === undefined
      ? {}
      : { expires_in: 28_800, refresh_token: refreshToken, refresh_token_expires_in: refreshLife / 1000 }),
    scope: granted.join(','),
    token_type: 'bearer',
  };
}

/** `user` includes `user:email`; `offline_access` is never listed. */
const impliedDropped = (scopes: readonly string[]) =>
  scopes.filter(
    (scope) => scope !== 'offline_access' && !(scope.includes(':') && scopes.includes(scope.split(':')[0] ?? '')),
  );
