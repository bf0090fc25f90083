import { createHmac, hash } from 'node:crypto';
import { inspect } from 'node:util';
import type { FactsStore } from '../stores/facts-store.ts';
import type { LogEvent } from '../types.ts';
import { timeOf } from '../verify/claims.ts';
import type { TokenFacts } from '../verify/facts.ts';
import { asksAbout, isPortable, ownAttributes } from '../verify/own-attributes.ts';
import type { Recognised } from '../verify/recognise.ts';
import { nameOf } from '../verify/trace.ts';
import { nowSeconds } from './clock.ts';
import { type PortableFacts, readFacts } from './facts-shape.ts';
import { seal, unseal } from './sealed.ts';
import { parseObject } from './strict-json.ts';

const purpose = 'bearerkit facts 1';
const deadlineMs = 250;
/** After a failure the store is left alone for so long: nobody else shall wait for it. */
const pauseMs = 1_000;
const logPauseMs = 30_000;

/** Facts that another process proved, and how many seconds ago. */
export interface Shared {
  readonly facts: TokenFacts;
  readonly age: number;
}

interface SharedSettings {
  /** Seconds, as the next one. */
  readonly cacheSeconds: number;
  readonly skew: number;
  readonly log: (event: LogEvent) => void;
}

/**
 * The second level of the facts cache. Keys are keyed hashes, values are sealed for their key; whatever can not be read
 * is a miss, and so is a store that fails or takes longer than 250 ms. Holds facts, never a decision or a refusal.
 */
export class SharedFacts {
  readonly #store: FactsStore;
  readonly #secret: Uint8Array;
  readonly #settings: SharedSettings;
  readonly #configurations = new Map<string, string>();
  /** Monotonic milliseconds, as the next one. */
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #quietUntil = Number.NEGATIVE_INFINITY;

  /** @param secret at least 32 bytes, the same in each process */
  constructor(store: FactsStore, secret: Uint8Array, settings: SharedSettings) {
    this.#store = store;
    this.#secret = secret;
    this.#settings = settings;
  }

  /**
   * Whether to look here at all: signatures are checked faster than a store answers, whose a token is that we obtained
   * must be learned by each, and so must what functions make of a second answer.
   */
  serves({ rule, minted }: Recognised): boolean {
    const isPending = minted !== undefined && minted.subject === undefined;
    return !isPending && asksAbout(rule) && isPortable(rule);
  }

  /** What another process proved of the credential under the same configuration, if it is still fresh here. */
  async get(found: Recognised, credential: string): Promise<Shared | undefined> {
    const key = this.#key(found, credential);
    const value = await this.#attempt(() => this.#store.get(key));
    const read = typeof value === 'string' ? this.#read(key, value) : undefined;
    const attributes = read && ownAttributes(found.rule, read.facts);
    if (read === undefined || attributes === undefined) return undefined;
    const { instance, index } = found;
    return { facts: { ...read.facts, attributes, provider: instance.key, rule: index }, age: read.age };
  }

  /** @param provedAt seconds since the epoch */
  async put(found: Recognised, credential: string, facts: TokenFacts, provedAt: number): Promise<void> {
    const { provider, rule, ...portable } = facts;
    const life = Math.floor(this.#life(portable, provedAt));
    if (life < 1) return;
    const key = this.#key(found, credential);
    const value = seal(this.#secret, purpose, key, JSON.stringify({ facts: portable, provedAt }));
    await this.#attempt(() => this.#store.set(key, value, life));
  }

  async delete(found: Recognised, credential: string): Promise<void> {
    const key = this.#key(found, credential);
    await this.#attempt(() => this.#store.delete(key));
  }

  #life({ expiresAt = Number.POSITIVE_INFINITY }: PortableFacts, provedAt: number): number {
    const { cacheSeconds, skew } = this.#settings;
    return Math.min(cacheSeconds, expiresAt + skew - provedAt);
  }

  #read(key: string, value: string): { readonly facts: PortableFacts; readonly age: number } | undefined {
    const bytes = unseal(this.#secret, purpose, key, value);
    const read = bytes && parseObject(bytes);
    const [facts, provedAt] = [readFacts(read?.facts), timeOf(read?.provedAt)];
    if (facts === undefined || provedAt === undefined) return undefined;
    const age = nowSeconds() - provedAt;
    const counts = age >= -this.#settings.skew && age < this.#life(facts, provedAt);
    return counts ? { facts, age: Math.max(age, 0) } : undefined;
  }

  /** HMAC over all that decides what the facts are: no part can run into the next, since JSON quotes them. */
  #key(found: Recognised, credential: string): string {
    const { instance, minted } = found;
    const text = JSON.stringify([
      purpose,
      instance.provider.identity,
      this.#configuration(found),
      minted === undefined ? null : [minted.client, minted.mintedAt, minted.expiresAt ?? null, minted.subject ?? null],
      credential,
    ]);
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }

  /**
   * What the configuration has to say about a rule's facts. A function counts by its text and by the options of its
   * provider; what else it reads from around it must be the same in all processes, unless it makes an attribute.
   */
  #configuration({ instance, index, rule }: Recognised): string {
    const name = `${instance.key} ${index}`;
    const known = this.#configurations.get(name);
    if (known !== undefined) return known;
    const { endpoints, client, settings } = instance.provider;
    const options = inspect(settings?.(), { depth: null, maxArrayLength: null, maxStringLength: null, sorted: true });
    const parts = [index, rule, endpoints, client?.id, this.#settings.skew, options];
    const text = JSON.stringify(parts, (_, value) => (typeof value === 'function' ? String(value) : value));
    const made = hash('sha256', text, 'base64url');
    this.#configurations.set(name, made);
    return made;
  }

  /** The store's answer; `undefined` as well when it fails, is late, or did so a moment ago. */
  async #attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (performance.now() < this.#pausedUntil) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Late()), deadlineMs);
    });
    try {
      return await Promise.race([work(), late]);
    } catch (error) {
      this.#pausedUntil = performance.now() + pauseMs;
      this.#report(error);
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /** A store may put anything into its messages: the log gets the error's name alone. */
  #report(error: unknown): void {
    const now = performance.now();
    if (now < this.#quietUntil) return;
    this.#quietUntil = now + logPauseMs;
    const detail = error instanceof Late ? `no answer within ${deadlineMs} ms` : nameOf(error);
    this.#settings.log({ level: 'warn', event: 'shared_facts_failed', detail });
  }
}

class Late extends Error {}
