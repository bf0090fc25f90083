import { vi } from 'vitest';
import { Asker } from './asker.ts';
import { change } from './changes.ts';
import type { Sabotage } from './deployment.ts';
import { Stage, type Tally } from './stage.ts';

/**
 * Lets random events happen, the same ones for the same seed, and compares each answer with the oracle's.
 * @throws Mismatch for the first answer that no instant of the promised windows explains
 */
export async function run(seed: number, events: number, sabotage: Sabotage = {}): Promise<Tally> {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: 1_800_000_000_000 });
  try {
    const stage = new Stage(seed, sabotage);
    const asker = new Asker(stage);
    for (let event = 0; event < events; event++) {
      stage.pass();
      const draw = stage.world.random.next();
      if (draw < 0.88) await asker.ask();
      else if (draw < 0.92) await asker.askDuring();
      else await change(stage);
    }
    return stage.tally;
  } finally {
    vi.useRealTimers();
  }
}
