import type { HttpClient } from '../http/client.ts';
import { fits, isUsable, type PublicJwk } from './key-policy.ts';
import { failure, send, toAnswer } from './outbound.ts';
import { quote, Refusal } from './refusal.ts';
import { SingleFlight } from './single-flight.ts';

const lifeMs = 600_000;
const pauseMs = 30_000;
const most = 1_000;

/** Where a key set is fetched; resolved again at every fetch. */
export type JwksLocation = () => Promise<{ readonly url: string; readonly trust: 'configured' | 'learned' }>;

/** The keys of one issuer: single-flight, at most one fetch per 30 s for unknown ids, old keys served during an outage. */
export class Jwks {
  readonly #http: HttpClient;
  readonly #location: JwksLocation;
  readonly #flight = new SingleFlight<void>();
  #keys: readonly PublicJwk[] | undefined;
  /** Monotonic milliseconds of the last attempt. */
  #attempted = Number.NEGATIVE_INFINITY;
  #staleAt = 0;
  /** Seconds since the epoch at which the last successful fetch began. */
  #fetchedAt = 0;

  constructor(http: HttpClient, location: JwksLocation) {
    this.#http = http;
    this.#location = location;
  }

  /**
   * The key for a token. An unknown id is `unknown_key` only if the set was read since the token was issued; else the set is
   * fetched again, or the answer is 503 when it can not be.
   * @param issuedAt the token's `iat`, seconds since the epoch; unverified, it only decides whether to ask again
   */
  async find(kid: unknown, algorithm: string, issuedAt: number | undefined): Promise<PublicJwk> {
    const unknown = () => new Refusal('unknown_key', `kid ${quote(kid)} with ${algorithm}`);
    if (this.#keys === undefined) {
      await this.#fetch(true);
      const key = this.#select(kid, algorithm);
      if (key === undefined) throw unknown();
      return key;
    }
    const key = this.#select(kid, algorithm);
    if (key !== undefined) {
      if (performance.now() > this.#staleAt) this.#fetch(false).catch(() => {});
      return key;
    }
    if (issuedAt !== undefined && issuedAt < this.#fetchedAt) throw unknown();
    await this.#fetch(true);
    const found = this.#select(kid, algorithm);
    if (found === undefined) throw unknown();
    return found;
  }

  #select(kid: unknown, algorithm: string): PublicJwk | undefined {
    const fitting = (this.#keys ?? []).filter((key) => fits(key, algorithm) && (kid === undefined || key.kid === kid));
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  /** One attempt per 30 s, successful or not; joiners of a running fetch share it. */
  #fetch(loud: boolean): Promise<void> {
    return this.#flight.run('', async () => {
      const since = performance.now() - this.#attempted;
      if (since < pauseMs) {
        if (!loud) return;
        throw new Refusal(
          'provider_unreachable',
          'jwks: asked less than 30 s ago',
          Math.ceil((pauseMs - since) / 1000),
        );
      }
      this.#attempted = performance.now();
      const begun = Date.now() / 1000;
      const { url, trust } = await this.#location();
      const headers = { accept: 'application/jwk-set+json, application/json' };
      const request = { url, trust, method: 'GET', headers, maxBytes: 4_194_304 } as const;
      const answer = toAnswer(await send(this.#http, request, 'jwks'));
      const keys = answer.document?.keys;
      if (answer.status !== 200 || !Array.isArray(keys)) throw failure(answer, 'jwks');
      if (keys.length > most) throw new Refusal('provider_malformed', `jwks: more than ${most} keys`);
      this.#keys = unambiguous(keys.filter(isUsable));
      this.#fetchedAt = begun;
      this.#staleAt = performance.now() + lifeMs;
    });
  }
}

/** Keys that share a `kid` name nothing: none of them is used (a key without `kid` is kept). */
function unambiguous(keys: readonly PublicJwk[]): readonly PublicJwk[] {
  const count = new Map<unknown, number>();
  for (const { kid } of keys) count.set(kid, (count.get(kid) ?? 0) + 1);
  return keys.filter(({ kid }) => kid === undefined || count.get(kid) === 1);
}
