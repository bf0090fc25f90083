import { createProviderRegistry, type ProviderRegistry } from '@bearerkit/core';
import type { AuthorizeWalk, SlackFake } from '../fake/index.ts';
import { slack } from '../slack.ts';

export { bearer, outcome } from '@bearerkit/testkit';

/** A registry of one Slack. */
export type Registry = ProviderRegistry<'slack', undefined>;
type Options = Parameters<typeof slack>[0];

/** The three workspaces of the fake. */
const teams = ['T00000001', 'T00000002', 'T00000003'];

/** A registry that knows the fake's first app; the mode must be that of the fake. */
export function registryFor(fake: SlackFake, options: Partial<Options> = {}): Registry {
  const [{ id, secret }] = fake.clients;
  const common = { clientId: id, clientSecret: secret, teams, endpoints: fake.endpoints };
  return createProviderRegistry({ slack: slack({ ...common, ...options }) });
}

/** Signs somebody in through our app. */
export async function signIn(fake: SlackFake, registry: Registry, walk: AuthorizeWalk = {}) {
  const { redirectUri } = fake.client;
  const { url, codeVerifier } = await registry.client('slack').authorize({ redirectUri });
  const code = new URL(await fake.walk(url, walk)).searchParams.get('code') ?? '';
  return registry.client('slack').exchange({ code, redirectUri, codeVerifier });
}

/** Asks a method of the fake as any client would. */
export async function ask(fake: SlackFake, method: string, token: string): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${fake.url}/api/${method}`, { headers })).json() as Promise<Record<string, unknown>>;
}
