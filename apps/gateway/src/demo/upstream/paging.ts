/** The part of a list that a client asked for. */
export interface Paging {
  readonly start: number;
  readonly limit: number;
}

/** Reads `start` and `limit` (25, and at most `most`); `undefined` when one of them is no whole number from 0 up. */
export function readPaging(query: URLSearchParams, most: number): Paging | undefined {
  const [start = '0', limit = '25'] = [query.get('start') ?? undefined, query.get('limit') ?? undefined];
  if (![start, limit].every((text) => /^\d{1,9}$/.test(text))) return undefined;
  return { start: Number(start), limit: Math.min(Number(limit), most) };
}

/** Cuts the part out of the list; `next` is where the following part starts, absent at the end. */
export function cut<T>(list: readonly T[], { start, limit }: Paging): { part: readonly T[]; next?: number } {
  const part = list.slice(start, start + limit);
  const next = start + part.length;
  return next < list.length && part.length > 0 ? { part, next } : { part };
}
