import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gate } from '../__fixtures__/registry.ts';
import { type Fetched, Kept } from './kept.ts';
import { Refusal } from './refusal.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());
const pass = (seconds: number) => void vi.advanceTimersByTime(seconds * 1000);

/** A document that counts its fetches; `fail` makes them fail. */
function counted() {
  const state = { fetches: 0, fail: undefined as unknown, held: Promise.resolve(), reports: [] as Refusal[] };
  const fetch = async (): Promise<Fetched<number>> => {
    const number = ++state.fetches;
    await state.held;
    if (state.fail !== undefined) throw state.fail;
    return { value: number, lifeMs: 100_000 };
  };
  return { state, kept: new Kept('keys', fetch, (refusal) => state.reports.push(refusal)) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a document that is kept', () => {
  it('is there at once until three quarters of its life, then renewed while it serves on', async () => {
    const { kept, state } = counted();
    expect(kept.current).toBeUndefined();
    expect(await Promise.all([kept.get(), kept.get(), kept.get()])).toEqual([1, 1, 1]);
    pass(74);
    expect([kept.current, state.fetches]).toEqual([1, 1]);
    pass(12);
    expect([kept.current, kept.current, state.fetches, kept.isRunning]).toEqual([1, 1, 2, true]);
    await settled();
    expect([kept.current, state.fetches]).toEqual([2, 2]);
  });

  it('is not renewed by all instances at one moment: the time differs', async () => {
    const due = new Set<number>();
    for (let index = 0; index < 20; index++) {
      const { kept, state } = counted();
      await kept.get();
      pass(74);
      for (let tenths = 0; state.fetches < 2; tenths++) {
        pass(0.1);
        if (kept.current === 1 && state.fetches === 2) due.add(tenths);
      }
    }
    expect(due.size).toBeGreaterThan(3);
    expect(Math.max(...due)).toBeLessThanOrEqual(111);
  });

  it('that can not be renewed serves on, is tried once in 30 s, and somebody is told', async () => {
    const { kept, state } = counted();
    await kept.get();
    state.fail = new Refusal('provider_malformed', 'keys: another issuer');
    pass(90);
    for (let second = 0; second < 300; second++) {
      expect(kept.current).toBe(1);
      await settled();
      pass(1);
    }
    expect(state.fetches).toBe(11);
    expect(state.reports.map(({ message }) => message)).toEqual(
      Array(10).fill('provider_malformed: keys: another issuer'),
    );
    state.fail = undefined;
    pass(20);
    expect(kept.current).toBe(1);
    await settled();
    expect(kept.current).toBe(12);
  });

  it('past its life is waited for, and served when that fails', async () => {
    const { kept, state } = counted();
    await kept.get();
    pass(101);
    expect(kept.current).toBeUndefined();
    expect(await kept.get()).toBe(2);
    pass(101);
    state.fail = new Error('unforeseen');
    expect(await kept.get()).toBe(2);
    expect(kept.current).toBe(2);
    pass(100 + 86_400);
    await expect(kept.get()).rejects.toMatchObject({ reason: 'provider_unreachable', detail: 'keys: no answer' });
  });

  it('past its life is waited for two seconds at most: a provider that hangs holds nobody up for longer', async () => {
    const { kept, state } = counted();
    const { opened, open } = gate();
    await kept.get();
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
    pass(101);
    state.held = opened;
    let served: number | undefined;
    const waiting = kept.get().then((value) => (served = value));
    await vi.advanceTimersByTimeAsync(1_900);
    expect([served, state.fetches]).toEqual([undefined, 2]);
    await vi.advanceTimersByTimeAsync(200);
    expect(served).toBe(1);
    open();
    await waiting;
    expect(await kept.get()).toBe(2);
  });

  it('keeps to the pause that the provider asked for, a minute at most', async () => {
    const { kept, state } = counted();
    state.fail = new Refusal('provider_rate_limited', 'keys: status 429', 120);
    await expect(kept.get()).rejects.toBe(state.fail);
    state.fail = undefined;
    pass(50);
    await expect(kept.get()).rejects.toMatchObject({ reason: 'provider_rate_limited', retryAfter: 10 });
    await expect(kept.renew()).rejects.toMatchObject({ reason: 'provider_rate_limited', retryAfter: 10 });
    pass(10);
    expect(await kept.get()).toBe(2);
  });

  it('is not brought down by a report that throws: nobody waits for that renewal', async () => {
    const seen: unknown[] = [];
    const note = (reason: unknown) => void seen.push(reason);
    process.on('unhandledRejection', note);
    let fetches = 0;
    const fetch = async () => {
      if (++fetches === 2) throw new Refusal('provider_unreachable', 'keys: no answer');
      return { value: fetches, lifeMs: 100_000 };
    };
    const kept = new Kept('keys', fetch, () => {
      throw new Error('the disk is full');
    });
    await kept.get();
    pass(90);
    expect(kept.current).toBe(1);
    await settled();
    await settled();
    process.off('unhandledRejection', note);
    expect([fetches, seen]).toEqual([2, []]);
  });

  it('says which fetch it came from, so that a reader knows whether that one began after it came', async () => {
    const { kept, state } = counted();
    const { opened, open } = gate();
    await kept.get();
    state.held = opened;
    const renewing = kept.renew();
    const { started } = kept;
    open();
    await renewing;
    expect(kept.origin.number > started).toBe(false);
    await kept.renew();
    expect(kept.origin.number > started).toBe(true);
  });
});
