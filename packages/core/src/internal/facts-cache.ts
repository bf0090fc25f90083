import type { Auth } from '../auth.ts';
import type { TokenFacts } from '../verify/facts.ts';
import type { Instance } from './instance.ts';
import type { Refusal } from './refusal.ts';

/** What is known about one token at one provider. */
export interface Entry {
  readonly facts: TokenFacts;
  /** Keyed hash of the token, for revocations. */
  readonly tokenHash: string;
  /** Length of the facts as JSON. */
  readonly characters: number;
  readonly instance: Instance;
  /** Monotonic milliseconds. */
  readonly until: number;
  /** Revocation epoch under which it was last checked. */
  epoch: number;
  /** The identity last handed out, and until when (monotonic milliseconds) its user counts. */
  auth: Auth | undefined;
  authUntil: number;
}

interface Refused {
  readonly provider: string;
  readonly refusal: Refusal;
  readonly until: number;
}

/** Characters of facts, at most: claims can be long. */
const mostCharacters = 32_000_000;

/**
 * Facts about tokens, never decisions: bounded in number and in size, the oldest out first. Inside an entry one record
 * per provider key, so that a reader takes only a provider its route accepts. Refusals have a tenth of the space to
 * themselves.
 */
export class FactsCache {
  readonly #facts = new Map<string, readonly Entry[]>();
  readonly #refusals = new Map<string, Refused>();
  readonly #most: number;
  #characters = 0;
  #generation = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Counts purges: what was asked before one must not be kept after it. */
  get generation(): number {
    return this.#generation;
  }

  get(key: string, accept: ReadonlySet<string> | undefined): Entry | undefined {
    const entries = this.#facts.get(key);
    const entry = entries?.find(({ facts }) => accept?.has(facts.provider) ?? true);
    if (entries === undefined || entry === undefined) return undefined;
    if (entry.until > performance.now()) return entry;
    this.drop(key);
    return undefined;
  }

  set(key: string, entry: Entry): void {
    const others = this.#facts.get(key)?.filter(({ facts }) => facts.provider !== entry.facts.provider) ?? [];
    this.drop(key);
    const entries = [...others, entry];
    this.#facts.set(key, entries);
    this.#characters += size(entries);
    while (this.#facts.size > this.#most || this.#characters > mostCharacters) this.drop(oldest(this.#facts));
  }

  drop(key: string): void {
    this.#characters -= size(this.#facts.get(key) ?? []);
    this.#facts.delete(key);
  }

  refusal(key: string, accept: ReadonlySet<string> | undefined): Refused | undefined {
    const found = this.#refusals.get(key);
    if (found === undefined || !(accept?.has(found.provider) ?? true)) return undefined;
    if (found.until > performance.now()) return found;
    this.#refusals.delete(key);
    return undefined;
  }

  /** @param generation at the time the proof began */
  refuse(key: string, provider: string, refusal: Refusal, lifeMs: number, generation: number): void {
    if (generation !== this.#generation) return;
    this.#refusals.set(key, { provider, refusal, until: performance.now() + lifeMs });
    if (this.#refusals.size > this.#most / 10) this.#refusals.delete(oldest(this.#refusals));
  }

  /** Forgets refusals, as after minting: the token may have been refused a moment ago. */
  forgetRefusals(): void {
    this.#generation++;
    this.#refusals.clear();
  }

  /** Forgets refusals and users, as after linking or configuring. */
  purge(): void {
    this.forgetRefusals();
    for (const entries of this.#facts.values()) for (const entry of entries) entry.auth = undefined;
  }
}

const oldest = (map: ReadonlyMap<string, unknown>): string => map.keys().next().value ?? '';

const size = (entries: readonly Entry[]): number => entries.reduce((sum, { characters }) => sum + characters, 0);
