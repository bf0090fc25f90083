/** Latencies of one kind of time, quiet or not, in windows. */
export class Latencies {
  readonly #windows = new Map<number, number[]>();
  readonly #windowMs: number;

  constructor(windowMs = 250) {
    this.#windowMs = windowMs;
  }

  /** @param begun monotonic milliseconds at which the request was sent */
  add(begun: number): void {
    const window = Math.floor(begun / this.#windowMs);
    const list = this.#windows.get(window) ?? [];
    list.push(performance.now() - begun);
    this.#windows.set(window, list);
  }

  /** Median over the windows of the 99th percentile of each: a stall of the machine spoils one window, not the rest. */
  get p99(): number {
    const full = [...this.#windows.values()].filter((list) => list.length >= 20);
    return at(
      full.map((list) => at(list, 0.99)),
      0.5,
    );
  }
}

function at(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)] ?? Number.NaN;
}
