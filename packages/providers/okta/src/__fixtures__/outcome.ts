import { createProviderRegistry, type ProviderRegistry, type RegistrySettings } from '@bearerkit/core';
import type { OktaFake } from '../fake/index.ts';
import { okta } from '../okta.ts';

export { bearer, outcome } from '@bearerkit/testkit';

export type Options = Partial<Parameters<typeof okta>[0]>;
export type Registry = ProviderRegistry<'okta', undefined>;

/** A provider for the server `default` of a fake, and for its first application. */
export function providerFor(fake: OktaFake, options: Options = {}): ReturnType<typeof okta> {
  const { id, secret } = fake.client;
  const bound = options.mode === 'org' ? {} : { audience: 'api://default' };
  const ours = { clientIds: [id], clientId: id, clientSecret: secret };
  return okta({ issuer: fake.issuer(), endpoints: fake.endpoints, ...bound, ...ours, ...options });
}

/** A registry of that provider alone. */
export function registryFor(
  fake: OktaFake,
  options: Options = {},
  settings: RegistrySettings<'okta', undefined> = {},
): Registry {
  return createProviderRegistry({ okta: providerFor(fake, options) }, settings);
}

/** Options that take tokens of the org server. */
export const asOrg = (fake: OktaFake): Options => ({
  mode: 'org',
  issuer: fake.issuer(''),
  endpoints: fake.endpointsOf(''),
});

/** The header of a signed token. */
export const headerOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());

/** What a server says of a token, to our application. */
export async function introspect(fake: OktaFake, token: string): Promise<Record<string, unknown>> {
  const { id, secret } = fake.client;
  const body = new URLSearchParams({ token, client_id: id, client_secret: secret });
  const response = await fetch(`${fake.issuer()}/v1/introspect`, { method: 'POST', body });
  return (await response.json()) as Record<string, unknown>;
}
