import type { ProviderClient } from '../provider/provider.ts';

/**
 * Adds our client id and secret where the provider wants them (RFC 6749 §2.3.1). For Basic both parts are form-encoded
 * first, so that a secret with `:`, `+` or `%` arrives as it is.
 */
export function authenticateClient(
  client: ProviderClient | undefined,
  form: URLSearchParams,
  headers: Record<string, string>,
): void {
  if (client === undefined) return;
  if (client.authentication === 'client_secret_basic' && client.secret !== undefined) {
    const pair = `${formEncode(client.id)}:${formEncode(client.secret.reveal())}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
    return;
  }
  form.set('client_id', client.id);
  if (client.authentication === 'client_secret_post' && client.secret !== undefined) {
    form.set('client_secret', client.secret.reveal());
  }
}

const formEncode = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
