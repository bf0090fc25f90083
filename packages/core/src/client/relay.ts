import { ClientError } from '../errors/client-error.ts';
import { nowSeconds } from '../internal/clock.ts';
import { sameSecret } from '../internal/hash.ts';
import type { ClientContext } from './client.ts';
import { clientCredentials } from './client-credentials.ts';
import { exchange } from './exchange.ts';
import { isOurRefreshToken } from './mint.ts';
import { refresh } from './refresh.ts';
import { type Form, RelayRefusal, readForm } from './relay-form.ts';
import type { RelayAnswer, RelayRequest, Tokens } from './types.ts';

/**
 * The token relay: a token endpoint for clients that must not know our client secret (RFC 6749 §3.2). It adds our id
 * and secret, and remembers what it obtained before the answer leaves. The caller's own client secret is never
 * forwarded.
 */
export async function relay(shared: ClientContext, request: RelayRequest): Promise<RelayAnswer> {
  try {
    const { provider } = shared.instance;
    if (provider.relay === undefined || provider.client === undefined) throw new RelayRefusal(404, 'not_found');
    const form = readForm(request);
    if (form.clientId !== undefined && form.clientId !== provider.client.id)
      throw new RelayRefusal(401, 'invalid_client');
    return answer(200, toBody(await grant(shared, form, provider.relay.redirectUris ?? request.redirectUris)));
  } catch (error) {
    return refusal(shared, error);
  }
}

function grant(shared: ClientContext, form: Form, redirectUris: readonly string[]): Promise<Tokens> {
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const redirectUri = form.get('redirect_uri');
      if (!redirectUris.includes(redirectUri))
        throw new RelayRefusal(400, 'invalid_request', 'redirect_uri is not one of ours');
      return exchange(shared, { code: form.get('code'), redirectUri, codeVerifier: form.get('code_verifier') });
    }
    case 'refresh_token': {
      const token = form.get('refresh_token');
      if (!isOurRefreshToken(shared, token)) throw new RelayRefusal(400, 'invalid_grant', 'we did not obtain it');
      return refresh(shared, token);
    }
    case 'client_credentials':
      return ownCredentials(shared, form);
    default:
      throw new RelayRefusal(400, 'unsupported_grant_type');
  }
}

/**
 * Only for callers that hold our own client id and secret, where the provider has the grant and the operator allows it.
 */
function ownCredentials(shared: ClientContext, form: Form): Promise<Tokens> {
  const { client, grants, relay: options } = shared.instance.provider;
  if (!grants.includes('client_credentials') || options?.clientCredentials !== true) {
    throw new RelayRefusal(400, 'unsupported_grant_type');
  }
  const held = client?.secret !== undefined && form.clientSecret !== undefined && form.clientId === client.id;
  if (!held || !sameSecret(form.clientSecret, client.secret.reveal())) throw new RelayRefusal(401, 'invalid_client');
  return clientCredentials(shared, {});
}

function toBody({ accessToken, refreshToken, idToken, tokenType, expiresAt, scopes }: Tokens): object {
  return {
    access_token: accessToken,
    token_type: tokenType,
    ...(expiresAt === undefined ? {} : { expires_in: Math.max(0, Math.round(expiresAt - nowSeconds())) }),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    ...(idToken === undefined ? {} : { id_token: idToken }),
    ...(scopes === undefined ? {} : { scope: scopes.join(' ') }),
  };
}

function answer(status: number, body: object, more: Readonly<Record<string, string>> = {}): RelayAnswer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache', ...more };
  return { status, headers, body: JSON.stringify(body) };
}

/** Verdicts about the caller's own input; whatever else the provider says is our configuration, hence 503. */
const callersFault = new Set(['invalid_grant', 'invalid_scope', 'invalid_request']);

function refusal({ instance, context }: ClientContext, error: unknown): RelayAnswer {
  if (error instanceof RelayRefusal) {
    const { status, code, message } = error;
    const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="token relay"' } : undefined;
    return answer(status, { error: code, ...(message === '' ? {} : { error_description: message }) }, challenge);
  }
  if (ClientError.isInstance(error) && callersFault.has(error.code)) return answer(400, { error: error.code });
  const detail = ClientError.isInstance(error) ? error.message : `unexpected ${(error as Error).name}`;
  context.log({ level: 'error', event: 'relay_failed', provider: instance.key, detail });
  return answer(503, { error: 'temporarily_unavailable' }, { 'retry-after': '5' });
}
