import { describe, expect, it } from 'vitest';
import { jwtProvider } from '../__fixtures__/issuer.ts';
import type { HttpClient } from '../http/client.ts';
import { type Entry, FactsCache } from './facts-cache.ts';
import { Instance } from './instance.ts';
import { Refusal } from './refusal.ts';

const http: HttpClient = { send: () => Promise.reject(new Error('no network here')) };
const entry = (provider = 'a', more: Partial<Entry> = {}): Entry => ({
  facts: {
    provider,
    rule: 0,
    kind: 'user',
    attributes: { subject: 'member-1', emailVerified: false, groups: [], roles: [] },
    audience: [],
    scopes: [],
    boundByAudience: true,
    claims: {},
  },
  tokenHash: 'hash',
  characters: 100,
  instance: new Instance(provider, jwtProvider('https://acme.test'), http, 30),
  until: Number.POSITIVE_INFINITY,
  epoch: 0,
  auth: undefined,
  authUntil: 0,
  ...more,
});
const no = new Refusal('inactive');

describe('facts', () => {
  it('are kept for each provider of a token, and read for accepted ones alone (rule 29)', () => {
    const cache = new FactsCache(10);
    cache.set('key', entry('a'));
    cache.set('key', entry('b'));
    expect(cache.get('key', new Set(['b']))?.facts.provider).toBe('b');
    expect(cache.get('key', new Set(['a']))?.facts.provider).toBe('a');
    expect(cache.get('key', new Set(['c']))).toBeUndefined();
    expect(cache.get('other', undefined)).toBeUndefined();
    const newer = entry('a');
    cache.set('key', newer);
    expect(cache.get('key', new Set(['a']))).toBe(newer);
    cache.drop('key');
    expect(cache.get('key', undefined)).toBeUndefined();
  });

  it('are bounded in number, the oldest out first (rule 30)', () => {
    const cache = new FactsCache(10);
    for (let index = 0; index < 15; index++) cache.set(`${index}`, entry());
    const known = Array.from({ length: 15 }, (_, index) => cache.get(`${index}`, undefined) !== undefined);
    expect(known).toEqual([...Array(5).fill(false), ...Array(10).fill(true)]);
  });

  it('are bounded in size, and what is dropped frees its place', () => {
    const cache = new FactsCache(1_000);
    const big = entry('a', { characters: 10_000_000 });
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
    cache.set('huge', entry('a', { characters: 40_000_000 }));
    expect(['2', 'huge'].map((key) => cache.get(key, undefined))).toEqual([undefined, undefined]);
    cache.set('small', entry());
    expect(cache.get('small', undefined)).toBeDefined();
  });

  it('end at their time', () => {
    const cache = new FactsCache(10);
    cache.set('key', entry('a', { until: performance.now() - 1 }));
    expect(cache.get('key', undefined)).toBeUndefined();
  });
});

describe('refusals', () => {
  it('have a tenth of the space, and never push out facts', () => {
    const cache = new FactsCache(100);
    for (let index = 0; index < 100; index++) cache.set(`${index}`, entry());
    for (let index = 0; index < 50; index++) cache.refuse(`r${index}`, 'a', no, 1_000, 0);
    const refused = Array.from({ length: 50 }, (_, index) => cache.refusal(`r${index}`, undefined)).filter(Boolean);
    expect(refused).toHaveLength(10);
    expect(cache.get('0', undefined)).toBeDefined();
  });

  it('are read for accepted providers alone, end at their time, and go with a purge', () => {
    const cache = new FactsCache(100);
    cache.refuse('key', 'a', no, 1_000, cache.generation);
    expect(cache.refusal('key', undefined)?.refusal).toBe(no);
    expect(cache.refusal('key', new Set(['a']))?.refusal).toBe(no);
    expect(cache.refusal('key', new Set(['b']))).toBeUndefined();
    cache.refuse('late', 'a', no, -1, cache.generation);
    expect(cache.refusal('late', undefined)).toBeUndefined();
    const { generation } = cache;
    cache.purge();
    expect(cache.refusal('key', undefined)).toBeUndefined();
    cache.refuse('key', 'a', no, 1_000, generation);
    expect(cache.refusal('key', undefined)).toBeUndefined();
  });
});
