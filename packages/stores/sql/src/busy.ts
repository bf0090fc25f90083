import { setTimeout } from 'node:timers/promises';
import { StoreError } from './errors.ts';

/**
 * Tries for 10 s while another process holds the lock, without blocking the event loop or our connection.
 * @throws StoreError `unavailable`
 */
export async function whileBusy<T>(action: () => T | Promise<T>): Promise<T> {
  for (const end = performance.now() + 10_000; ; await setTimeout(5 + Math.random() * 20)) {
    try {
      return await action();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > end)
        throw new StoreError('unavailable', 'another process has kept the database locked for 10 s', error);
    }
  }
}

/** SQLITE_BUSY and its extended codes. @see https://www.sqlite.org/rescode.html#busy */
function isBusy(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  return (code & 0xff) === 5;
}
