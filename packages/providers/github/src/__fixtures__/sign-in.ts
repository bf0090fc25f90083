import { createProviderRegistry, type ProviderRegistry, type RegistrySettings } from '@bearerkit/core';
import type { GithubFake } from '../fake/index.ts';
import { github } from '../github.ts';

export { bearer, outcome } from '@bearerkit/testkit';

/** The callback that the fake's first application is registered with. */
export const redirectUri = 'http://127.0.0.1:8080/auth/github/callback';

export type Registry = ProviderRegistry<'github', undefined>;

/** A registry that knows the fake's first application. */
export function registryFor(
  fake: GithubFake,
  options: Partial<Parameters<typeof github>[0]> = {},
  settings: RegistrySettings<'github', undefined> = {},
): Registry {
  const { id, secret } = fake.client;
  const common = { clientId: id, clientSecret: secret, endpoints: fake.endpoints };
  return createProviderRegistry({ github: github({ ...common, ...options }) }, settings);
}

/** Walks the authorize page, as a browser would, and gives what the exchange needs. */
export async function codeFor(fake: GithubFake, registry: Registry, account?: number) {
  const { url, state, codeVerifier } = await registry.client('github').authorize({ redirectUri });
  const back = new URL(await fake.walk(url, { account }));
  if (back.searchParams.get('state') !== state) throw new Error('The state did not come back');
  return { code: back.searchParams.get('code') ?? '', codeVerifier, redirectUri };
}

/** Signs an account in through our application. */
export async function signIn(fake: GithubFake, registry: Registry, account?: number) {
  return registry.client('github').exchange(await codeFor(fake, registry, account));
}
