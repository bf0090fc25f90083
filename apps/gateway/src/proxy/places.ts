import { HttpProblem } from '../pipeline/errors/http-problem.ts';

/** As many places as an upstream has connections. Who finds none waits in a row, but not for ever. */
export class Places {
  readonly #patience: number;
  readonly #waiting = new Set<() => void>();
  #free: number;

  /** @param patience milliseconds that a request waits */
  constructor(count: number, patience: number) {
    this.#free = count;
    this.#patience = patience;
  }

  /**
   * Takes a place. @returns what gives it back, to be called once
   * @throws HttpProblem 503 with `Retry-After` when none falls free in time; the reason of the signal
   */
  async take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free === 0) await this.#turn(signal);
    else this.#free -= 1;
    return () => this.#give();
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const detail = `no connection fell free within ${this.#patience} ms`;
    const late = () => reject(new HttpProblem('upstream_busy', detail, { 'retry-after': '10' }));
    const leave = () => reject(signal.reason);
    const timer = setTimeout(late, this.#patience);
    signal.addEventListener('abort', leave);
    this.#waiting.add(resolve);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      this.#waiting.delete(resolve);
    }
  }

  #give(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
