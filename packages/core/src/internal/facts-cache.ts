import type { Auth } from '../auth.ts';
import type { TokenFacts } from '../verify/facts.ts';
import type { Instance } from './instance.ts';
import type { Refusal } from './refusal.ts';

/** What is known about one token at one provider. */
export interface Entry {
  readonly facts: TokenFacts;
  /** Keyed hash of the token, for revocations. */
  readonly tokenHash: string;
  readonly instance: Instance;
  /** Provider identity, for revocations. */
  readonly identity: string;
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

/**
 * Facts about tokens, never decisions: bounded, the oldest out first. Inside an entry one record per provider key, so
 * that a reader takes only a provider its route accepts. Refusals have a tenth of the space to themselves.
 */
export class FactsCache {
  readonly #facts = new Map<string, Entry[]>();
  readonly #refusals = new Map<string, Refused>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, accept: ReadonlySet<string> | undefined): Entry | undefined {
    const entries = this.#facts.get(key);
    const entry = entries?.find(({ facts }) => accept?.has(facts.provider) ?? true);
    if (entries === undefined || entry === undefined) return undefined;
    if (entry.until <= performance.now()) {
      this.#facts.delete(key);
      return undefined;
    }
    return entry;
  }

  set(key: string, entry: Entry): void {
    const others = this.#facts.get(key)?.filter(({ facts }) => facts.provider !== entry.facts.provider) ?? [];
    this.#facts.delete(key);
    this.#facts.set(key, [...others, entry]);
    evict(this.#facts, this.#most);
  }

  drop(key: string): void {
    this.#facts.delete(key);
  }

  refusal(key: string, accept: ReadonlySet<string> | undefined): Refused | undefined {
    const found = this.#refusals.get(key);
    if (found === undefined || !(accept?.has(found.provider) ?? true)) return undefined;
    if (found.until > performance.now()) return found;
    this.#refusals.delete(key);
    return undefined;
  }

  refuse(key: string, provider: string, refusal: Refusal, lifeMs: number): void {
    this.#refusals.set(key, { provider, refusal, until: performance.now() + lifeMs });
    evict(this.#refusals, this.#most / 10);
  }

  /** Forgets refusals and users, as after minting, linking or configuring. */
  purge(): void {
    this.#refusals.clear();
    for (const entries of this.#facts.values()) for (const entry of entries) entry.auth = undefined;
  }
}

function evict(map: Map<string, unknown>, most: number): void {
  if (map.size <= most) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
