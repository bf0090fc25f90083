import type { FactsStore } from '../stores/facts-store.ts';

/** A second-level cache in memory that shows what it holds; it forgets nothing by itself. */
export interface MemoryFactsStore extends FactsStore {
  readonly values: Map<string, string>;
  readonly lives: number[];
}

/** Stands for Redis: processes that share it are registries here. */
export function memoryFactsStore(): MemoryFactsStore {
  const values = new Map<string, string>();
  const lives: number[] = [];
  return {
    values,
    lives,
    get: async (key) => values.get(key),
    set: async (key, value, lifeSeconds) => {
      values.set(key, value);
      lives.push(lifeSeconds);
    },
    delete: async (key) => void values.delete(key),
  };
}
