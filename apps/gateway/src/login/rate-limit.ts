interface Window {
  began: number;
  now: number;
  before: number;
}

const minute = 60_000;

/** Counts calls per address over the last minute, by two windows of which the older counts in part. Bounded. */
export class RateLimit {
  readonly #windows = new Map<string, Window>();
  readonly #perMinute: number;
  readonly #most: number;

  constructor(perMinute: number, most = 10_000) {
    this.#perMinute = perMinute;
    this.#most = most;
  }

  /**
   * Counts a call.
   * @param at monotonic milliseconds
   * @returns seconds to wait; 0 when the call may go on
   */
  take(address: string, at: number = performance.now()): number {
    const key = network(address);
    const window = moved(this.#windows.get(key) ?? { began: at, now: 0, before: 0 }, at);
    const elapsed = (at - window.began) / minute;
    if (window.now + window.before * (1 - elapsed) >= this.#perMinute) return Math.ceil(60 * (1 - elapsed)) || 1;
    window.now++;
    this.#windows.delete(key);
    this.#windows.set(key, window);
    if (this.#windows.size > this.#most) this.#windows.delete(this.#windows.keys().next().value ?? '');
    return 0;
  }
}

function moved(window: Window, at: number): Window {
  const passed = Math.floor((at - window.began) / minute);
  if (passed === 0) return window;
  return { began: window.began + passed * minute, now: 0, before: passed === 1 ? window.now : 0 };
}

/** One household has a whole IPv6 /64. */
function network(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array(Math.max(0, missing)).fill('0'), ...(tail ?? '').split(':')].slice(0, 4).join(':');
}
