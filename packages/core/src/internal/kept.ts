import { randomInt } from 'node:crypto';
import { inTime } from './outbound.ts';
import { Refusal } from './refusal.ts';

/** While nothing was ever read there is nothing to serve on: asked again sooner, and recovered sooner. */
const firstPauseMs = 1_000;
const pauseMs = 30_000;
/** What nobody could renew for a day is not served any longer: whatever was withdrawn meanwhile must end. */
const mostStaleMs = 86_400_000;
const slowMs = 1_000;
/** A caller waits so long for news where there is an old document to serve. */
const patienceMs = 2_000;

/** Told when a renewal that nobody waits for fails: the old document serves on. */
export type Report = (refusal: Refusal) => void;

/** A document just read, and how long it is fresh. */
export interface Fetched<T> {
  readonly value: T;
  readonly lifeMs: number;
}

/**
 * A document of a provider. One fetch at a time; renewed behind the scenes in the last quarter of its life, so that
 * nobody waits; past its life it is waited for, two seconds at most, and while the provider can not be asked the old
 * one is served on for up to a day.
 */
export class Kept<T> {
  readonly #what: string;
  readonly #fetch: () => Promise<Fetched<T>>;
  readonly #report: Report;
  #value: T | undefined;
  #running: Promise<void> | undefined;
  #started = 0;
  #origin = { number: 0, begun: 0 };
  /** Monotonic milliseconds, as the next ones. */
  #renewAt = 0;
  #endsAt = 0;
  #goneAt = 0;
  /** The last attempt failed so lately that nobody need wait for the next one. */
  #outageUntil = 0;
  #again = 0;
  /** The provider asked for this pause; it holds for everybody. */
  #limited = 0;
  #failed: Refusal | undefined;
  #hung = false;

  /** @param what names the document in messages */
  constructor(what: string, fetch: () => Promise<Fetched<T>>, report: Report) {
    this.#what = what;
    this.#fetch = fetch;
    this.#report = report;
  }

  /** Of the fetch that gave the value: its number, and when it began in monotonic milliseconds. */
  get origin(): { readonly number: number; readonly begun: number } {
    return this.#origin;
  }

  /** How many fetches have begun. */
  get started(): number {
    return this.#started;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Milliseconds until the value is read again, or that is tried again; infinite where there is none. */
  get leftMs(): number {
    if (this.#value === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(this.#endsAt, this.#outageUntil) - performance.now();
  }

  /** The value where no waiting is needed; a renewal that is due begins. */
  get current(): T | undefined {
    const now = performance.now();
    if (now < this.#renewAt) return this.#value;
    if (now >= this.#goneAt) this.#value = undefined;
    if (this.#value === undefined || now >= Math.max(this.#endsAt, this.#outageUntil)) return undefined;
    if (now >= this.#again) this.renew().catch(this.#tell);
    return this.#value;
  }

  /** @throws Refusal 503 where there is nothing to serve */
  async get(): Promise<T> {
    const current = this.current;
    if (current !== undefined) return current;
    const old = this.#value;
    if (old === undefined) {
      this.#refuseEarly();
      return this.renew();
    }
    return inTime(this.renew(), patienceMs, this.#what).catch(() => old);
  }

  /** Fetches, or joins the fetch that runs. @throws Refusal 503 */
  async renew(): Promise<T> {
    this.#refuseWhile(this.#limited);
    this.#running ??= this.#attempt().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
    return this.#value as T;
  }

  /** Nobody waits for what is told here, so nothing may come back from it. */
  readonly #tell = (refusal: Refusal): void => {
    try {
      this.#report(refusal);
    } catch {}
  };

  /** Nothing was read yet: pauses between attempts, and nobody piles up behind one that may hang again. */
  #refuseEarly(): void {
    if (this.#running === undefined) this.#refuseWhile(this.#again);
    else if (this.#hung) throw new Refusal('provider_unreachable', `${this.#what}: the last call hung`, 1);
  }

  #refuseWhile(until: number): void {
    const leftMs = until - performance.now();
    if (leftMs <= 0) return;
    const isLimit = this.#failed?.reason === 'provider_rate_limited';
    const reason = isLimit ? 'provider_rate_limited' : 'provider_unreachable';
    throw new Refusal(reason, `${this.#what}: failed a moment ago`, Math.ceil(leftMs / 1000));
  }

  async #attempt(): Promise<void> {
    const begun = performance.now();
    const number = ++this.#started;
    this.#again = begun + (this.#value === undefined ? 0 : pauseMs);
    try {
      const { value, lifeMs } = await this.#fetch();
      const now = performance.now();
      this.#value = value;
      this.#origin = { number, begun };
      this.#failed = undefined;
      this.#hung = false;
      this.#renewAt = now + (lifeMs * randomInt(750, 850)) / 1000;
      this.#endsAt = now + lifeMs;
      this.#goneAt = this.#endsAt + mostStaleMs;
    } catch (error) {
      const now = performance.now();
      const known = error instanceof Refusal ? error : new Refusal('provider_unreachable', `${this.#what}: no answer`);
      this.#failed = known;
      this.#hung = now - begun > slowMs;
      this.#outageUntil = now + 2 * pauseMs;
      this.#limited = now + Math.min(known.retryAfter ?? 0, 60) * 1000;
      this.#again = Math.max(this.#limited, this.#value === undefined ? now + firstPauseMs : this.#again);
      throw known;
    }
  }
}
