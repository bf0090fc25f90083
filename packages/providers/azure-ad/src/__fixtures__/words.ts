import type { AzureAdFake, AzureAdTokenRequest } from '../fake/index.ts';
import { outcome, registryFor } from './sign-in.ts';

type Options = Parameters<typeof registryFor>[1];

/** Tests by the id of their quirk. */
export type QuirkTests = Readonly<Record<string, () => Promise<void>>>;

/** Short words for what many tests do. */
export function wordsOf(fake: AzureAdFake) {
  return {
    member: () => fake.accounts.member.subject,
    ask: (request: AzureAdTokenRequest = {}, options: Options = {}) =>
      outcome(registryFor(fake, options), fake.mint(request)),
    get: async (path: string) => Object(await (await fetch(fake.url + path)).json()),
  };
}
