import type { Entry } from './entry.ts';
import { FifoMap } from './fifo-map.ts';
import type { Refusal } from './refusal.ts';

interface Refused {
  readonly provider: string;
  readonly refusal: Refusal;
  readonly until: number;
}

type Accept = ReadonlySet<string> | undefined;

/** Above so many entries, one table would take too long to grow at a stroke. */
const mostInOne = 4_096;
const shards = 16;

/**
 * Facts about tokens, never decisions: bounded in number and in bytes, the oldest (of one part) out first. Inside an
 * entry one record per provider key, so that a reader takes only a provider its route accepts. Refusals have a tenth of
 * the space to themselves.
 */
export class FactsCache {
  readonly #facts: readonly FifoMap<Entry>[];
  readonly #refusals = new FifoMap<Refused>();
  readonly #most: number;
  readonly #mostBytes: number;
  #size = 0;
  #bytes = 0;
  #turn = 0;
  #generation = 0;

  constructor(most: number, mostBytes: number) {
    this.#most = most;
    this.#mostBytes = mostBytes;
    this.#facts = Array.from({ length: most > mostInOne ? shards : 1 }, () => new FifoMap<Entry>());
  }

  /** Counts purges: what was asked before one must not be kept after it. */
  get generation(): number {
    return this.#generation;
  }

  /** Tokens and their bytes, about. */
  get usage(): { readonly tokens: number; readonly bytes: number } {
    return { tokens: this.#size, bytes: this.#bytes };
  }

  /** What is known of a token at a provider that the route accepts; it may be stale. */
  get(key: string, accept: Accept): Entry | undefined {
    let entry = this.#shard(key).get(key);
    while (entry !== undefined && accept !== undefined && !accept.has(entry.provider)) entry = entry.next;
    return entry;
  }

  /** Keeps an entry, in place of an older one of the same provider. */
  set(key: string, entry: Entry): void {
    const shard = this.#shard(key);
    const known = shard.get(key);
    if (known !== undefined) {
      this.drop(key);
      entry.next = without(known, entry.provider);
    }
    shard.add(key, entry);
    this.#size++;
    this.#bytes += bytes(entry);
    while (this.#size > this.#most || this.#bytes > this.#mostBytes) this.#evict();
  }

  drop(key: string): void {
    const shard = this.#shard(key);
    const entry = shard.get(key);
    if (entry === undefined) return;
    shard.delete(key);
    this.#size--;
    this.#bytes -= bytes(entry);
  }

  refusal(key: string, accept: Accept, now: number): Refused | undefined {
    const found = this.#refusals.get(key);
    if (found === undefined || !(accept?.has(found.provider) ?? true)) return undefined;
    if (found.until > now) return found;
    this.#refusals.delete(key);
    return undefined;
  }

  /** @param generation at the time the proof began */
  refuse(key: string, provider: string, refusal: Refusal, lifeMs: number, generation: number): void {
    if (generation !== this.#generation) return;
    this.#refusals.set(key, { provider, refusal, until: performance.now() + lifeMs });
    if (this.#refusals.size > this.#most / 10) this.#refusals.shift();
  }

  /** Forgets refusals, as after minting, linking or configuring: the token may have been refused a moment ago. */
  forgetRefusals(): void {
    this.#generation++;
    this.#refusals.clear();
  }

  #shard(key: string): FifoMap<Entry> {
    return this.#facts[key.charCodeAt(0) % this.#facts.length] as FifoMap<Entry>;
  }

  #evict(): void {
    this.#turn = (this.#turn + 1) % this.#facts.length;
    const entry = this.#facts[this.#turn]?.shift();
    if (entry === undefined) return;
    this.#size--;
    this.#bytes -= bytes(entry);
  }
}

function bytes(entry: Entry | undefined): number {
  return entry === undefined ? 0 : entry.bytes + bytes(entry.next);
}

/** The chain without the entry of a provider. */
function without(entry: Entry | undefined, provider: string): Entry | undefined {
  if (entry === undefined) return undefined;
  const next = without(entry.next, provider);
  if (entry.provider === provider) return next;
  entry.next = next;
  return entry;
}
