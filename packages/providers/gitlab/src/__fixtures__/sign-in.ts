import { createProviderRegistry, type LogEvent, type ProviderRegistry, type RegistrySettings } from '@bearerkit/core';
import type { GitlabFake } from '../fake/index.ts';
import { gitlab } from '../gitlab.ts';

export { bearer, outcome } from '@bearerkit/testkit';

/** Options of the factory, each of which may be left out. */
export type Options = Partial<Parameters<typeof gitlab>[0]>;

type Registry = ProviderRegistry<'gitlab', undefined>;

/** A registry that knows the fake's first application, as if the fake were gitlab.com. */
export function registryFor(
  fake: GitlabFake,
  options: Options = {},
  settings: RegistrySettings<'gitlab', undefined> = {},
): Registry {
  const { client, endpoints } = fake;
  const own = { clientId: client.id, clientSecret: client.secret, endpoints };
  return createProviderRegistry({ gitlab: gitlab({ ...own, ...options }) }, settings);
}

/** Signs somebody in through our application. */
export async function signIn(fake: GitlabFake, registry: Registry, account?: 'member' | 'unverified') {
  const { redirectUri } = fake.client;
  const { url, codeVerifier } = await registry.client('gitlab').authorize({ redirectUri });
  const code = new URL(await fake.authorize(url, account)).searchParams.get('code') ?? '';
  return registry.client('gitlab').exchange({ code, redirectUri, codeVerifier });
}

/** What a registry logs. */
export function logged(): { readonly log: (event: LogEvent) => void; readonly events: readonly LogEvent[] } {
  const events: LogEvent[] = [];
  return { log: (event) => void events.push(event), events };
}
