import { describe, expect, it, vi } from 'vitest';
import { reasons } from '../errors/reasons.ts';
import { Refusal } from '../internal/refusal.ts';
import type { Check } from '../types.ts';
import { Trace } from './trace.ts';

const quiet: Trace = new Trace();
const { fix } = reasons.wrong_app;

describe('a demand that is not met', () => {
  it.each<[unknown, unknown, string | undefined, object]>([
    [undefined, undefined, undefined, {}],
    ['other', undefined, 'client: "other".', { seen: 'other' }],
    [undefined, 'ours', 'client: absent, wanted "ours".', { seen: 'absent', wanted: 'ours' }],
    ['other', ['a', 'b'], 'client: "other", wanted ["a","b"].', { seen: 'other', wanted: '["a","b"]' }],
    [7, () => 'at most 6', 'client: 7, wanted "at most 6".', { seen: '7', wanted: 'at most 6' }],
    ['', undefined, 'client: "".', { seen: '' }],
    ['a"b\u0007', undefined, 'client: "a\\"b\\u0007".', { seen: 'a\\"b\\u0007' }],
  ])('saw %j, wanted %j', (seen, wanted, detail, shown) => {
    const noted: Check[] = [];
    const listening: Trace = new Trace(noted);
    for (const trace of [quiet, listening]) {
      const error = expect.objectContaining({ reason: 'wrong_app', detail });
      expect(() => trace.demand('client', false, 'wrong_app', seen, wanted)).toThrow(error);
    }
    const said = detail === undefined ? {} : { seen: detail };
    expect(noted).toEqual([{ check: 'client', outcome: 'failed', ...said, ...shown, fix }]);
  });
});

describe('a demand that is met', () => {
  it('is noted where somebody listens, and what was wanted is worked out only then', () => {
    const noted: Check[] = [];
    const wanted = vi.fn(() => 'at most 6');
    quiet.demand('nbf', true, 'not_yet_valid', 5, wanted);
    expect(wanted).not.toHaveBeenCalled();
    const listening: Trace = new Trace(noted);
    listening.demand('nbf', true, 'not_yet_valid', 5, wanted);
    listening.demand('kind', true, 'id_token');
    expect(noted).toEqual([
      { check: 'nbf', outcome: 'passed', seen: '5', wanted: 'at most 6' },
      { check: 'kind', outcome: 'passed' },
    ]);
  });
});

describe('a step', () => {
  it('of which nobody hears costs nothing: its value is there at once, its error as it was', () => {
    expect(quiet.step('key', () => 7)).toBe(7);
    expect(() =>
      quiet.step('key', () => {
        throw new TypeError('boom');
      }),
    ).toThrow(new TypeError('boom'));
    expect(() => quiet.skip('key', 'nothing')).not.toThrow();
  });

  it('is noted as passed once its work is done, as failed where it refuses, as nothing where it breaks', async () => {
    const noted: Check[] = [];
    const trace: Trace = new Trace(noted);
    const waiting = trace.step('key', () => Promise.resolve(7));
    expect(noted).toEqual([]);
    expect(await waiting).toBe(7);
    const refusal = new Refusal('wrong_app', 'not ours');
    await expect(trace.step('client', () => Promise.reject(refusal))).rejects.toBe(refusal);
    await expect(trace.step('route', () => Promise.reject(new TypeError('boom')))).rejects.toThrow('boom');
    trace.skip('proof', 'a proof');
    expect(noted).toEqual([
      { check: 'key', outcome: 'passed' },
      { check: 'client', outcome: 'failed', seen: 'not ours', fix },
      { check: 'proof', outcome: 'skipped', wanted: 'a proof' },
    ]);
  });
});
