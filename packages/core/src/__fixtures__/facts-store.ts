import type { FactsStore } from '../stores/facts-store.ts';

/** A second-level cache in memory that shows what it holds; it forgets nothing by itself. */
export interface MemoryFactsStore extends FactsStore {
  readonly values: Map<string, string>;
  readonly lives: number[];
  /** How often it had what was asked for. */
  readonly hits: number;
}

/** Stands for Redis: processes that share it are registries here. */
export function memoryFactsStore(): MemoryFactsStore {
  const values = new Map<string, string>();
  const lives: number[] = [];
  let hits = 0;
  return {
    values,
    lives,
    get hits() {
      return hits;
    },
    get: async (key) => {
      const value = values.get(key);
      if (value !== undefined) hits++;
      return value;
    },
    set: async (key, value, lifeSeconds) => {
      values.set(key, value);
      lives.push(lifeSeconds);
    },
    delete: async (key) => void values.delete(key),
  };
}
