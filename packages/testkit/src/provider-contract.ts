import type { ContractRunner } from './adapter-contract.ts';
import { aboutCases, missing } from './provider-contract/about.ts';
import { authorizeCases } from './provider-contract/authorize.ts';
import { badTokenCases } from './provider-contract/bad-tokens.ts';
import type { Case, Context } from './provider-contract/case.ts';
import { exchangeCases } from './provider-contract/exchange.ts';
import type { ProviderFake } from './provider-contract/fake.ts';
import { goodTokenCases } from './provider-contract/good-token.ts';
import { hostCases } from './provider-contract/hosts.ts';
import { malformedCases } from './provider-contract/malformed.ts';
import { optionCases } from './provider-contract/options.ts';
import { outageCases } from './provider-contract/outages.ts';
import { overrideCases } from './provider-contract/overrides.ts';
import { redirectCases } from './provider-contract/redirects.ts';
import { secretCases } from './provider-contract/secrets.ts';
import { checkSkips, type Skips } from './provider-contract/skips.ts';
import { stolenTokenCases } from './provider-contract/stolen-token.ts';
import { verbCases } from './provider-contract/verbs.ts';
import { type ProviderUnderTest, withWorld } from './provider-contract/world.ts';

/** All cases, in the order in which they run. */
export const providerCases: readonly Case[] = [
  ...aboutCases,
  ...optionCases,
  ...authorizeCases,
  ...exchangeCases,
  ...goodTokenCases,
  ...overrideCases,
  ...stolenTokenCases,
  ...badTokenCases,
  ...malformedCases,
  ...outageCases,
  ...redirectCases,
  ...hostCases,
  ...secretCases,
  ...verbCases,
];

/**
 * What every provider must do, over real sockets, with a real registry and the vendor's local fake.
 *
 * Cases of something that the provider's data does not declare may be skipped, each by its title and with a reason.
 *
 * @example
 * providerContract({ it, expect }, {
 *   factory: acme,
 *   create: (fake, common) => acme({ clientId: fake.client.id, endpoints: fake.endpoints, ...common }),
 *   fake: createAcmeFake,
 * });
 * @throws TypeError for a skip that names no case, or one that is never skipped
 */
export function providerContract<F extends ProviderFake>(
  { it, expect }: ContractRunner,
  { skip = {}, ...underTest }: ProviderUnderTest<F> & { readonly skip?: Skips | undefined },
): void {
  const skipped = checkSkips(providerCases, skip);
  for (const one of providerCases) {
    const { title } = one;
    const test = (): Promise<void> => withWorld(underTest, (world) => runCase(one, { ...world, expect }));
    const reason = skip[title] ?? missing(one, underTest);
    if (reason === undefined) it(title, test);
    else it.skip(`${title} (${reason})`, test);
  }
  it('skips: the provider declares nothing of what is skipped', () =>
    withWorld(underTest, async ({ provider }) => {
      const declared = skipped.filter(({ absent }) => absent?.(provider) !== true);
      expect(declared.map(({ title }) => title).join('; ')).toBe('');
    }));
}

/** Runs a case; a failure says where it would have been one to skip. */
async function runCase({ run, absent }: Case, context: Context): Promise<void> {
  try {
    await run(context);
  } catch (error) {
    if (absent?.(context.provider) !== true || !(error instanceof Error)) throw error;
    error.message += '. The provider declares nothing of the kind: skip this case, and say why';
    throw error;
  }
}
