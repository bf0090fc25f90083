import { expect, it } from 'vitest';
import { saboteurs } from './__fixtures__/provider-saboteurs.ts';
import { acmeUnderTest } from './__fixtures__/under-test.ts';
import { withWorld } from './provider-contract/world.ts';
import { providerCases } from './provider-contract.ts';

it.each(providerCases.map((one) => [one.title, one] as const))('goes red on each saboteur: %s', async (title, one) => {
  const found = saboteurs[title] ?? [];
  expect(found.length).toBeGreaterThan(0);
  for (const [at, { registry, ...wrong }] of found.entries()) {
    const run = withWorld({ ...acmeUnderTest, ...wrong }, (world) => one.run({ ...world, expect }), registry);
    const problem = await run.then(
      () => 'passed',
      (error: Error) => error.message,
    );
    expect(problem, `saboteur ${at}`).not.toMatch(/^(passed|The fake|A proof asked|The token endpoint was not called)/);
  }
});

it('every saboteur belongs to a case', () => {
  expect(Object.keys(saboteurs).sort()).toEqual(providerCases.map(({ title }) => title).sort());
});
