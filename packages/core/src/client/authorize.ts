import { ClientError } from '../errors/client-error.ts';
import { codeChallenge, randomToken } from '../internal/hash.ts';
import type { ClientContext } from './client.ts';
import { asClientError } from './errors.ts';
import type { AuthorizeOptions, AuthorizeRequest } from './types.ts';

/** Builds the authorization request (RFC 6749 §4.1.1) with an S256 challenge (RFC 7636 §4.3) and `state`. */
export async function authorize({ instance }: ClientContext, options: AuthorizeOptions): Promise<AuthorizeRequest> {
  const { provider } = instance;
  const endpoint = await asClientError(() => instance.endpoint('authorize'));
  if (endpoint === undefined || provider.client === undefined) {
    throw new ClientError('unsupported', `${provider.name} has no authorize endpoint, or no client id is configured`);
  }
  const issuer = await asClientError(() => instance.announcedIssuer());
  const kept = issuer === undefined ? {} : { issuer };
  const { redirectUri, state = randomToken(), scopes = provider.scopes.request, parameters = {} } = options;
  const url = new URL(endpoint.url);
  const more = { ...provider.authorizeParameters, ...parameters };
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('client_id', provider.client.id);
  url.searchParams.set('redirect_uri', redirectUri);
  const { parameter, separator } = provider.scopes;
  if (scopes.length > 0) url.searchParams.set(parameter, scopes.join(separator));
  url.searchParams.set('state', state);
  if (provider.pkce === 'none') return { url: url.href, state, ...kept };
  const codeVerifier = randomToken();
  url.searchParams.set('code_challenge', codeChallenge(codeVerifier));
  url.searchParams.set('code_challenge_method', 'S256');
  return { url: url.href, state, codeVerifier, ...kept };
}
