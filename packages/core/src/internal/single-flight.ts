/** Joins calls with the same key that run at the same time into one. */
export class SingleFlight<T> {
  readonly #running = new Map<string, Promise<T>>();

  /** The running call under a key, if there is one. */
  join(key: string): Promise<T> | undefined {
    return this.#running.get(key);
  }

  /** Whether nothing runs at all. */
  get isIdle(): boolean {
    return this.#running.size === 0;
  }

  run(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const started = work().finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }
}
