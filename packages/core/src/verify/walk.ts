import { checkUse, refuseBearer } from '../dpop/use.ts';
import { AuthError } from '../errors/auth-error.ts';
import { CacheKeys } from '../internal/cache-keys.ts';
import { nowSeconds } from '../internal/clock.ts';
import type { Context } from '../internal/context.ts';
import { type Entry, toEntry } from '../internal/entry.ts';
import { FactsCache } from '../internal/facts-cache.ts';
import { Refusal } from '../internal/refusal.ts';
import { SingleFlight } from '../internal/single-flight.ts';
import type { RequestLike, Requirements } from '../types.ts';
import type { AcceptSets } from './accept.ts';
import { type AnyAuth, Callers } from './callers.ts';
import { toAuthError } from './challenge.ts';
import { timeOf } from './claims.ts';
import { checkDemands } from './demands.ts';
import type { TokenFacts } from './facts.ts';
import { grantedScopes } from './identity.ts';
import { prove } from './prove.ts';
import { type Credential, glimpse, read, textOf, tokenOf } from './read.ts';
import { type Recognised, type RuleIndex, recognise } from './recognise.ts';
import { unmet } from './require.ts';
import { Trace } from './trace.ts';

const quiet = new Trace();
const schemes = ['Bearer', 'DPoP'] as const;
const possession = 'proof of possession';
const refusalLifeMs = 10_000;
/** After a failed attempt, known facts serve on so long before the provider is asked again. */
const graceStepMs = 1_000;

type AcceptSet = ReadonlySet<string> | undefined;

/** The walk of a request: read, recognise, prove, map, require. Framework-free; facts are cached, decisions never. */
export class Walk {
  readonly #context: Context;
  readonly #index: RuleIndex;
  readonly #accepts: AcceptSets;
  readonly #keys = new CacheKeys();
  readonly #cache: FactsCache;
  readonly #flight = new SingleFlight<Entry>();
  readonly #callers: Callers;

  constructor(context: Context, index: RuleIndex, accepts: AcceptSets) {
    this.#context = context;
    this.#index = index;
    this.#accepts = accepts;
    this.#cache = new FactsCache(context.cacheTokens, context.cacheBytes);
    this.#callers = new Callers(context, this);
  }

