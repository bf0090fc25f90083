import { expect, it, vi } from 'vitest';
import { run } from './__fixtures__/run.ts';

// When keys are renewed is left to chance; here the seed alone shall decide.
vi.mock('node:crypto', async (original) => ({
  ...(await original<typeof import('node:crypto')>()),
  randomInt: (least: number) => least,
}));

const seeds = Array.from({ length: 5 }, (_, index) => (Date.now() % 1_000_000_000) + index);

it.each(seeds)(
  'answers differ from those of an oracle without memory only inside the promised windows (seed %i)',
  async (seed) => {
    const { questions, certain } = await run(seed, 300_000, { processes: 1 + (seed % 2) });
    expect(certain).toBeGreaterThan(questions * 0.9);
  },
  300_000,
);
