import { type Answer, json, type Routes } from '@bearerkit/testkit';
import { atServer, clientOf, isClient, refuse } from './caller.ts';
import type { OktaServer, OktaState } from './state.ts';

const inactive = json({ active: false });

/** Introspection and revocation at each server. Any application of the org may ask, about tokens of every kind. */
export function introspectRoutes(state: OktaState): Routes {
  const introspect = atServer(state, (server, call) => {
    const client = clientOf(state, call);
    if (!isClient(client)) return client;
    const text = call.form.get('token');
    return text === null ? refuse('invalid_request', 'token is required') : about(state, server, text);
  });
  const revoke = atServer(state, (_server, call) => {
    const client = clientOf(state, call);
    if (!isClient(client)) return client;
    const text = call.form.get('token') ?? '';
    const token = state.tokens.get(text);
    if (token?.client === client.id) revokeToken(state, text);
    return { status: 200 };
  });
  return {
    'POST /oauth2/v1/introspect': introspect,
    'POST /oauth2/:server/v1/introspect': introspect,
    'POST /oauth2/v1/revoke': revoke,
    'POST /oauth2/:server/v1/revoke': revoke,
  };
}

/** Kills a token; a refresh token takes the access tokens of its sign-in along. */
export function revokeToken({ tokens }: OktaState, text: string): void {
  const token = tokens.get(text);
  tokens.delete(text);
  if (token?.kind !== 'refresh') return;
  for (const [other, { family }] of tokens) if (family === token.family) tokens.delete(other);
}

/** A refresh token's answer lacks `aud`, `iss`, `jti` and `uid`. */
function about(state: OktaState, server: OktaServer, text: string): Answer {
  const token = state.tokens.get(text);
  const isAlive = token !== undefined && token.expiresAt > state.clock.now() && token.server === server.id;
  if (!isAlive) return inactive;
  const { kind, client, user, scopes, claims } = token;
  const username = state.users.get(user ?? '')?.login;
  const { scp: _, cid: __, ver: ___, ...rest } = claims;
  const more = kind === 'refresh' ? { exp: token.expiresAt / 1000, sub: username } : { ...rest };
  const common = { active: true, token_type: 'Bearer', scope: scopes.join(' '), client_id: client, username };
  return json({ ...common, ...more });
}