  /** The answer where no waiting is needed; else `undefined`. */
  peek(request: RequestLike, demands: Requirements): AnyAuth | AuthError | undefined {
    checkDemands(demands);
    const accept = this.#accepts.of(demands.accept);
    let entry: Entry | undefined;
    try {
      this.#ready();
      const text = glimpse(request) ?? this.#bearer(request);
      if (text === undefined) return undefined;
      const now = performance.now();
      entry = this.#known(this.#keys.of(text), text, accept, now);
      if (entry === undefined) {
        read(request);
        return undefined;
      }
      refuseBearer(this.#context.dpop, entry.bound, demands.dpop);
      const auth = this.#callers.peek(entry, text, now);
      return auth && this.#decide(auth, text, entry, demands);
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
      const credential = this.#read(request);
      const { token } = credential;
      const text = textOf(credential);
      const key = this.#keys.of(text);
      entry = this.#known(key, text, accept, performance.now());
      if (entry === undefined) {
        const proved = this.#prove(token, key, accept);
        entry = proved instanceof Promise ? await proved : proved;
      }
      const used = checkUse(this.#context.dpop, credential, request, entry.bound, demands.dpop);
      if (used !== undefined) await used;
      const auth = this.#callers.get(entry, text);
      return this.#decide(auth instanceof Promise ? await auth : auth, text, entry, demands);
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
    const text = textOf({ scheme: 'Bearer', token });
    const { dpop } = this.#context;
    if (entry.bound !== undefined && dpop !== undefined) trace.skip(possession, 'a proof with each request (RFC 9449)');
    else if (entry.bound !== undefined || demands.dpop === true || dpop?.isRequired === true) {
      await trace.step(possession, () => refuseBearer(dpop, entry.bound, demands.dpop));
    }
    const auth = await trace.step('local user', () => this.#callers.get(entry, text));
    await trace.step('route', () => this.#decide(auth, text, entry, demands));
    return auth;
  }

  /** Any error as the answer for this route; what nobody foresaw is 503, and logged. */
  refusal(error: unknown, demands: Requirements, provider?: string): AuthError {
    const known = error instanceof Refusal || AuthError.isInstance(error);
    const refusal = known
      ? error
      : new Refusal('store_unavailable', `unexpected ${(error as Error | undefined)?.name ?? 'error'}.`);
    if (AuthError.isInstance(refusal)) return refusal;
    const answer = toAuthError(refusal, demands, this.#context, refusal.provider ?? provider);
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
    for (const scheme of schemes) this.#cache.drop(this.#keys.of(textOf({ scheme, token })));
  }

  /**
   * When the token can no longer be good, if that is known (seconds since the epoch). Not for a token that we obtained:
   * its provider may hand out the same one again.
   */
  expiryOf(token: string): number | undefined {
    const { loginTokens, hash } = this.#context;
    if (loginTokens.find(hash(token)) !== undefined) return undefined;
    for (const scheme of schemes) {
      const known = this.#cache.get(this.#keys.of(textOf({ scheme, token })), undefined);
      if (known !== undefined) return known.expiresAt;
    }
    try {
      const { rule, compact } = this.#recognise(token, undefined);
      return rule.token === 'jwt' ? timeOf(compact?.claims.exp) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Forgets refusals and users, as after linking or configuring. */
  purge(): void {
    this.#cache.forgetRefusals();
    this.#callers.purge();
  }

  forgetRefusals(): void {
    this.#cache.forgetRefusals();
  }

  #read(request: RequestLike): Credential {
    return read(request, this.#context.dpop !== undefined);
  }

  /** A credential that can be judged without waiting: a proof may have to be looked up. */
  #bearer(request: RequestLike): string | undefined {
    const credential = this.#read(request);
    return credential.scheme === 'Bearer' ? textOf(credential) : undefined;
  }

  #ready(): void {
    const { revocations, loginTokens } = this.#context;
    if (!revocations.ready || !loginTokens.ready) throw new Refusal('store_unavailable', undefined, 1);
  }

  /** What the cache knows: an entry, a refusal (thrown), or nothing. Revocations are looked at on every request. */
  #known(key: string, credential: string, accept: AcceptSet, now: number): Entry | undefined {
    const entry = this.#cache.get(key, accept);
    if (entry !== undefined && entry.until > now) {
      this.#refuseSinceRevoked(entry, credential);
      return entry;
    }
    const refused = this.#cache.refusal(key, accept, now);
    if (refused !== undefined) throw refused.refusal;
    return undefined;
  }

  /** One integer tells whether anything was revoked since the entry was last checked. */
  #refuseSinceRevoked(entry: Entry, credential: string): void {
    const { epoch } = this.#context.revocations;
    if (entry.epoch === epoch) return;
    if (this.#isRevoked(entry, tokenOf(credential))) throw new Refusal('revoked').of(entry.instance.key);
    entry.epoch = epoch;
  }

  #recognise(token: string, accept: AcceptSet): Recognised {
    const { loginTokens, hash } = this.#context;
    return recognise(this.#index, token, accept, () => loginTokens.find(hash(token)));
  }

  #refuseRevoked({ instance, minted }: Recognised, token: string): void {
    const { identity } = instance.provider;
    const { revocations, revocationHash } = this.#context;
    if (revocations.isEmpty === true) return;
    const revoked = revocations.refused(revocationHash(token), identity, minted?.subject, minted?.mintedAt);
    if (revoked) throw new Refusal('revoked').of(instance.key);
  }

  #isRevoked({ subject, issuedAt, instance }: Entry, token: string): boolean {
    const { revocations, revocationHash } = this.#context;
    if (revocations.isEmpty === true) return false;
    const { identity } = instance.provider;
    return revocations.refused(revocationHash(token), identity, subject, issuedAt);
  }

  #prove(token: string, key: string, accept: AcceptSet): Entry | Promise<Entry> {
    const found = this.#recognise(token, accept);
    this.#refuseRevoked(found, token);
    const { key: provider } = found.instance;
    const { generation } = this.#cache;
    const keep = (entry: Entry): Entry => {
      this.#cache.set(key, entry);
      return entry;
    };
    const refuse = (error: unknown): Entry => {
      if (!(error instanceof Refusal)) throw error;
      if (error.definitive) this.#cache.drop(key);
      if (error.definitive) this.#cache.refuse(key, provider, error, refusalLifeMs, generation);
      return this.#graced(key, token, provider, error) ?? fail(error.of(provider));
    };
    try {
      const flight = `${provider} ${found.index} ${key}`;
      const proved = this.#flight.join(flight) ?? this.#proved(found, token, quiet);
      if (!(proved instanceof Promise)) return keep(proved);
      return this.#flight.run(flight, () => proved.then(keep, refuse));
    } catch (error) {
      return refuse(error);
    }
  }

  /** Facts past their time, where the provider can not be asked, nothing has refused the token, and grace allows it. */
  #graced(key: string, token: string, provider: string, { reason }: Refusal): Entry | undefined {
    const entry = this.#cache.get(key, new Set([provider]));
    const now = performance.now();
    if (reason !== 'provider_unreachable' || entry === undefined || entry.graceUntil <= now) return undefined;
    this.#refuseSinceRevoked(entry, textOf({ scheme: 'Bearer', token }));
    entry.until = Math.min(now + graceStepMs, entry.graceUntil);
    this.#context.log({ level: 'warn', event: 'grace', provider, reason });
    return entry;
  }

  /** Proves, and then looks at revocations again: one that came meanwhile counts. */
  #proved(found: Recognised, token: string, trace: Trace): Entry | Promise<Entry> {
    const { loginTokens, verifier, skew, hash } = this.#context;
    const proved = prove(found, token, { trace, verifier, now: nowSeconds(), skew });
    const isNew = found.minted !== undefined && found.minted.subject === undefined;
    if (isNew || proved instanceof Promise) {
      return Promise.resolve(proved).then(async (facts) => {
        if (isNew) await loginTokens.setSubject(hash(token), facts.attributes.subject);
        return this.#entry(found, facts, token, trace);
      });
    }
    return this.#entry(found, proved, token, trace);
  }

