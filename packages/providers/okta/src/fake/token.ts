import { createHash } from 'node:crypto';
import { type Answer, type Call, json, type Routes } from '@bearerkit/testkit';
import { atServer, clientOf, isClient, refuse } from './caller.ts';
import type { OktaClient } from './clients.ts';
import type { Grant, OktaServer, OktaState } from './state.ts';
import { issueRefresh, issueTokens } from './tokens.ts';

/** The token endpoint of each server. */
export function tokenRoutes(state: OktaState): Routes {
  const answer = atServer(state, (server, call) => {
    const client = clientOf(state, call);
    if (!isClient(client)) return client;
    if (state.settings.dpop) return refuse('invalid_dpop_proof', 'The DPoP proof JWT header is missing.');
    return grant(state, server, client, call.form);
  });
  return { 'POST /oauth2/v1/token': answer, 'POST /oauth2/:server/v1/token': answer };
}

function grant(state: OktaState, server: OktaServer, client: OktaClient, form: Call['form']): Answer {
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return codeGrant(state, server, client, form);
    case 'refresh_token':
      return refreshGrant(state, server, client, form);
    case 'client_credentials':
      return machineGrant(state, server, client, form);
    default:
      return refuse('unsupported_grant_type', 'The authorization grant type is not supported.');
  }
}

function codeGrant(state: OktaState, server: OktaServer, client: OktaClient, form: Call['form']): Answer {
  const text = form.get('code') ?? '';
  const code = state.codes.get(text);
  const isAlive = code !== undefined && code.expiresAt > state.clock.now() && code.server === server.id;
  if (!isAlive) return refuse('invalid_grant', 'The authorization code is invalid or has expired.');
  if (code.client !== client.id) return refuse('invalid_grant', 'The grant was issued to another client.');
  const verified =
    createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url') === code.challenge;
  if (!verified || form.get('redirect_uri') !== code.redirectUri) return refuse('invalid_grant', 'PKCE failed.');
  state.codes.delete(text);
  return answer(state, code);
}

function refreshGrant(state: OktaState, server: OktaServer, client: OktaClient, form: Call['form']): Answer {
  const { settings, clock, tokens } = state;
  const text = form.get('refresh_token') ?? '';
  const token = tokens.get(text);
  const isOurs = token?.kind === 'refresh' && token.client === client.id && token.server === server.id;
  if (!isOurs || token.expiresAt <= clock.now()) {
    return refuse('invalid_grant', 'The refresh token is invalid or expired.');
  }
  if (settings.refresh === 'static') return answer(state, token, text);
  if (token.usedAt !== undefined && clock.now() - token.usedAt > settings.graceSeconds * 1000) {
    // Reuse after the grace: everything since the sign-in dies, access tokens too.
    for (const [other, { family }] of tokens) if (family === token.family) tokens.delete(other);
    return refuse('invalid_grant', 'The refresh token is invalid or expired.');
  }
  tokens.set(text, { ...token, usedAt: token.usedAt ?? clock.now() });
  return answer(state, token, issueRefresh(state, token, token.family));
}

function machineGrant(state: OktaState, server: OktaServer, client: OktaClient, form: Call['form']): Answer {
  const scopes = (form.get('scope') ?? '').split(' ').filter(Boolean);
  if (scopes.includes('openid')) {
    return refuse('invalid_scope', "Cannot request 'openid' scopes using client credentials");
  }
  return answer(state, { server: server.id, client: client.id, scopes });
}

function answer(state: OktaState, grant: Grant & { readonly family?: string }, refreshToken?: string): Answer {
  const { policy, tooManyGroups } = state.settings;
  if (!policy) {
    return refuse(
      'access_denied',
      'Policy evaluation failed for this request, please check the policy configurations.',
    );
  }
  if (tooManyGroups) return refuse('invalid_request', 'The groups claim matches more than 100 groups.');
  const { server, client, user, scopes } = grant;
  const family = grant.family ?? state.nextId(16);
  const asked = refreshToken === undefined ? scopes : scopes.filter((scope) => scope !== 'offline_access');
  const issued = issueTokens(state, { server, client, user, scopes: asked }, family);
  const body = {
    access_token: issued.accessToken,
    token_type: 'Bearer',
    expires_in: 3600,
    scope: scopes.join(' '),
    refresh_token: refreshToken ?? issued.refreshToken,
    id_token: issued.idToken,
  };
  return json(body, { headers: { 'cache-control': 'no-cache, no-store' } });
}
