import type { ProviderAnswer } from '../provider/inspection.ts';
import { CacheKeys } from './cache-keys.ts';
import { retryAfter } from './outbound.ts';
import { Refusal } from './refusal.ts';

const keys = new CacheKeys();
const mostMs = 60_000;
const mostTokens = 1_000;
const statuses: ReadonlySet<number> = new Set([403, 429, 503]);

interface Limit {
  /** Monotonic milliseconds. */
  readonly until: number;
  readonly status: number;
}

/**
 * The pauses that a provider asked for at one endpoint (`Retry-After`, RFC 9110 §10.2.3), at most a minute each. A call
 * with the caller's own token makes a pause for that token alone: many providers limit each user, and nobody shall be
 * refused for what another used up. Any other call makes it for all.
 */
export class Limits {
  readonly #what: string;
  readonly #tokens = new Map<string, Limit>();
  #all: Limit | undefined;

  /** @param what names the endpoint in messages */
  constructor(what: string) {
    this.#what = what;
  }

  /** @throws Refusal `provider_rate_limited` `provider_unreachable` with the seconds that are left */
  check(token: string | undefined): void {
    this.#refuse(this.#all);
    if (token !== undefined && this.#tokens.size > 0) this.#refuse(this.#tokens.get(keys.of(token)));
  }

  note({ status, headers }: ProviderAnswer, token: string | undefined): void {
    const seconds = statuses.has(status) ? retryAfter(headers) : undefined;
    if (seconds === undefined) return;
    const limit = { status, until: performance.now() + Math.min(seconds * 1000, mostMs) };
    if (token === undefined || status === 503) this.#all = limit;
    else this.#keep(keys.of(token), limit);
  }

  #refuse(limit: Limit | undefined): void {
    const leftMs = limit === undefined ? 0 : limit.until - performance.now();
    if (limit === undefined || leftMs <= 0) return;
    const reason = limit.status === 503 ? 'provider_unreachable' : 'provider_rate_limited';
    throw new Refusal(reason, `${this.#what}: status ${limit.status} a moment ago`, Math.ceil(leftMs / 1000));
  }

  #keep(key: string, limit: Limit): void {
    this.#tokens.delete(key);
    this.#tokens.set(key, limit);
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size > mostTokens && oldest !== undefined) this.#tokens.delete(oldest);
  }
}
