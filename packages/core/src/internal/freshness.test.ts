import { describe, expect, it } from 'vitest';
import { freshness } from './freshness.ts';

const date = 'Wed, 21 Oct 2026 07:28:00 GMT';

describe('how long an answer is fresh (RFC 9111 §4.2.1), a minute to an hour', () => {
  it.each([
    ['says nothing', {}, 600],
    ['max-age', { 'cache-control': 'public, max-age=300' }, 300],
    ['max-age of another case', { 'cache-control': 'Max-Age=300' }, 300],
    ['max-age less the time in a cache on the way', { 'cache-control': 'max-age=300', age: '100' }, 200],
    ['s-maxage is for shared caches', { 'cache-control': 's-maxage=300' }, 600],
    ['max-age before Expires', { 'cache-control': 'max-age=300', expires: '0' }, 300],
    ['a day', { 'cache-control': 'max-age=86400' }, 3_600],
    ['nothing at all', { 'cache-control': 'max-age=0' }, 60],
    ['no-store', { 'cache-control': 'no-store, max-age=300' }, 60],
    ['no-cache', { 'cache-control': 'no-cache' }, 60],
    ['nonsense', { 'cache-control': 'max-age=soon' }, 600],
    ['Expires', { expires: 'Wed, 21 Oct 2026 07:33:00 GMT', date }, 300],
    ['Expires of the past', { expires: 'Wed, 21 Oct 2026 07:00:00 GMT', date }, 60],
    ['Expires that is no date', { expires: '0', date }, 60],
  ])('%s', (_, headers, seconds) => {
    expect(freshness(headers as Record<string, string>, 600_000)).toBe(seconds * 1000);
  });
});
