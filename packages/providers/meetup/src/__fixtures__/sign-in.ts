import { createProviderRegistry, type ProviderRegistry, type RegistrySettings } from '@bearerkit/core';
import type { MeetupFake } from '../fake/index.ts';
import { meetup } from '../meetup.ts';

export { bearer, outcome } from '@bearerkit/testkit';

/** The callback that the fake's first client is registered with. */
export const redirectUri = 'http://127.0.0.1:8080/auth/meetup/callback';

/** A registry that knows the fake's first client. */
export function registryFor(
  fake: MeetupFake,
  options: Partial<Parameters<typeof meetup>[0]> = {},
  settings: RegistrySettings<'meetup', undefined> = {},
): ProviderRegistry<'meetup', undefined> {
  const [{ id, secret }] = fake.clients;
  const common = { clientId: id, clientSecret: secret, endpoints: fake.endpoints, relay: {} };
  return createProviderRegistry({ meetup: meetup({ ...common, ...options }) }, settings);
}

/** Walks the authorize page, as a browser would, and gives the code. */
export async function codeFor(
  fake: MeetupFake,
  registry: ProviderRegistry<'meetup', undefined>,
  member?: string,
): Promise<{ readonly code: string; readonly codeVerifier: string | undefined }> {
  const { url, state, codeVerifier } = await registry.client('meetup').authorize({ redirectUri });
  const back = new URL(await fake.authorize({ url, member }));
  if (back.searchParams.get('state') !== state) throw new Error('The state did not come back');
  return { code: back.searchParams.get('code') ?? '', codeVerifier };
}

/** Signs a member in through our client. */
export async function signIn(fake: MeetupFake, registry: ProviderRegistry<'meetup', undefined>, member?: string) {
  return registry.client('meetup').exchange({ ...(await codeFor(fake, registry, member)), redirectUri });
}
