import { ClientError } from '../errors/client-error.ts';
import { nowSeconds } from '../internal/clock.ts';
import { failure } from '../internal/outbound.ts';
import type { ProviderAnswer } from '../provider/inspection.ts';
import { scopeList } from '../verify/claims.ts';
import type { ClientContext } from './client.ts';
import { asClientError } from './errors.ts';
import type { Tokens } from './types.ts';

/** What an error code of RFC 6749 §5.2 and its extensions looks like; anything else is not repeated. */
export const errorCode: RegExp = /^[a-z_]{1,64}$/;

/**
 * One call to the token endpoint, with client authentication (RFC 6749 §2.3, §5).
 * @throws ClientError the provider's error code, or `provider_unreachable` `provider_rate_limited` `provider_malformed`
 */
export async function requestTokens(
  { instance }: ClientContext,
  form: Readonly<Record<string, string>>,
): Promise<Tokens> {
  const told = await asClientError(() => instance.ask('token', { form, authentication: 'client', once: true }));
  const { status, document: raw } = told;
  const document = raw === undefined ? undefined : (instance.provider.tokenAnswer?.(raw) ?? raw);
  const answer = document === undefined ? told : { ...told, document };
  if (status === 200 && document !== undefined && document.error === undefined) return toTokens(document, answer);
  const code = document?.error;
  const isVerdict =
    (status === 200 || status === 400 || status === 401) && typeof code === 'string' && errorCode.test(code);
  if (!isVerdict) {
    const { reason, message } = failure(answer, 'token');
    throw new ClientError(reason, message, status);
  }
  throw new ClientError(code, `${instance.provider.name} refused the token request: ${code}${hint(code)}`, status);
}

const hint = (code: string) =>
  code === 'invalid_client' ? '. Check our client id, client secret and redirect URI at the provider.' : '.';

function toTokens(document: NonNullable<ProviderAnswer['document']>, answer: ProviderAnswer): Tokens {
  const { access_token, refresh_token, id_token, token_type, expires_in, scope } = document;
  const bearer = typeof token_type === 'string' && token_type.toLowerCase() === 'bearer';
  if (typeof access_token !== 'string' || access_token === '' || !bearer) {
    throw new ClientError('provider_malformed', 'token: the answer holds no bearer token', answer.status);
  }
  const life = typeof expires_in === 'string' && /^\d+$/.test(expires_in) ? Number(expires_in) : expires_in;
  const tokens = {
    tokenType: token_type,
    ...(typeof life === 'number' && life >= 0 && Number.isFinite(life) ? { expiresAt: nowSeconds() + life } : {}),
    ...(scope === undefined ? {} : { scopes: scopeList(scope) ?? [] }),
  };
  const hidden = { accessToken: access_token, refreshToken: refresh_token, idToken: id_token };
  for (const [name, value] of Object.entries(hidden)) {
    if (typeof value === 'string' && value !== '') Object.defineProperty(tokens, name, { value });
  }
  return Object.freeze(tokens) as Tokens;
}
