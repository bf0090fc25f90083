import type { ProviderDocument } from '@bearerkit/core/provider';

/** Slack's words where RFC 6749 §5.2 has another; the rest are told as they are. */
const errors: Readonly<Record<string, readonly string[]>> = {
  invalid_grant: ['invalid_code', 'code_already_used', 'invalid_code_verifier', 'invalid_refresh_token'],
  invalid_client: ['invalid_client_id', 'bad_client_secret'],
};

/**
 * Makes a token answer of Slack one of RFC 6749 §5. The person's token stands under `authed_user` beside the bot's, and
 * alone at the top after a refresh and in OpenID Connect; a bot's token is never taken for a person's.
 */
export function tokenAnswer({ ok, error, authed_user, id_token, ...top }: ProviderDocument): ProviderDocument {
  const word = Object.keys(errors).find((name) => errors[name]?.includes(String(error)));
  if (ok !== true) return { error: word ?? error ?? 'server_error' };
  const user = authed_user as ProviderDocument | null | undefined;
  const { access_token, token_type, refresh_token, expires_in, scope } = user?.access_token === undefined ? top : user;
  if (!/^(bearer|user)$/i.test(String(token_type))) return { error: 'invalid_scope' };
  const scopes = typeof scope === 'string' ? { scope: scope.replaceAll(',', ' ') } : {};
  return { access_token, token_type: 'Bearer', refresh_token, expires_in, id_token, ...scopes };
}
