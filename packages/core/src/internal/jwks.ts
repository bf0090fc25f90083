import type { HttpClient } from '../http/client.ts';
import { freshness } from './freshness.ts';
import { type Fetched, Kept, type Report } from './kept.ts';
import type { PublicJwk } from './key-policy.ts';
import { KeySet } from './key-set.ts';
import { failure, send, timeLeft, toAnswer } from './outbound.ts';
import { quote, Refusal } from './refusal.ts';

const untoldMs = 600_000;
const pauseMs = 30_000;

/** Where a key set is fetched; resolved again at every fetch. */
export type JwksLocation = () => Promise<{ readonly url: string; readonly trust: 'configured' | 'learned' }>;

/**
 * The keys of one issuer, renewed before they end and served on during an outage. For unknown ids the issuer is asked
 * once in 30 s at most, also while that fails.
 */
export class Jwks {
  readonly #kept: Kept<KeySet>;
  readonly #skew: number;
  /** Monotonic milliseconds of the last fetch for an unknown id. */
  #asked = Number.NEGATIVE_INFINITY;

  /** @param skew seconds that the issuer's clock may differ from ours */
  constructor(http: HttpClient, location: JwksLocation, skew: number, report: Report) {
    this.#kept = new Kept('jwks', () => fetchKeys(http, location), report);
    this.#skew = skew;
  }

  /** Milliseconds for which the keys count: what they proved is proved again with the next ones. */
  get leftMs(): number {
    return this.#kept.leftMs;
  }

  /** The key where no waiting is needed. */
  known(kid: unknown, algorithm: string): PublicJwk | undefined {
    return this.#kept.current?.find(kid, algorithm);
  }

  /**
   * The key for a token. An unknown id is `unknown_key` only if the set was surely read after the token was issued;
   * else the set is fetched again, or the answer is 503 when it can not be.
   * @param issuedAt the token's `iat`, seconds since the epoch; unverified, it only decides whether to ask again
   */
  async find(kid: unknown, algorithm: string, issuedAt: number | undefined): Promise<PublicJwk> {
    const { started } = this.#kept;
    for (;;) {
      const keys = await this.#kept.get();
      const key = keys.find(kid, algorithm);
      if (key !== undefined) return key;
      if (!this.#wasReadAfter(started, issuedAt)) await this.#ask();
      else if (keys.isWhole) throw new Refusal('unknown_key', `kid ${quote(kid)} with ${algorithm}`);
      else
        throw new Refusal('provider_malformed', 'jwks: too many keys; the first 1000 do not hold the one of the token');
    }
  }

  #wasReadAfter(started: number, issuedAt: number | undefined): boolean {
    const { number, begun } = this.#kept.origin;
    if (number > started) return true;
    const begunAt = (Date.now() - (performance.now() - begun)) / 1000;
    // `iat` is mostly a whole second, and of the issuer's clock: nearer to the fetch, the key may have come after it.
    return issuedAt !== undefined && begunAt - issuedAt >= 1 + this.#skew;
  }

  async #ask(): Promise<void> {
    if (!this.#kept.isRunning) {
      const leftMs = this.#asked + pauseMs - performance.now();
      if (leftMs > 0) {
        throw new Refusal('provider_unreachable', 'jwks: asked a moment ago', Math.ceil(leftMs / 1000));
      }
    }
    const { started } = this.#kept;
    const renewed = this.#kept.renew();
    // In a pause that the issuer asked for nothing has begun.
    if (this.#kept.started > started) this.#asked = performance.now();
    await renewed;
  }
}

async function fetchKeys(http: HttpClient, location: JwksLocation): Promise<Fetched<KeySet>> {
  const begun = performance.now();
  const { url, trust } = await location();
  const headers = { accept: 'application/jwk-set+json, application/json' };
  const request = { url, trust, method: 'GET', headers, maxBytes: 4_194_304, timeoutMs: timeLeft(begun) } as const;
  const answer = toAnswer(await send(http, request, 'jwks'));
  const keys = answer.document?.keys;
  if (answer.status !== 200 || !Array.isArray(keys)) throw failure(answer, 'jwks');
  return { value: new KeySet(keys), lifeMs: freshness(answer.headers, untoldMs) };
}
