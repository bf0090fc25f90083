import { vi } from 'vitest';
import { Asker } from './asker.ts';
import { change } from './changes.ts';
import type { Sabotage } from './deployment.ts';
import { Stage, type Tally } from './stage.ts';

/** How many processes serve, and the bug that is planted in them. */
interface Plan extends Sabotage {
  /** @default 1 */
  readonly processes?: number;
}

/**
 * Lets random events happen, the same ones for the same seed, and compares each answer with the oracle's.
 * @throws Mismatch for the first answer that no instant of the promised windows explains
 */
export async function run(seed: number, events: number, { processes = 1, ...sabotage }: Plan = {}): Promise<Tally> {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: 1_800_000_000_000 });
  try {
    const stage = new Stage(seed, processes, sabotage);
    const asker = new Asker(stage);
    for (let event = 0; event < events; event++) {
      stage.pass();
      const draw = stage.world.random.next();
      if (draw < 0.88) await asker.ask();
      else if (draw < 0.92) await asker.askDuring();
      else await change(stage);
    }
    return { ...stage.tally, shared: stage.stores.sharedFacts?.hits ?? 0 };
  } finally {
    vi.useRealTimers();
  }
}
