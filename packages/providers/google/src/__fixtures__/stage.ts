import { AuthError, createProviderRegistry, type ProviderRegistry, type Tokens } from '@bearerkit/core';
import type { GoogleFake, SignIn } from '../fake/index.ts';
import { google } from '../google.ts';

/** A registry of one Google. */
export type Registry = ProviderRegistry<'google', undefined>;

/** A registry that knows the fake's first client. */
export function registryFor(fake: GoogleFake, options: Partial<Parameters<typeof google>[0]> = {}): Registry {
  const { id: clientId, secret: clientSecret } = fake.client;
  return createProviderRegistry({
    google: google({ clientId, clientSecret, endpoints: fake.endpoints, offline: true, ...options }),
  });
}

/** Signs somebody in through our client, with the sign-in page and all. */
export async function signIn(
  fake: GoogleFake,
  registry: Registry,
  { parameters, ...choice }: SignIn & { readonly parameters?: Readonly<Record<string, string>> } = {},
): Promise<Tokens> {
  const { redirectUri } = fake.client;
  const { url, state, codeVerifier } = await registry.client('google').authorize({ redirectUri, parameters });
  const back = new URL(await fake.signIn(url, choice));
  if (back.searchParams.get('state') !== state) throw new Error('The state did not come back');
  const code = back.searchParams.get('code') ?? '';
  return registry.client('google').exchange({ code, redirectUri, codeVerifier });
}

/** A request with a token. */
export const bearer = (token: string | undefined) => ({ headers: { authorization: `Bearer ${token}` } });

/** `<status> <reason>` of a refusal, or the id that was let in. */
export async function outcome(registry: Registry, token: string | undefined): Promise<string> {
  try {
    const { kind, subject } = await registry.verify(bearer(token));
    return `${kind} ${subject}`;
  } catch (error) {
    if (!AuthError.isInstance(error)) throw error;
    return `${error.status} ${error.reason}`;
  }
}
