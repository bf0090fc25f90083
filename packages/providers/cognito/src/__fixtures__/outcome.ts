import { createProviderRegistry, type ProviderRegistry, type RegistrySettings } from '@bearerkit/core';
import { cognito } from '../cognito.ts';
import type { CognitoFake } from '../fake/index.ts';

export { bearer, outcome } from '@bearerkit/testkit';

export type Options = Partial<Parameters<typeof cognito>[0]>;
export type Registry = ProviderRegistry<'cognito', undefined>;

/** Options that make the provider ask userinfo; which origin the domain has, the fake's endpoints say. */
export const asking: Options = { profile: 'userinfo', domain: 'https://example.auth.us-east-1.amazoncognito.com' };

/** A registry for the pool of a fake and its first app client. */
export function registryFor(
  fake: CognitoFake,
  options: Options = {},
  settings: RegistrySettings<'cognito', undefined> = {},
): Registry {
  const { id, secret } = fake.client;
  const ours = { clientIds: [id], clientId: id, clientSecret: secret, endpoints: fake.endpoints };
  return createProviderRegistry({ cognito: cognito({ userPoolId: fake.poolId, ...ours, ...options }) }, settings);
}

/** Signs the member in through our client. */
export async function signIn(fake: CognitoFake, registry: Registry) {
  const client = registry.client('cognito');
  const { redirectUri } = fake.client;
  const { url, state, codeVerifier } = await client.authorize({ redirectUri });
  const back = new URL(await fake.authorize(url));
  if (back.searchParams.get('state') !== state) throw new Error('The state did not come back');
  return client.exchange({ code: back.searchParams.get('code') ?? '', redirectUri, codeVerifier });
}
