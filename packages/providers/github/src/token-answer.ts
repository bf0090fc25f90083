import type { ProviderDocument } from '@bearerkit/core/provider';

/** GitHub's own error codes, all of them with status 200, as those of RFC 6749 §5.2. */
const errors: ReadonlyMap<unknown, string> = new Map([
  ['bad_verification_code', 'invalid_grant'],
  ['bad_refresh_token', 'invalid_grant'],
  ['redirect_uri_mismatch', 'invalid_grant'],
  ['incorrect_client_credentials', 'invalid_client'],
]);

/**
 * GitHub's token answer as one of RFC 6749: scopes between blanks, and the standard's error codes.
 *
 * @see https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors (checked 2026-08)
 */
export function tokenAnswer(document: ProviderDocument): ProviderDocument {
  const { error, scope } = document;
  if (error !== undefined) return { ...document, error: errors.get(error) ?? error };
  return typeof scope === 'string' ? { ...document, scope: scope.replaceAll(',', ' ') } : document;
}
