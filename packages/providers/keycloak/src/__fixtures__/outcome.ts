import { AuthError, createProviderRegistry, type ProviderRegistry, type RegistrySettings } from '@bearerkit/core';
import type { KeycloakFake } from '../fake/index.ts';
import { keycloak } from '../keycloak.ts';

type Options = Partial<Parameters<typeof keycloak>[0]>;
type Registry = ProviderRegistry<'realm', undefined>;

/** A registry for the API `rest-api` of the fake's. */
export function registryFor(
  { issuer, client }: KeycloakFake,
  options: Options = {},
  settings: RegistrySettings<'realm', undefined> = {},
): Registry {
  const audience = options.clientIds === undefined ? 'rest-api' : undefined;
  const own = { issuer, audience, clientId: client.id, clientSecret: client.secret };
  return createProviderRegistry({ realm: keycloak({ ...own, ...options }) }, settings);
}

/** A request with a token. */
export const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** `<status> <reason>` of a refusal, or the subject that was let in. */
export async function outcome(registry: Registry, token: string): Promise<string> {
  try {
    return (await registry.verify(bearer(token))).subject;
  } catch (error) {
    if (!AuthError.isInstance(error)) throw error;
    return `${error.status} ${error.reason}`;
  }
}
