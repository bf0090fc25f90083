import { ClientError } from '../errors/client-error.ts';
import { nowSeconds } from '../internal/clock.ts';
import type { ClientContext } from './client.ts';
import { remember } from './mint.ts';
import { requestTokens } from './token-request.ts';
import type { ClientCredentialsOptions, Tokens } from './types.ts';

/** A token for ourselves (RFC 6749 §4.4). @throws ClientError `unsupported` where the provider has no such grant */
export async function clientCredentials(shared: ClientContext, options: ClientCredentialsOptions): Promise<Tokens> {
  const { provider } = shared.instance;
  if (!provider.grants.includes('client_credentials')) {
    throw new ClientError('unsupported', `${provider.name} has no client_credentials grant`);
  }
  const begun = nowSeconds();
  const { scopes = [], parameters = {} } = options;
  const scope = scopes.length === 0 ? {} : { scope: scopes.join(provider.scopes.separator) };
  const tokens = await requestTokens(shared, { ...parameters, grant_type: 'client_credentials', ...scope });
  return remember(shared, tokens, begun);
}
