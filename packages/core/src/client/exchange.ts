import { nowSeconds } from '../internal/clock.ts';
import type { ClientContext } from './client.ts';
import { remember } from './mint.ts';
import { requestTokens } from './token-request.ts';
import type { ExchangeOptions, Tokens } from './types.ts';

/**
 * Exchanges an authorization code (RFC 6749 §4.1.3, RFC 7636 §4.5); what comes back counts as obtained by us.
 * @throws ClientError
 */
export async function exchange(
  shared: ClientContext,
  { code, redirectUri, codeVerifier }: ExchangeOptions,
): Promise<Tokens> {
  const begun = nowSeconds();
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
  const tokens = await requestTokens(
    shared,
    codeVerifier === undefined ? form : { ...form, code_verifier: codeVerifier },
  );
  return remember(shared, tokens, begun);
}
