import { createHash } from 'node:crypto';
import { type Answer, basicCredentials, type Call, json, type Routes } from '@bearerkit/testkit';
import type { GoogleState } from './state.ts';
import { issueRefresh, tokenDocument } from './tokens.ts';

/** The token endpoint: codes, and refresh tokens that are never rotated. */
export function tokenRoutes(state: GoogleState, issuer: () => string): Routes {
  return { 'POST /token': (call) => answer(state, issuer(), call) };
}

const refuse = (error: string, error_description: string, status = 400): Answer =>
  json({ error, error_description }, { status });

function answer(state: GoogleState, issuer: string, { form, headers }: Call): Answer {
  const basic = basicCredentials(headers.authorization);
  const [id, secret] = [basic?.id ?? form.get('client_id'), basic?.secret ?? form.get('client_secret')];
  const client = state.clients.find((one) => one.id === id);
  if (state.settings.clientDeleted) return refuse('deleted_client', 'The OAuth client was deleted.', 401);
  if (client === undefined) return refuse('invalid_client', 'The OAuth client was not found.', 401);
  if (client.secret !== secret) return refuse('invalid_client', 'Unauthorized', 401);
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return codeGrant(state, issuer, client.id, form);
    case 'refresh_token':
      return refreshGrant(state, issuer, client.id, form.get('refresh_token') ?? '');
    default:
      return refuse('unsupported_grant_type', 'Invalid grant_type');
  }
}

function codeGrant(state: GoogleState, issuer: string, client: string, form: URLSearchParams): Answer {
  const found = state.codes.get(form.get('code') ?? '');
  state.codes.delete(form.get('code') ?? '');
  if (found === undefined || found.client !== client) return refuse('invalid_grant', 'Malformed auth code.');
  if (found.redirectUri !== form.get('redirect_uri')) return refuse('redirect_uri_mismatch', 'Bad Request');
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (found.challenge !== undefined && found.challenge !== challenge)
    return refuse('invalid_grant', 'Invalid code verifier.');
  const refresh = found.isOffline ? issueRefresh(state, found) : undefined;
  return json({ ...tokenDocument(state, issuer, found, refresh, found.nonce), refresh_token: refresh });
}

function refreshGrant(state: GoogleState, issuer: string, client: string, token: string): Answer {
  const found = state.refreshTokens.get(token);
  const isLive = found !== undefined && (found.expiresAt ?? Number.POSITIVE_INFINITY) > state.clock.now();
  if (isLive && found.client === client) return json(tokenDocument(state, issuer, found, token));
  const text = state.refused.has(token) ? 'Bad Request' : 'Token has been expired or revoked.';
  state.refused.add(token);
  return refuse('invalid_grant', text);
}
