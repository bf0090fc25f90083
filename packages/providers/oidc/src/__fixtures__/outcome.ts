import { createProviderRegistry, type LogEvent, type ProviderRegistry, type RegistrySettings } from '@bearerkit/core';
import type { OidcFake } from '../fake/index.ts';
import { oidc } from '../oidc.ts';

export { bearer, outcome } from '@bearerkit/testkit';

/** The API that the fake issues signed tokens for, and one that gets opaque tokens. */
export const [api, opaqueApi] = ['https://api.example.com', 'https://opaque.example.com'];

type Options = Partial<Parameters<typeof oidc>[0]>;

/** A registry for an API of the fake's; `client` adds our registration there. */
export function registryFor(
  fake: OidcFake,
  options: Options = {},
  settings: RegistrySettings<'issuer', undefined> = {},
): ProviderRegistry<'issuer', undefined> {
  const audience = options.clientIds === undefined ? [api, opaqueApi] : undefined;
  return createProviderRegistry({ issuer: oidc({ issuer: fake.issuer, audience, ...options }) }, settings);
}

/** Options that make the provider ask about opaque tokens. */
export function asking(fake: OidcFake, mode: 'introspection' | 'jwt+introspection' = 'jwt+introspection'): Options {
  const [{ id, secret }] = fake.clients;
  return { mode, clientId: id, clientSecret: secret };
}

/** What a registry logs, as one text. */
export function logged(): { readonly log: (event: LogEvent) => void; readonly text: () => string } {
  const events: LogEvent[] = [];
  return { log: (event) => void events.push(event), text: () => JSON.stringify(events) };
}
