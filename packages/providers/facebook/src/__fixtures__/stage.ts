import { AuthError, createProviderRegistry, type ProviderRegistry, type Tokens } from '@bearerkit/core';
import { facebook } from '../facebook.ts';
import type { FacebookFake, SignIn } from '../fake/index.ts';

/** A registry of one Facebook. */
export type Registry = ProviderRegistry<'facebook', undefined>;

/** A registry that knows the fake's first app. */
export function registryFor(fake: FacebookFake, options: Partial<Parameters<typeof facebook>[0]> = {}): Registry {
  const { id: clientId, secret: clientSecret } = fake.client;
  return createProviderRegistry({
    facebook: facebook({ clientId, clientSecret, endpoints: fake.endpoints, ...options }),
  });
}

/** Signs somebody in through our app, with the dialog and all. */
export async function signIn(fake: FacebookFake, registry: Registry, choice: SignIn = {}): Promise<Tokens> {
  const { redirectUri } = fake.client;
  const { url, state } = await registry.client('facebook').authorize({ redirectUri });
  const back = new URL(await fake.signIn(url, choice));
  if (back.searchParams.get('state') !== state) throw new Error('The state did not come back');
  return registry.client('facebook').exchange({ code: back.searchParams.get('code') ?? '', redirectUri });
}

/** A request with a token. */
export const bearer = (token: string | undefined) => ({ headers: { authorization: `Bearer ${token}` } });

/** `<status> <reason>` of a refusal, or the id that was let in. */
export async function outcome(registry: Registry, token: string | undefined): Promise<string> {
  try {
    return (await registry.verify(bearer(token))).subject;
  } catch (error) {
    if (!AuthError.isInstance(error)) throw error;
    return `${error.status} ${error.reason}`;
  }
}
