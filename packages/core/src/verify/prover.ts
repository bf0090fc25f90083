import { chain } from '../internal/chain.ts';
import { nowSeconds } from '../internal/clock.ts';
import type { Context } from '../internal/context.ts';
import { type Entry, toEntry } from '../internal/entry.ts';
import { Refusal } from '../internal/refusal.ts';
import type { SharedFacts } from '../internal/shared-facts.ts';
import type { TokenFacts } from './facts.ts';
import { grantedScopes } from './identity.ts';
import { asksAbout } from './own-attributes.ts';
import { prove } from './prove.ts';
import { tokenOf } from './read.ts';
import type { Recognised } from './recognise.ts';
import { Trace } from './trace.ts';

const quiet = new Trace();
const never = Number.POSITIVE_INFINITY;

/** Makes entries for the cache: proves, or takes what another process has proved. */
export class Prover {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** From the second level of the cache, where there is one and it is of use; else proved. @throws Refusal */
  get(found: Recognised, credential: string): Entry | Promise<Entry> {
    const shared = this.#sharedFor(found);
    if (shared === undefined) return this.prove(found, tokenOf(credential), quiet);
    return this.#recalled(shared, found, credential);
  }

  /** Proves, and then looks at revocations again: one that came meanwhile counts. @throws Refusal */
  prove(found: Recognised, token: string, trace: Trace): Entry | Promise<Entry> {
    return chain(this.#facts(found, token, trace), (facts) => this.#entry(found, facts, token, trace));
  }

  /** Deletes from the second level. Never fails. */
  async forget(found: Recognised, credential: string): Promise<void> {
    await this.#sharedFor(found)?.delete(found, credential);
  }

  isRevoked({ subject, issuedAt, instance }: Entry, token: string): boolean {
    const { revocations, revocationHash } = this.#context;
    if (revocations.isEmpty === true) return false;
    const { identity } = instance.provider;
    return revocations.refused(revocationHash(token), identity, subject, issuedAt);
  }

  #sharedFor(found: Recognised): SharedFacts | undefined {
    const { sharedFacts } = this.#context;
    return sharedFacts?.serves(found) === true ? sharedFacts : undefined;
  }

  /** Facts that another process proved; else proved here, and shared unless revoked meanwhile. */
  async #recalled(shared: SharedFacts, found: Recognised, credential: string): Promise<Entry> {
    const token = tokenOf(credential);
    const known = await shared.get(found, credential);
    if (known !== undefined) return this.#entry(found, known.facts, token, quiet, known.age);
    const provedAt = nowSeconds();
    const facts = await this.#facts(found, token, quiet);
    const entry = this.#entry(found, facts, token, quiet);
    void shared.put(found, credential, facts, provedAt);
    return entry;
  }

  #facts(found: Recognised, token: string, trace: Trace): TokenFacts | Promise<TokenFacts> {
    const { loginTokens, verifier, skew, hash } = this.#context;
    const facts = prove(found, token, { trace, verifier, now: nowSeconds(), skew });
    if (found.minted === undefined || found.minted.subject !== undefined) return facts;
    return Promise.resolve(facts).then(async (learned) => {
      await loginTokens.setSubject(hash(token), learned.attributes.subject);
      return learned;
    });
  }

  /** @param age seconds since the facts were proved */
  #entry(found: Recognised, facts: TokenFacts, token: string, trace: Trace, age = 0): Entry {
    const { instance, rule, minted } = found;
    const { revocations, skew, cacheSeconds, grace } = this.#context;
    const now = performance.now();
    // What we obtained ends at its own end as well, whatever its provider says of it.
    const left = Math.min(facts.expiresAt ?? never, minted?.expiresAt ?? never) - nowSeconds();
    const life = Math.min(cacheSeconds - age, left + skew, keyLife(found));
    const entry = toEntry(facts, instance, grantedScopes(facts, instance.provider), {
      bytes: sizeOf(asksAbout(rule) ? JSON.stringify([facts.claims, facts.attributes]).length : token.length),
      until: Math.floor(now + life * 1000),
      graceUntil: grace === 0 ? 0 : Math.floor(now + Math.min(life + grace, left) * 1000),
      epoch: revocations.epoch,
    });
    if (this.isRevoked(entry, token)) throw trace.fail('subject not revoked', new Refusal('revoked'));
    return entry;
  }
}

/** Seconds for which the keys count that a signature was checked with. */
const keyLife = ({ instance, rule, issuer }: Recognised) =>
  rule.token === 'jwt' && issuer !== undefined ? instance.jwks(issuer, rule).leftMs / 1000 : never;

/** Bytes that facts take in memory, about. @param characters of the document that they came from */
const sizeOf = (characters: number) => 550 + characters;
