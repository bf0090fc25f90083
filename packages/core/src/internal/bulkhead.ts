import { Breaker } from './breaker.ts';
import { timeLeft } from './outbound.ts';
import { Refusal } from './refusal.ts';

const most = 64;
const mostWaiting = 256;
/** In line, at most: what is left of the deadline is enough for an answer. */
const waitMs = 4_000;

/**
 * The way to one endpoint: at most 64 calls at a time, at most 256 in line for 4 s, the others refused at once; and the
 * {@link Breaker}, whose clock starts when a call leaves the line. So a burst neither fills the memory nor counts as a
 * provider that hangs.
 */
export class Bulkhead {
  readonly #breaker = new Breaker();
  readonly #line = new Set<() => void>();
  #running = 0;

  /**
   * @param work gets the milliseconds that are left of the deadline
   * @param check throws where no call may be made; at the start, and again at the end of the line
   * @param isFailure for the breaker
   * @throws Refusal `provider_unreachable` without a call, or whatever check and work throw
   */
  async run<T>(
    what: string,
    work: (leftMs: number) => Promise<T>,
    check: () => void = () => {},
    isFailure?: (value: T) => boolean,
  ): Promise<T> {
    check();
    const begun = performance.now();
    if (this.#running < most) this.#running++;
    else await this.#turn(what);
    try {
      check();
      return await this.#breaker.run(what, () => work(timeLeft(begun)), isFailure);
    } finally {
      // The next in line takes over the place.
      const [next] = this.#line;
      if (next === undefined) this.#running--;
      else next();
    }
  }

  #turn(what: string): Promise<void> {
    const refusal = () => new Refusal('provider_unreachable', `${what}: too many calls wait`, 1);
    return new Promise((resolve, reject) => {
      if (this.#line.size >= mostWaiting) return reject(refusal());
      const late = setTimeout(() => {
        this.#line.delete(enter);
        reject(refusal());
      }, waitMs);
      const enter = () => {
        this.#line.delete(enter);
        clearTimeout(late);
        resolve();
      };
      this.#line.add(enter);
    });
  }
}
