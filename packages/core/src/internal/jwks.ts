import type { HttpClient } from '../http/client.ts';
import type { PublicJwk } from './key-policy.ts';
import { KeySet } from './key-set.ts';
import { failure, send, toAnswer } from './outbound.ts';
import { quote, Refusal } from './refusal.ts';
import { SingleFlight } from './single-flight.ts';

const lifeMs = 600_000;
const pauseMs = 30_000;
/** While no set was ever read there is nothing to serve on: asked again sooner, and recovered sooner. */
const firstPauseMs = 1_000;
const most = 1_000;

/** Where a key set is fetched; resolved again at every fetch. */
export type JwksLocation = () => Promise<{ readonly url: string; readonly trust: 'configured' | 'learned' }>;

/**
 * The keys of one issuer: single-flight, at most one fetch per 30 s for unknown ids and while it fails, old keys served
 * during an outage.
 */
export class Jwks {
  readonly #http: HttpClient;
  readonly #location: JwksLocation;
  readonly #skew: number;
  readonly #flight = new SingleFlight<void>();
  #keys: KeySet | undefined;
  /** Monotonic milliseconds of the last attempt. */
  #attempted = Number.NEGATIVE_INFINITY;
  #staleAt = 0;
  /** Seconds since the epoch at which the last successful fetch began. */
  #fetchedAt = 0;

  /** @param skew seconds that the issuer's clock may differ from ours */
  constructor(http: HttpClient, location: JwksLocation, skew: number) {
    this.#http = http;
    this.#location = location;
    this.#skew = skew;
  }

  /** The key where no waiting is needed; a refresh that is due starts behind the scenes. */
  known(kid: unknown, algorithm: string): PublicJwk | undefined {
    const key = this.#keys?.find(kid, algorithm);
    if (key !== undefined && performance.now() > this.#staleAt && this.#pause <= 0) this.#fetch().catch(() => {});
    return key;
  }

  /**
   * The key for a token. An unknown id is `unknown_key` only if the set was surely read after the token was issued;
   * else the set is fetched again, or the answer is 503 when it can not be.
   * @param issuedAt the token's `iat`, seconds since the epoch; unverified, it only decides whether to ask again
   */
  async find(kid: unknown, algorithm: string, issuedAt: number | undefined): Promise<PublicJwk> {
    const unknown = () => new Refusal('unknown_key', `kid ${quote(kid)} with ${algorithm}`);
    const isFirst = this.#keys === undefined;
    const known = this.known(kid, algorithm);
    if (known !== undefined) return known;
    // `iat` is mostly a whole second, and of the issuer's clock: nearer to the fetch, the key may have come after it.
    if (!isFirst && issuedAt !== undefined && this.#fetchedAt - issuedAt >= 1 + this.#skew) throw unknown();
    await this.#fetch();
    const found = this.#keys?.find(kid, algorithm);
    if (found === undefined) throw unknown();
    // The first set was not fetched for an unknown id: a rotation right after it need not wait.
    if (isFirst) this.#attempted = Number.NEGATIVE_INFINITY;
    return found;
  }

  /** Milliseconds until the set may be fetched again. */
  get #pause(): number {
    return this.#attempted + (this.#keys === undefined ? firstPauseMs : pauseMs) - performance.now();
  }

  /** One attempt per pause, successful or not; joiners of a running fetch share it. */
  #fetch(): Promise<void> {
    return this.#flight.run('', async () => {
      const pause = this.#pause;
      if (pause > 0) throw new Refusal('provider_unreachable', 'jwks: asked a moment ago', Math.ceil(pause / 1000));
      this.#attempted = performance.now();
      const begun = Date.now() / 1000;
      const { url, trust } = await this.#location();
      const headers = { accept: 'application/jwk-set+json, application/json' };
      const request = { url, trust, method: 'GET', headers, maxBytes: 4_194_304 } as const;
      const answer = toAnswer(await send(this.#http, request, 'jwks'));
      const keys = answer.document?.keys;
      if (answer.status !== 200 || !Array.isArray(keys)) throw failure(answer, 'jwks');
      if (keys.length > most) throw new Refusal('provider_malformed', `jwks: more than ${most} keys`);
      this.#keys = new KeySet(keys);
      this.#fetchedAt = begun;
      this.#staleAt = performance.now() + lifeMs;
    });
  }
}
