import type { RelayAnswer, RelayRequest } from '../client/types.ts';
import type { HttpClient } from '../http/client.ts';
import type { Provider, RelayOptions } from '../provider/provider.ts';
import { createProviderRegistry } from '../registry.ts';
import type { ProviderRegistry, RegistrySettings } from '../types.ts';
import { opaqueProvider, ourClient } from './opaque.ts';

/** The callback that the relay allows by default in these tests. */
export const redirectUri = 'https://app.test/auth/a/callback';

/** A good request for a code. */
export const codeGrant = {
  grant_type: 'authorization_code',
  code: 'code-1',
  redirect_uri: redirectUri,
  code_verifier: 'verifier-1',
} as const;

/** A good answer of the token endpoint. */
export const goodTokens = {
  access_token: 'access-1',
  token_type: 'bearer',
  expires_in: 3600,
  refresh_token: 'refresh-1',
} as const;

/** A registry whose provider `a` has a relay and tokens that count as ours only when we obtained them. */
export function relayRegistry(
  base: string,
  http: HttpClient,
  {
    relay = {},
    settings = {},
    grants,
  }: { relay?: RelayOptions; settings?: RegistrySettings; grants?: Provider['grants'] } = {},
): ProviderRegistry<'a'> {
  const more = { client: ourClient, ...(grants === undefined ? {} : { grants }) };
  const provider = opaqueProvider(base, { binding: 'login' }, { relay }, more);
  return createProviderRegistry({ a: provider }, { http, ...settings });
}

/** Posts a form to the relay. */
export function post(
  registry: ProviderRegistry<'a'>,
  fields: Readonly<Record<string, string>> | string,
  more: Partial<RelayRequest> = {},
): Promise<RelayAnswer> {
  const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
  const contentType = 'application/x-www-form-urlencoded';
  return registry.client('a').relay({ contentType, body, redirectUris: [redirectUri], ...more });
}

/** The body of an answer. */
export const parsed = ({ body }: RelayAnswer): Record<string, unknown> => JSON.parse(body);

/** Status and error code of an answer. */
export async function seen(work: Promise<RelayAnswer>): Promise<[number, unknown]> {
  const answer = await work;
  return [answer.status, parsed(answer).error ?? 'ok'];
}
