import { createHash } from 'node:crypto';
import { type Answer, type Call, json, type Routes } from '@bearerkit/testkit';
import { clientOf, isClient, refuse } from './caller.ts';
import type { CognitoClient } from './clients.ts';
import { type Code, type CognitoState, customScopes, type Grant } from './state.ts';
import { issueAccess, issueId, issueRefresh } from './tokens.ts';

/** The token and revoke endpoints. */
export function tokenRoutes(state: CognitoState): Routes {
  const known = (run: (client: CognitoClient, form: Call['form']) => Answer) => (call: Call) => {
    const client = clientOf(state, call);
    return isClient(client) ? run(client, call.form) : client;
  };
  return {
    'POST /oauth2/token': known((client, form) => grant(state, client, form)),
    'POST /oauth2/revoke': known((_client, form) => revoke(state, form.get('token'))),
  };
}

/** Kills a session: what Cognito's own endpoints take. Signed tokens verify on until they expire. */
export function endSession({ tokens }: CognitoState, session: string): void {
  for (const [text, token] of tokens) if (token.session === session) tokens.delete(text);
}

function revoke(state: CognitoState, text: string | null): Answer {
  if (text === null) return refuse('invalid_request');
  const token = state.tokens.get(text);
  if (token?.kind === 'access') return refuse('unsupported_token_type');
  if (token !== undefined) endSession(state, token.session);
  return { status: 200 };
}

function grant(state: CognitoState, client: CognitoClient, form: Call['form']): Answer {
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return codeGrant(state, client, form);
    case 'refresh_token':
      return refreshGrant(state, client, form);
    case 'client_credentials': {
      const asked = (form.get('scope') ?? '').split(' ').filter(Boolean);
      const scopes = asked.length === 0 ? customScopes : asked;
      if (!scopes.every((scope) => customScopes.includes(scope))) return refuse('invalid_grant');
      return answer({ access_token: issueAccess(state, { client: client.id, scopes }) });
    }
    default:
      return refuse('unsupported_grant_type');
  }
}

function codeGrant(state: CognitoState, client: CognitoClient, form: Call['form']): Answer {
  const text = form.get('code') ?? '';
  const code = state.codes.get(text);
  state.codes.delete(text);
  const isOurs = code?.client === client.id && code.redirectUri === form.get('redirect_uri');
  if (!isOurs || code.expiresAt <= state.clock.now() || !verifies(code, form)) return refuse('invalid_grant');
  if (!state.settings.attributesReadable) return refuse('invalid_grant');
  const session = state.nextId(32);
  return answer({
    ...signedTokens(state, code, session, code.nonce),
    refresh_token: issueRefresh(state, code, session),
  });
}

function refreshGrant(state: CognitoState, client: CognitoClient, form: Call['form']): Answer {
  const { clock, settings, tokens } = state;
  const text = form.get('refresh_token') ?? '';
  const token = tokens.get(text);
  const isOurs = token?.kind === 'refresh' && token.client === client.id && token.expiresAt > clock.now();
  const isSpent = token?.usedAt !== undefined && clock.now() - token.usedAt > settings.graceSeconds * 1000;
  if (!isOurs || isSpent) return refuse('invalid_grant');
  const { session, usedAt } = token;
  const signed = signedTokens(state, token, session);
  if (!settings.rotateRefresh) return answer(signed);
  tokens.set(text, { ...token, usedAt: usedAt ?? clock.now() });
  return answer({ ...signed, refresh_token: issueRefresh(state, token, session) });
}

function signedTokens(state: CognitoState, grant: Grant, session: string, nonce?: string) {
  const accessToken = issueAccess(state, grant, {}, session);
  const more = nonce === undefined ? {} : { claims: { nonce } };
  const idToken = grant.scopes.includes('openid') ? issueId(state, grant, accessToken, more, session) : undefined;
  return { access_token: accessToken, id_token: idToken };
}

/** There is no `scope` in it. */
const answer = (tokens: object): Answer => json({ ...tokens, token_type: 'Bearer', expires_in: 3600 });

function verifies({ challenge }: Code, form: Call['form']): boolean {
  const verifier = form.get('code_verifier') ?? '';
  return challenge === undefined || createHash('sha256').update(verifier).digest('base64url') === challenge;
}
