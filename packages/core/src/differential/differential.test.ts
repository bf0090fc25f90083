import { describe, expect, it, vi } from 'vitest';
import { Mismatch } from './__fixtures__/asker.ts';
import { run } from './__fixtures__/run.ts';
import { saboteurs } from './__fixtures__/saboteurs.ts';

// When keys are renewed is left to chance; here the seed alone shall decide.
vi.mock('node:crypto', async (original) => ({
  ...(await original<typeof import('node:crypto')>()),
  randomInt: (least: number) => least,
}));

/** The same events each time; others with `DIFFERENTIAL_SEED`, and by chance in the long tests. */
const seed = Number(process.env.DIFFERENTIAL_SEED ?? 1);
const events = 100_000;

describe(`answers, beside an oracle that remembers nothing (rules 28 to 31; seed ${seed})`, () => {
  it(`differ only inside the promised windows, in ${events} random events`, async () => {
    const { answers, events: happened, known, stale, certain, questions } = await run(seed, events);
    const least = (count: number, counts: Readonly<Record<string, number>>) =>
      Object.entries(counts).filter(([, times]) => times < count);
    // It went everywhere: each kind of answer and event, what was known and what was late.
    expect([Object.keys(answers).length, Object.keys(happened).length]).toEqual([22, 14]);
    expect([least(20, answers), least(200, happened)]).toEqual([[], []]);
    expect(answers['200']).toBeGreaterThan(questions / 10);
    expect(known).toBeGreaterThan(questions / 10);
    expect(stale).toBeGreaterThan(1_000);
    expect(certain).toBeGreaterThan(questions * 0.9);
  }, 120_000);

  it('do so as well where two processes share the facts that they prove', async () => {
    const { stale, shared, certain, questions } = await run(seed, 20_000, { processes: 2 });
    expect(shared).toBeGreaterThan(200);
    expect(stale).toBeGreaterThan(200);
    expect(certain).toBeGreaterThan(questions * 0.9);
  }, 60_000);

  it.each(Object.entries(saboteurs))('%s is found', async (_, sabotage) => {
    await expect(run(seed, 50_000, sabotage())).rejects.toThrow(Mismatch);
  });
});
