/**
 * Nonces that a proof must carry (RFC 9449 §9), without a memory: each is a keyed hash of the time, so that all
 * instances with one key agree. One serves for its slot of time and the next.
 */
export class Nonces {
  readonly #hash: (text: string) => string;
  readonly #lifeSeconds: number;

  /** @param hash keyed, under a key that clients can not know */
  constructor(hash: (text: string) => string, lifeSeconds: number) {
    this.#hash = hash;
    this.#lifeSeconds = lifeSeconds;
  }

  /** @param now seconds since the epoch */
  current(now: number): string {
    return this.#of(this.#slot(now));
  }

  /** @param now seconds since the epoch */
  accepts(nonce: unknown, now: number): boolean {
    const slot = this.#slot(now);
    return typeof nonce === 'string' && (nonce === this.#of(slot) || nonce === this.#of(slot - 1));
  }

  #slot(now: number): number {
    return Math.floor(now / this.#lifeSeconds);
  }

  /** No token holds a space, so none has this hash. */
  #of(slot: number): string {
    return this.#hash(`DPoP nonce ${slot}`);
  }
}
