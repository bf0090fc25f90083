import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onJose, onNode, outcome } from '../toolkit/__fixtures__/outcome.ts';
import { encodings } from './__fixtures__/encodings.ts';
import { forgeries } from './__fixtures__/forgeries.ts';
import { signatures } from './__fixtures__/signatures.ts';
import { algorithms, type Vector } from './__fixtures__/vector.ts';
import { weakKeys } from './__fixtures__/weak-keys.ts';

const published: readonly Vector[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '__fixtures__/published.json'), 'utf8'),
);
const sets = Object.entries({ published, forgeries, encodings, signatures, weakKeys });
const within = 50;

/** The middle one of three tries, so that a pause of the machine does not count. */
async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.sort((one, other) => one - other)[1] ?? Number.POSITIVE_INFINITY;
}

describe.each([onNode, onJose])('on $name', ({ jws }) => {
  describe.each(sets)('%s', (_, vectors) => {
    it.each(vectors)('$id → $expect', async ({ token, keys, expect: expected, payload }) => {
      const verify = () => jws(token, { keys }, { algorithms });
      expect(await outcome(verify)).toBe(expected);
      expect(await median(() => outcome(verify))).toBeLessThan(within);
      if (payload !== undefined) expect(new TextDecoder().decode((await verify()).payload)).toBe(payload);
    });
  });
});

it('both kinds are there: what must pass and what may not', () => {
  const all = sets.flatMap(([, vectors]) => vectors);
  expect(all.filter(({ expect: expected }) => expected === 'ok').length).toBeGreaterThan(40);
  expect(all.length).toBeGreaterThan(400);
});