  #entry({ instance, rule }: Recognised, facts: TokenFacts, token: string, trace: Trace): Entry {
    const { revocations, skew, cacheSeconds, grace } = this.#context;
    const [now, left] = [performance.now(), (facts.expiresAt ?? Number.POSITIVE_INFINITY) - nowSeconds()];
    const life = Math.min(cacheSeconds, left + skew);
    const entry = toEntry(facts, instance, grantedScopes(facts, instance.provider), {
      bytes: sizeOf(rule.token === 'jwt' ? token.length : JSON.stringify(facts.claims).length),
      until: Math.floor(now + life * 1000),
      graceUntil: grace === 0 ? 0 : Math.floor(now + Math.min(life + grace, left) * 1000),
      epoch: revocations.epoch,
    });
    if (this.#isRevoked(entry, token)) throw trace.fail('subject not revoked', new Refusal('revoked'));
    return entry;
  }

  #decide(auth: AnyAuth, credential: string, entry: Entry, demands: Requirements): AnyAuth {
    this.#refuseSinceRevoked(entry, credential);
    const refusal = unmet(auth, demands, entry.authenticatedAt);
    if (refusal !== undefined) throw refusal;
    return auth;
  }
}

function fail(error: Refusal): never {
  throw error;
}

/** Bytes that facts take in memory, about. @param characters of the document that they came from */
const sizeOf = (characters: number) => 550 + characters;
