import { nowSeconds } from '../internal/clock.ts';

/**
 * Remembers the DPoP proofs that were used, so that each is good for one request (RFC 9449 §11.1). It is closed: a
 * guard that throws, or does not answer with a boolean, refuses the request with 503. It keeps its own time-out.
 */
export interface ReplayGuard {
  /** `process`: other instances would take the same proof once more, within its short life. */
  readonly scope: 'process' | 'shared';
  /**
   * Marks a proof as used, in one atomic step; true when nobody did before.
   * @param key 43 characters, base64url
   * @param untilSeconds seconds since the epoch until when it must be remembered
   * @throws when it can not tell, as when it is full
   */
  use(key: string, untilSeconds: number): boolean | Promise<boolean>;
}

/** What is kept together is forgotten together: one step, however many proofs it holds. */
const bucketSeconds = 30;

/**
 * A replay guard for one process. Forgets nothing before its time: when it is full it throws.
 * @param most proofs that are remembered at the same time, about 150 bytes each. @default 500000
 */
export function memoryReplayGuard(most = 500_000): ReplayGuard {
  const buckets = new Map<number, Set<string>>();
  let size = 0;
  const forget = (now: number): void => {
    for (const [end, keys] of buckets) {
      if (end >= now) continue;
      buckets.delete(end);
      size -= keys.size;
    }
  };
  return {
    scope: 'process',
    use(key, untilSeconds) {
      forget(nowSeconds());
      for (const keys of buckets.values()) if (keys.has(key)) return false;
      if (size >= most) throw new Error(`The replay guard is full: ${most} proofs.`);
      const end = Math.ceil(untilSeconds / bucketSeconds) * bucketSeconds;
      const keys = buckets.get(end) ?? new Set();
      buckets.set(end, keys.add(key));
      size++;
      return true;
    },
  };
}
