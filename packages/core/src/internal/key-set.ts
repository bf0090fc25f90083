import { fits, isUsable, type PublicJwk } from './key-policy.ts';

const most = 1_000;

/**
 * The usable keys of one published set, found by id in one look. Keys that share an id name nothing and none of them is
 * used (RFC 7517 §4.5 wants them distinct); a key without an id serves only tokens without one.
 */
export class KeySet {
  /** Whether no key was left unread. */
  readonly isWhole: boolean;
  readonly #all: readonly PublicJwk[];
  readonly #byId = new Map<unknown, PublicJwk>();
  /** For tokens without an id: the only key that fits an algorithm. */
  readonly #onlyOnes = new Map<string, PublicJwk | undefined>();

  /** @param published what the issuer wrote: the first 1,000 are read, what can not verify is dropped */
  constructor(published: readonly unknown[]) {
    this.isWhole = published.length <= most;
    const usable = published.slice(0, most).filter(isUsable);
    const count = new Map<unknown, number>();
    for (const { kid } of usable) count.set(kid, (count.get(kid) ?? 0) + 1);
    this.#all = usable.filter(({ kid }) => kid === undefined || count.get(kid) === 1);
    for (const key of this.#all) if (key.kid !== undefined) this.#byId.set(key.kid, key);
  }

  /** @param algorithm one of an allow-list: the answer for tokens without an id is kept for each */
  find(kid: unknown, algorithm: string): PublicJwk | undefined {
    if (kid === undefined) return this.#only(algorithm);
    const key = this.#byId.get(kid);
    return key !== undefined && fits(key, algorithm) ? key : undefined;
  }

  #only(algorithm: string): PublicJwk | undefined {
    if (this.#onlyOnes.has(algorithm)) return this.#onlyOnes.get(algorithm);
    const [only, ...others] = this.#all.filter((key) => fits(key, algorithm));
    const answer = others.length === 0 ? only : undefined;
    this.#onlyOnes.set(algorithm, answer);
    return answer;
  }
}
