import { createProviderRegistry, type ProviderRegistry, type RegistrySettings } from '@bearerkit/core';
import { azureAd } from '../azure-ad.ts';
import type { AzureAdFake } from '../fake/index.ts';

export { bearer, outcome } from '@bearerkit/testkit';

type Registry = ProviderRegistry<'azure', undefined>;
type Options = Parameters<typeof azureAd>[0];

/** The provider for the fake's home tenant, our API and our client. */
export function providerFor(fake: AzureAdFake, options: Partial<Options> = {}) {
  const { apps, tenants, endpoints } = fake;
  const audience = [apps.api.id, apps.api.uri ?? ''];
  const { id: clientId, secret: clientSecret } = apps.client;
  return azureAd({ tenantId: tenants.home, audience, clientId, clientSecret, endpoints, ...options });
}

/** A registry with that provider. */
export const registryFor = (
  fake: AzureAdFake,
  options: Partial<Options> = {},
  settings: RegistrySettings<'azure', undefined> = {},
): Registry => createProviderRegistry({ azure: providerFor(fake, options) }, settings);

/** Signs the member in through our client. */
export async function signIn(fake: AzureAdFake, registry: Registry) {
  const { redirectUri } = fake.client;
  const { url, state, codeVerifier } = await registry.client('azure').authorize({ redirectUri });
  const back = new URL(await fake.authorize(url));
  if (back.searchParams.get('state') !== state) throw new Error('The state did not come back');
  return registry.client('azure').exchange({ code: back.searchParams.get('code') ?? '', redirectUri, codeVerifier });
}
