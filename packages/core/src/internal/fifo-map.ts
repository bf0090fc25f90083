/**
 * A map that can forget its oldest entry without searching for it: the iterator stays where the last one was, since a
 * new one would first pass everything deleted since the table was last rebuilt.
 */
export class FifoMap<V> {
  readonly #entries = new Map<string, V>();
  #oldest: IterableIterator<string> | undefined;

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  /** @param key which the map does not have: one that it has would keep its age */
  add(key: string, value: V): void {
    this.#entries.set(key, value);
  }

  /** A key that is set again counts as new. */
  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#oldest = undefined;
  }

  /** Removes the oldest entry and gives it. */
  shift(): V | undefined {
    const key = this.#next() ?? this.#next();
    if (key === undefined) return undefined;
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    return value;
  }

  #next(): string | undefined {
    this.#oldest ??= this.#entries.keys();
    const { value, done } = this.#oldest.next();
    if (done !== true) return value;
    this.#oldest = undefined;
    return undefined;
  }
}
