import { expect, it } from 'vitest';
import { run } from './__fixtures__/run.ts';

const seed = Number(process.env.DIFFERENTIAL_SEED ?? Date.now() % 1_000_000_007);
const events = Number(process.env.DIFFERENTIAL_EVENTS ?? 100_000);

it(`answers differ from an oracle without memory only inside the promised windows (seed ${seed})`, async () => {
  const tally = await run(seed, events);
  console.log(tally);
  expect(tally.questions).toBeGreaterThan(0);
}, 120_000);
