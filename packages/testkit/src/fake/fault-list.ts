import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import type { FaultPlace } from './faults.ts';
import type { Fault } from './routes.ts';

/** The faults of one fake that are switched on. */
export interface FaultList {
  add(fault: Fault, place?: FaultPlace): () => void;
  clear(): void;
  /** Runs the faults that concern a request, oldest first, until one answers. */
  run(call: Call): Promise<Answer | undefined>;
}

/** Makes an empty list. */
export function createFaultList(): FaultList {
  const active = new Set<{ readonly fault: Fault; readonly path: string | undefined; left: number }>();
  return {
    add: (fault, { path, times = Number.POSITIVE_INFINITY } = {}) => {
      const entry = { fault, path, left: times };
      active.add(entry);
      return () => void active.delete(entry);
    },
    clear: () => active.clear(),
    run: async (call) => {
      for (const entry of [...active]) {
        if ((entry.path ?? call.path) !== call.path || !active.has(entry)) continue;
        entry.left -= 1;
        if (entry.left <= 0) active.delete(entry);
        const answer = await entry.fault(call);
        if (answer !== undefined) return answer;
      }
      return undefined;
    },
  };
}
