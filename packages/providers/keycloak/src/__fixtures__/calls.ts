import type { KeycloakFake } from '../fake/index.ts';
import { bearer, outcome, registryFor } from './outcome.ts';

/** Tests of quirks by their ids. */
export type QuirkTests = Readonly<Record<string, () => Promise<void>>>;

/** Options that make the provider ask about every token. */
export const asking = { mode: 'introspection' } as const;

/** Header or claims of a token. */
export const part = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString());
export const claimsOf = (token: string) => part(token, 1);

/** Calls of a fake's endpoints as any client makes them, and what the provider makes of a token. */
export function callsOf(fake: KeycloakFake) {
  const post = (
    path: string,
    form: Readonly<Record<string, string>>,
    id = fake.client.id,
    secret = fake.client.secret,
  ) =>
    fetch(fake.url + fake.path(path), {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
      body: new URLSearchParams(form),
    });
  return {
    post,
    userinfo: (token?: string) => fetch(fake.url + fake.path('userinfo'), token === undefined ? {} : bearer(token)),
    introspected: async (token: string) => Object(await (await post('token/introspect', { token })).json()),
    reasonOf: (options: object, token: string) => outcome(registryFor(fake, options), token),
  };
}
