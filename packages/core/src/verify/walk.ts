import { AuthError } from '../errors/auth-error.ts';
import { nowSeconds } from '../internal/clock.ts';
import type { Context } from '../internal/context.ts';
import { type Entry, FactsCache } from '../internal/facts-cache.ts';
import { cacheKey } from '../internal/hash.ts';
import { Refusal } from '../internal/refusal.ts';
import { SingleFlight } from '../internal/single-flight.ts';
import type { RequestLike, Requirements } from '../types.ts';
import type { AcceptSets } from './accept.ts';
import { type AnyAuth, Callers } from './callers.ts';
import { toAuthError } from './challenge.ts';
import { timeOf } from './claims.ts';
import { checkDemands } from './demands.ts';
import { prove } from './prove.ts';
import { read } from './read.ts';
import { type Recognised, type RuleIndex, recognise } from './recognise.ts';
import { unmet } from './require.ts';
import { Trace } from './trace.ts';

const quiet = new Trace();
const refusalLifeMs = 10_000;
const mostTokens = 20_000;

type AcceptSet = ReadonlySet<string> | undefined;

/** The walk of a request: read, recognise, prove, map, require. Framework-free; facts are cached, decisions never. */
export class Walk {
  readonly #context: Context;
  readonly #index: RuleIndex;
  readonly #accepts: AcceptSets;
  readonly #cache = new FactsCache(mostTokens);
  readonly #flight = new SingleFlight<Entry>();
  readonly #callers: Callers;

  constructor(context: Context, index: RuleIndex, accepts: AcceptSets) {
    this.#context = context;
    this.#index = index;
    this.#accepts = accepts;
    this.#callers = new Callers(context, this.#cache, this);
  }

  /** The answer where no waiting is needed; else `undefined`. */
  peek(request: RequestLike, demands: Requirements): AnyAuth | AuthError | undefined {
    checkDemands(demands);
    const accept = this.#accepts.of(demands.accept);
    let entry: Entry | undefined;
    try {
      this.#ready();
      const token = read(request);
      entry = this.#known(this.#key(token), accept);
      if (entry === undefined) return undefined;
      const auth = this.#callers.peek(entry, token);
      return auth && this.#decide(auth, entry, demands);
    } catch (error) {
      return this.refusal(error, demands, entry?.instance.key);
    }
  }

  /** @throws AuthError; ConfigurationError when two providers of `accept` could take one token */
  async verify(request: RequestLike, demands: Requirements): Promise<AnyAuth> {
    checkDemands(demands);
    const accept = this.#accepts.of(demands.accept);
    let entry: Entry | undefined;
    try {
      this.#ready();
      const token = read(request);
      const key = this.#key(token);
      entry = this.#known(key, accept) ?? (await this.#prove(token, key, accept));
      return this.#decide(await this.#callers.get(entry, token), entry, demands);
    } catch (error) {
      throw this.refusal(error, demands, entry?.instance.key);
    }
  }

