import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { jwtProvider } from '../__fixtures__/issuer.ts';
import type { HttpClient } from '../http/client.ts';
import { type Entry, toEntry } from './entry.ts';
import { FactsCache } from './facts-cache.ts';
import { Instance } from './instance.ts';
import { Refusal } from './refusal.ts';

const http: HttpClient = { send: () => Promise.reject(new Error('no network here')) };
const entry = (provider = 'a', more: Partial<Entry> = {}): Entry => ({
  ...toEntry(
    {
      provider,
      rule: 0,
      kind: 'user',
      attributes: { subject: 'member-1', emailVerified: false, groups: [], roles: [] },
      audience: [],
      scopes: [],
      boundByAudience: true,
      claims: {},
    },
    new Instance(provider, jwtProvider('https://acme.test'), http, 30),
    [],
    { bytes: 100, until: Number.POSITIVE_INFINITY, graceUntil: 0, epoch: 0 },
  ),
  ...more,
});
const no = new Refusal('inactive');

describe('facts', () => {
  it('are kept for each provider of a token, and read for accepted ones alone (rule 29)', () => {
    const cache = new FactsCache(10, 32_000_000);
    cache.set('key', entry('a'));
    cache.set('key', entry('b'));
    expect(cache.get('key', new Set(['b']))?.provider).toBe('b');
    expect(cache.get('key', new Set(['a']))?.provider).toBe('a');
    expect(cache.get('key', new Set(['c']))).toBeUndefined();
    expect(cache.get('other', undefined)).toBeUndefined();
    const newer = entry('a');
    cache.set('key', newer);
    expect(cache.get('key', new Set(['a']))).toBe(newer);
    cache.drop('key');
    expect(cache.get('key', undefined)).toBeUndefined();
  });

  it('are bounded in number, the oldest out first (rule 30)', () => {
    const cache = new FactsCache(10, 32_000_000);
    for (let index = 0; index < 15; index++) cache.set(`${index}`, entry());
    const known = Array.from({ length: 15 }, (_, index) => cache.get(`${index}`, undefined) !== undefined);
    expect(known).toEqual([...Array(5).fill(false), ...Array(10).fill(true)]);
  });

  it('are bounded in size, and what is dropped frees its place', () => {
    const cache = new FactsCache(1_000, 32_000_000);
    const big = entry('a', { bytes: 10_000_000 });
    for (let index = 0; index < 50; index++) {
      cache.set('same', big);
      cache.drop('same');
    }
    for (const key of ['1', '2', '3', '4']) cache.set(key, big);
    expect(['1', '2', '3', '4'].map((key) => cache.get(key, undefined) !== undefined)).toEqual([
      false,
      true,
      true,
      true,
    ]);
    cache.set('huge', entry('a', { bytes: 40_000_000 }));
    expect(['2', 'huge'].map((key) => cache.get(key, undefined))).toEqual([undefined, undefined]);
    cache.set('small', entry());
    expect(cache.get('small', undefined)).toBeDefined();
  });

  it('are counted truly, whatever comes and goes, also above the size that one table serves', () => {
    const [most, mostBytes] = [5_000, 600_000];
    const cache = new FactsCache(most, mostBytes);
    for (let index = 0; index < 20_000; index++) {
      const key = hash('sha256', `${index % 9_000}`, 'binary');
      cache.set(key, entry(index % 3 === 0 ? 'a' : 'b', { bytes: 50 + (index % 100) }));
      if (index % 7 === 0) cache.drop(hash('sha256', `${index % 4_000}`, 'binary'));
      expect(cache.usage.tokens <= most && cache.usage.bytes <= mostBytes).toBe(true);
    }
    expect(cache.usage.tokens).toBeGreaterThan(most / 2);
    for (let index = 0; index < 9_000; index++) cache.drop(hash('sha256', `${index}`, 'binary'));
    expect(cache.usage).toEqual({ tokens: 0, bytes: 0 });
  });
});

describe('refusals', () => {
  it('have a tenth of the space, and never push out facts', () => {
    const cache = new FactsCache(100, 32_000_000);
    for (let index = 0; index < 100; index++) cache.set(`${index}`, entry());
    for (let index = 0; index < 50; index++) cache.refuse(`r${index}`, 'a', no, 1_000, 0);
    const refused = Array.from({ length: 50 }, (_, index) => cache.refusal(`r${index}`, undefined, 0)).filter(Boolean);
    expect(refused).toHaveLength(10);
    expect(cache.get('0', undefined)).toBeDefined();
  });

  it('are read for accepted providers alone, end at their time, and go with a purge', () => {
    const cache = new FactsCache(100, 32_000_000);
    cache.refuse('key', 'a', no, 1_000, cache.generation);
    expect(cache.refusal('key', undefined, performance.now())?.refusal).toBe(no);
    expect(cache.refusal('key', new Set(['a']), performance.now())?.refusal).toBe(no);
    expect(cache.refusal('key', new Set(['b']), performance.now())).toBeUndefined();
    cache.refuse('late', 'a', no, -1, cache.generation);
    expect(cache.refusal('late', undefined, performance.now())).toBeUndefined();
    const { generation } = cache;
    cache.forgetRefusals();
    expect(cache.refusal('key', undefined, performance.now())).toBeUndefined();
    cache.refuse('key', 'a', no, 1_000, generation);
    expect(cache.refusal('key', undefined, performance.now())).toBeUndefined();
  });
});
