import { Refusal } from './refusal.ts';

const most = 5;
const slowMs = 1_000;
const pauseMs = 2_000;

/**
 * Keeps requests from piling up behind a provider that hangs: after five slow failures in a row one call per two
 * seconds tries again, and the others are refused at once. A provider that fails fast holds nothing up and is asked on.
 */
export class Breaker {
  #slow = 0;
  /** Monotonic milliseconds. */
  #tryAgainAt = 0;

  /**
   * @param isFailure whether an answer is one, such as a 504 of something in front of the provider
   * @throws Refusal `provider_unreachable` without a call, or whatever the work throws
   */
  async run<T>(what: string, work: () => Promise<T>, isFailure: (value: T) => boolean = () => false): Promise<T> {
    const begun = performance.now();
    if (this.#slow >= most) {
      if (begun < this.#tryAgainAt) {
        throw new Refusal('provider_unreachable', `${what}: the last ${most} calls hung`, pauseMs / 1000);
      }
      this.#tryAgainAt = begun + pauseMs;
    }
    let hasFailed = true;
    try {
      const value = await work();
      hasFailed = isFailure(value);
      return value;
    } finally {
      const now = performance.now();
      this.#slow = hasFailed && now - begun > slowMs ? this.#slow + 1 : 0;
      // Later ones were let through to try: their ends do not put off the next one.
      if (this.#slow === most) this.#tryAgainAt = now + pauseMs;
    }
  }
}
