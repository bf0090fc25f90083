import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryReplayGuard } from './replay-guard.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000 }));
afterEach(() => void vi.useRealTimers());
const now = () => Date.now() / 1000;

describe('the replay guard in memory (RFC 9449 §11.1)', () => {
  it('takes each proof once', () => {
    const guard = memoryReplayGuard();
    const uses = ['a', 'b', 'a', 'b'].map((key) => guard.use(key, now() + 90));
    expect(uses).toEqual([true, true, false, false]);
    expect(guard.scope).toBe('process');
  });

  it('takes an id once, also when it comes back with another time', () => {
    const guard = memoryReplayGuard();
    expect(guard.use('a', now() + 10)).toBe(true);
    expect(guard.use('a', now() + 90)).toBe(false);
  });

  it('remembers to the end of the time, and then forgets', () => {
    const guard = memoryReplayGuard();
    const until = now() + 90;
    guard.use('a', until);
    vi.setSystemTime(until * 1000);
    expect(guard.use('a', now() + 90)).toBe(false);
    vi.setSystemTime((until + 31) * 1000);
    expect(guard.use('a', now() + 90)).toBe(true);
  });

  it('is closed when full, and open again when time has made room', () => {
    const guard = memoryReplayGuard(2);
    guard.use('a', now() + 90);
    guard.use('b', now() + 90);
    expect(() => guard.use('c', now() + 90)).toThrow('full: 2');
    expect(guard.use('a', now() + 90)).toBe(false);
    vi.advanceTimersByTime(121_000);
    expect([guard.use('c', now() + 90), guard.use('d', now() + 90)]).toEqual([true, true]);
    expect(() => guard.use('e', now() + 90)).toThrow('full');
  });
});
