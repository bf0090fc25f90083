import { createProviderRegistry, type ProviderRegistry, type RegistrySettings } from '@bearerkit/core';
import type { KeycloakFake } from '../fake/index.ts';
import { keycloak } from '../keycloak.ts';

export { bearer, outcome } from '@bearerkit/testkit';

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