  /**
   * Steps 2 to 5 for a bare token, from the start and noting every check.
   * @throws Refusal, or whatever a store throws
   */
  async explain(token: string, demands: Requirements, trace: Trace): Promise<AnyAuth> {
    checkDemands(demands);
    const accept = this.#accepts.of(demands.accept);
    await trace.step('stores', () => this.#ready());
    await trace.step('request', () => read({ headers: { authorization: `Bearer ${token}` } }));
    const found = await trace.step('recognised', () => this.#recognise(token, accept));
    await trace.step('not revoked', () => this.#refuseRevoked(found, token));
    const entry = await this.#proved(found, token, trace);
    const auth = await trace.step('local user', () => this.#callers.get(entry, token));
    await trace.step('route', () => this.#decide(auth, entry, demands));
    return auth;
  }

  /** Any error as the answer for this route; what nobody foresaw is 503, and logged. */
  refusal(error: unknown, demands: Requirements, provider?: string): AuthError {
    const known = error instanceof Refusal || AuthError.isInstance(error);
    const refusal = known
      ? error
      : new Refusal('store_unavailable', `unexpected ${(error as Error | undefined)?.name ?? 'error'}.`);
    if (AuthError.isInstance(refusal)) return refusal;
    const answer = toAuthError(refusal, demands, this.#context.resource, refusal.provider ?? provider);
    const { reason, ref, detail, status } = answer;
    const level = !known || refusal.misconfigured ? 'error' : status === 503 ? 'warn' : 'info';
    this.#context.log({
      level,
      event: refusal.misconfigured ? 'provider_misconfigured' : 'refused',
      reason,
      ref,
      ...(answer.provider === undefined ? {} : { provider: answer.provider }),
      ...(detail === undefined ? {} : { detail }),
    });
    return answer;
  }

  forget(token: string): void {
    this.#cache.drop(this.#key(token));
  }

  /**
   * When the token can no longer be good, if that is known (seconds since the epoch). Not for a token that we obtained:
   * its provider may hand out the same one again.
   */
  expiryOf(token: string): number | undefined {
    const { loginTokens, hash } = this.#context;
    if (loginTokens.find(hash(token)) !== undefined) return undefined;
    const known = this.#cache.get(this.#key(token), undefined);
    if (known !== undefined) return known.facts.expiresAt;
    try {
      const { rule, compact } = this.#recognise(token, undefined);
      return rule.token === 'jwt' ? timeOf(compact?.claims.exp) : undefined;
    } catch {
      return undefined;
    }
  }

  purge(): void {
    this.#cache.purge();
  }

  forgetRefusals(): void {
    this.#cache.forgetRefusals();
  }

  #key(token: string): string {
    return cacheKey(this.#context.salt, 'Bearer', token);
  }

  #ready(): void {
    const { revocations, loginTokens } = this.#context;
    if (!revocations.ready || !loginTokens.ready) throw new Refusal('store_unavailable', undefined, 1);
  }

  /** What the cache knows: an entry, a refusal (thrown), or nothing. Revocations are looked at on every request. */
  #known(key: string, accept: AcceptSet): Entry | undefined {
    const entry = this.#cache.get(key, accept);
    if (entry === undefined) {
      const refused = this.#cache.refusal(key, accept);
      if (refused !== undefined) throw refused.refusal;
      return undefined;
    }
    this.#refuseSinceRevoked(entry);
    return entry;
  }

  /** One integer tells whether anything was revoked since the entry was last checked. */
  #refuseSinceRevoked(entry: Entry): void {
    const { epoch } = this.#context.revocations;
    if (entry.epoch === epoch) return;
    if (this.#isRevoked(entry)) throw new Refusal('revoked').of(entry.instance.key);
    entry.epoch = epoch;
  }

  #recognise(token: string, accept: AcceptSet): Recognised {
    const { loginTokens, hash } = this.#context;
    return recognise(this.#index, token, accept, () => loginTokens.find(hash(token)));
  }

  #refuseRevoked({ instance, minted }: Recognised, token: string): void {
    const { identity } = instance.provider;
    const { revocations, revocationHash } = this.#context;
    const revoked = revocations.refused(revocationHash(token), identity, minted?.subject, minted?.mintedAt);
    if (revoked) throw new Refusal('revoked').of(instance.key);
  }

  #isRevoked({ facts, tokenHash, instance }: Entry): boolean {
    const { identity } = instance.provider;
    return this.#context.revocations.refused(tokenHash, identity, facts.attributes.subject, facts.issuedAt);
  }

  async #prove(token: string, key: string, accept: AcceptSet): Promise<Entry> {
    const found = this.#recognise(token, accept);
    this.#refuseRevoked(found, token);
    const { key: provider } = found.instance;
    const { generation } = this.#cache;
    return this.#flight.run(JSON.stringify([provider, found.index, key]), async () => {
      try {
        const entry = await this.#proved(found, token, quiet);
        this.#cache.set(key, entry);
        return entry;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.definitive) this.#cache.refuse(key, provider, error, refusalLifeMs, generation);
        throw error.of(provider);
      }
    });
  }

  /** Proves, and then looks at revocations again: one that came meanwhile counts. */
  async #proved(found: Recognised, token: string, trace: Trace): Promise<Entry> {
    const { revocations, loginTokens, verifier, skew, cacheSeconds, hash, revocationHash } = this.#context;
    const now = nowSeconds();
    const facts = await prove(found, token, { trace, verifier, now, skew });
    if (found.minted !== undefined && found.minted.subject === undefined) {
      await loginTokens.setSubject(hash(token), facts.attributes.subject);
    }
    const life = Math.min(cacheSeconds, (facts.expiresAt ?? Number.POSITIVE_INFINITY) + skew - nowSeconds());
    const entry: Entry = {
      facts,
      tokenHash: revocationHash(token),
      characters: JSON.stringify(facts).length,
      instance: found.instance,
      until: performance.now() + life * 1000,
      epoch: revocations.epoch,
      auth: undefined,
      authUntil: 0,
    };
    if (this.#isRevoked(entry)) throw trace.fail('subject not revoked', new Refusal('revoked'));
    return entry;
  }

  #decide(auth: AnyAuth, entry: Entry, demands: Requirements): AnyAuth {
    this.#refuseSinceRevoked(entry);
    const refusal = unmet(auth, demands, entry.facts.authenticatedAt, nowSeconds());
    if (refusal !== undefined) throw refusal;
    return auth;
  }
}
