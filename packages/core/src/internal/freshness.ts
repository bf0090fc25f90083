import { httpDate } from './outbound.ts';

const leastMs = 60_000;
const mostMs = 3_600_000;

/**
 * Milliseconds for which an answer is fresh (RFC 9111 §4.2.1): as its `Cache-Control` or `Expires` says, at least a
 * minute, at most an hour. An issuer that allows a day would have a withdrawn key accepted for a day.
 * @param untoldMs where the answer says nothing
 */
export function freshness(headers: Readonly<Record<string, string>>, untoldMs: number): number {
  const control = headers['cache-control']?.toLowerCase() ?? '';
  const [, age] = /(?:^|[\s,])max-age="?(\d{1,9})/.exec(control) ?? [];
  const told = /(?:^|[\s,])no-(?:cache|store)/.test(control)
    ? 0
    : age !== undefined
      ? Number(age) * 1000 - Number(/^\d{1,9}$/.exec(headers.age ?? '') ?? 0) * 1000
      : expiry(headers);
  return Math.min(Math.max(told ?? untoldMs, leastMs), mostMs);
}

function expiry({ expires, date }: Readonly<Record<string, string>>): number | undefined {
  if (expires === undefined) return undefined;
  // Anything but a date means: already past (RFC 9111 §5.3).
  return (httpDate(expires) ?? 0) - (httpDate(date) ?? Date.now());
}
