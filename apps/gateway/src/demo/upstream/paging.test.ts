import { describe, expect, it } from 'vitest';
import { cut, readPaging } from './paging.ts';

const list = Array.from({ length: 7 }, (_, index) => index);

describe('readPaging', () => {
  it('starts at 0 with 25 items', () => {
    expect(readPaging(new URLSearchParams(), 100)).toEqual({ start: 0, limit: 25 });
  });

  it('cuts the limit down to what the product gives', () => {
    expect(readPaging(new URLSearchParams('start=3&limit=5000'), 100)).toEqual({ start: 3, limit: 100 });
  });

  it.each(['start=-1', 'limit=x', 'limit=', 'start=1.5', 'limit=1e3'])('takes no %s', (query) => {
    expect(readPaging(new URLSearchParams(query), 100)).toBeUndefined();
  });
});

describe('cut', () => {
  it('leads through the whole list, each item once', () => {
    const seen: number[] = [];
    for (let start: number | undefined = 0; start !== undefined; ) {
      const cutting: ReturnType<typeof cut<number>> = cut(list, { start, limit: 3 });
      seen.push(...cutting.part);
      start = cutting.next;
    }
    expect(seen).toEqual(list);
  });

  it.each([
    { start: 4, limit: 3, size: 3 },
    { start: 7, limit: 3, size: 0 },
    { start: 99, limit: 3, size: 0 },
    { start: 0, limit: 0, size: 0 },
  ])('ends at start $start, limit $limit', ({ size, ...paging }) => {
    const { part, next } = cut(list, paging);
    expect(part).toHaveLength(size);
    expect(next).toBeUndefined();
  });
});
