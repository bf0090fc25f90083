import { checkUse, refuseBearer } from '../dpop/use.ts';
import { AuthError } from '../errors/auth-error.ts';
import { reasons } from '../errors/reasons.ts';
import { CacheKeys } from '../internal/cache-keys.ts';
import type { Context } from '../internal/context.ts';
import type { Entry } from '../internal/entry.ts';
import { FactsCache } from '../internal/facts-cache.ts';
import { Refusal } from '../internal/refusal.ts';
import { SingleFlight } from '../internal/single-flight.ts';
import type { RequestLike, Requirements } from '../types.ts';
import type { AcceptSets } from './accept.ts';
import { type AnyAuth, Callers } from './callers.ts';
import { toAuthError } from './challenge.ts';
import { timeOf } from './claims.ts';
import { checkDemands } from './demands.ts';
import { Prover } from './prover.ts';
import { type Credential, glimpse, read, textOf, tokenOf } from './read.ts';
import { type Recognised, type RuleIndex, recognise } from './recognise.ts';
import { unmet } from './require.ts';
import { nameOf, type Trace } from './trace.ts';

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
  readonly #prover: Prover;

  constructor(context: Context, index: RuleIndex, accepts: AcceptSets) {
    this.#context = context;
    this.#index = index;
    this.#accepts = accepts;
    this.#cache = new FactsCache(context.cacheTokens, context.cacheBytes);
    this.#callers = new Callers(context, this);
    this.#prover = new Prover(context);
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
      const text = textOf(credential);
      const key = this.#keys.of(text);
      entry = this.#known(key, text, accept, performance.now());
      if (entry === undefined) {
        const proved = this.#prove(text, key, accept);
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
  async explain(text: string, demands: Requirements, trace: Trace): Promise<AnyAuth> {
    checkDemands(demands);
    const accept = this.#accepts.of(demands.accept);
    await trace.step('stores', () => this.#ready());
    const { token } = await trace.step('request', () => read({ headers: { authorization: `Bearer ${text}` } }));
    const found = await trace.step('recognised', () => this.#recognise(token, accept));
    await trace.step('not revoked', () => this.#refuseRevoked(found, token));
    const entry = await this.#prover.prove(found, token, trace);
    const credential = textOf({ scheme: 'Bearer', token });
    const { dpop } = this.#context;
    if (entry.bound !== undefined && dpop !== undefined) trace.skip(possession, 'a proof with each request (RFC 9449)');
    else if (entry.bound !== undefined || demands.dpop === true || dpop?.isRequired === true) {
      await trace.step(possession, () => refuseBearer(dpop, entry.bound, demands.dpop));
    }
    const auth = await trace.step('local user', () => this.#callers.get(entry, credential));
    await trace.step('route', () => this.#decide(auth, credential, entry, demands));
    return auth;
  }

  /** Any error as the answer for this route; what nobody foresaw is 503, and logged. */
  refusal(error: unknown, demands: Requirements, provider?: string): AuthError {
    const known = error instanceof Refusal || AuthError.isInstance(error);
    const refusal = known ? error : new Refusal('store_unavailable', `unexpected ${nameOf(error)}.`);
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

  /** Of one token; what is shared as well, where its store can be reached. */
  async forget(token: string): Promise<void> {
    const credentials = schemes.map((scheme) => textOf({ scheme, token }));
    for (const credential of credentials) this.#cache.drop(this.#keys.of(credential));
    const found = this.#context.sharedFacts && this.#find(token);
    if (found !== undefined) await Promise.all(credentials.map((credential) => this.#prover.forget(found, credential)));
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
    const found = this.#find(token);
    return found?.rule.token === 'jwt' ? timeOf(found.compact?.claims.exp) : undefined;
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
    if (this.#prover.isRevoked(entry, tokenOf(credential))) throw new Refusal('revoked').of(entry.instance.key);
    entry.epoch = epoch;
  }

  #recognise(token: string, accept: AcceptSet): Recognised {
    const { loginTokens, hash } = this.#context;
    return recognise(this.#index, token, accept, () => loginTokens.find(hash(token)));
  }

  /** Whose token it is, if anybody's. */
  #find(token: string): Recognised | undefined {
    try {
      return this.#recognise(token, undefined);
    } catch {
      return undefined;
    }
  }

  #refuseRevoked({ instance, minted }: Recognised, token: string): void {
    const { identity } = instance.provider;
    const { revocations, revocationHash } = this.#context;
    if (revocations.isEmpty === true) return;
    const revoked = revocations.refused(revocationHash(token), identity, minted?.subject, minted?.mintedAt);
    if (revoked) throw new Refusal('revoked').of(instance.key);
  }

  #prove(credential: string, key: string, accept: AcceptSet): Entry | Promise<Entry> {
    const token = tokenOf(credential);
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
      // Any no ends what was known, also one that may not be kept.
      if (reasons[error.reason].status !== 503) {
        this.#cache.drop(key);
        if (error.definitive) this.#cache.refuse(key, provider, error, refusalLifeMs, generation);
        void this.#prover.forget(found, credential);
      }
      return this.#graced(key, credential, provider, error) ?? fail(error.of(provider));
    };
    try {
      // What is asked after a purge does not join what was asked before it.
      const flight = () => `${generation} ${provider} ${found.index} ${key}`;
      const running = this.#flight.isIdle ? undefined : this.#flight.join(flight());
      const proved = running ?? this.#prover.get(found, credential);
      if (!(proved instanceof Promise)) return keep(proved);
      return this.#flight.run(flight(), () => proved.then(keep, refuse));
    } catch (error) {
      return refuse(error);
    }
  }

  /** Facts past their time, where the provider can not be asked, nothing has refused the token, and grace allows it. */
  #graced(key: string, credential: string, provider: string, { reason }: Refusal): Entry | undefined {
    const entry = this.#cache.get(key, new Set([provider]));
    const now = performance.now();
    if (reason !== 'provider_unreachable' || entry === undefined || entry.graceUntil <= now) return undefined;
    this.#refuseSinceRevoked(entry, credential);
    entry.until = Math.min(now + graceStepMs, entry.graceUntil);
    this.#context.log({ level: 'warn', event: 'grace', provider, reason });
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
