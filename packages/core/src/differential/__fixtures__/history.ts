/** An instant: the number of the event, since many happen in one millisecond, and the time. */
export interface Moment {
  readonly event: number;
  /** Milliseconds since the epoch. */
  readonly ms: number;
}

/** A value and how long it held, in milliseconds since the epoch. */
export interface Span<T> {
  readonly value: T;
  readonly from: number;
  /** Infinite for the present one. */
  readonly until: number;
}

/** A value that changes, and all that it was. */
export class History<T> {
  readonly #changes: { readonly value: T; readonly moment: Moment }[];

  constructor(value: T, moment: Moment) {
    this.#changes = [{ value, moment }];
  }

  get now(): T {
    return this.#changes.at(-1)?.value as T;
  }

  change(value: T, moment: Moment): void {
    this.#changes.push({ value, moment });
  }

  /** What it was after an event. */
  at(event: number): T {
    return (this.#changes.findLast(({ moment }) => moment.event <= event) ?? this.#changes[0])?.value as T;
  }

  /** What it was at that time, and everything later. */
  since(ms: number): Span<T>[] {
    const spans: Span<T>[] = [];
    let until = Number.POSITIVE_INFINITY;
    for (let index = this.#changes.length - 1; index >= 0 && until >= ms; index--) {
      const { value, moment } = this.#changes[index] as { value: T; moment: Moment };
      spans.push({ value, from: moment.ms, until });
      until = moment.ms;
    }
    return spans;
  }
}
