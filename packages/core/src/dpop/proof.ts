import { hash } from 'node:crypto';
import { chain } from '../internal/chain.ts';
import { type CompactToken, parseCompact } from '../internal/compact.ts';
import type { JwsVerifier } from '../internal/jws-verifier.ts';
import type { PublicJwk } from '../internal/key-policy.ts';
import { quote, Refusal } from '../internal/refusal.ts';
import type { Algorithm } from '../provider/rule.ts';
import type { ReplayGuard } from '../stores/replay-guard.ts';
import type { RequestLike } from '../types.ts';
import { timeOf } from '../verify/claims.ts';
import { proofsOf } from './header.ts';
import { normaliseUri, requestUri } from './http-uri.ts';
import type { Nonces } from './nonces.ts';
import { KnownKeys, proofKey, thumbprint } from './proof-key.ts';
import { ProofRefusal } from './refusal.ts';

/** What proofs are held against. */
export interface ProofPolicy {
  /** Scheme and authority that clients write in `htu`. */
  readonly origin: string;
  readonly algorithms: readonly Algorithm[];
  /** Seconds that a proof may be old. */
  readonly maxAge: number;
  /** Seconds that a client's clock may run ahead. */
  readonly skew: number;
  readonly nonces: Nonces | undefined;
  readonly replayGuard: ReplayGuard;
  readonly verifier: JwsVerifier;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

const longestProof = 8_192;
const longestId = 256;

/** Checks that whoever sends a request holds the key that its token is bound to (RFC 9449 §4.3, §7.1). */
export class ProofCheck {
  readonly #policy: ProofPolicy;
  readonly #keys = new KnownKeys();

  constructor(policy: ProofPolicy) {
    this.#policy = policy;
  }

  /**
   * Waits only where engine or replay guard do. A proof that holds is used up.
   * @param bound thumbprint of the key in the token's `cnf.jkt`
   * @throws ProofRefusal `bad_proof` `proof_required`; Refusal `store_unavailable` when the replay guard can not tell
   */
  run(request: RequestLike, token: string, bound: string): void | Promise<void> {
    const now = this.#policy.now();
    const proof = parse(proofsOf(request));
    this.#checkClaims(proof, request, token, now);
    const [algorithm, key] = this.#key(proof, bound);
    const { nonces } = this.#policy;
    if (nonces !== undefined && !nonces.accepts(proof.claims.nonce, now)) {
      const what = proof.claims.nonce === undefined ? 'absent' : 'not a current one';
      throw new ProofRefusal('bad_proof', `nonce: ${what}`, 'use_dpop_nonce');
    }
    const unusable = (error: unknown): never => {
      throw error instanceof Refusal ? bad('jwk can not be used') : error;
    };
    return chain(
      attempt(() => this.#policy.verifier.verify(proof, algorithm, key), unusable),
      (holds) => {
        if (!holds) throw bad('the signature does not hold');
        return this.#useUp(proof.claims, bound);
      },
    );
  }

  #checkClaims({ claims, header }: CompactToken, request: RequestLike, token: string, now: number): void {
    const { origin, maxAge, skew } = this.#policy;
    if (header.typ !== 'dpop+jwt') throw bad(`typ ${quote(header.typ)}, wanted "dpop+jwt"`);
    if (header.crit !== undefined) throw bad('crit: no extension is understood');
    const { jti, htm, htu, iat, ath } = claims;
    if (typeof jti !== 'string' || jti === '' || jti.length > longestId) {
      throw bad(`jti must be a text of at most ${longestId} characters`);
    }
    if (typeof htm !== 'string' || htm !== request.method)
      throw bad(`htm ${quote(htm)}, wanted ${quote(request.method)}`);
    const uri = request.url === undefined ? undefined : requestUri(origin, request.url);
    if (uri === undefined || !sameUri(htu, uri)) throw bad(`htu ${quote(htu)}, wanted ${quote(uri)}`);
    const made = timeOf(iat);
    if (made === undefined || made > now + skew || made < now - maxAge) {
      throw bad(`iat ${quote(iat)}, wanted at most ${maxAge} s before ${Math.floor(now)}`);
    }
    if (ath !== hash('sha256', token, 'base64url')) throw bad('ath is not the hash of this token');
  }

  /** The key comes from the sender: before anything is computed with it, it must be the one that the issuer bound. */
  #key({ header }: CompactToken, bound: string): [Algorithm, PublicJwk] {
    const algorithm = this.#policy.algorithms.find((allowed) => allowed === header.alg);
    if (algorithm === undefined) throw bad(`alg ${quote(header.alg)}, wanted ${this.#policy.algorithms.join(' ')}`);
    const key = proofKey(header.jwk, algorithm);
    if (key === undefined) throw bad('jwk is not a public key for this alg');
    if (thumbprint(key) !== bound) throw bad('jwk is not the key that the token is bound to', 'invalid_token');
    return [algorithm, this.#keys.same(bound, key)];
  }

  #useUp({ jti, iat }: CompactToken['claims'], bound: string): void | Promise<void> {
    const { replayGuard, maxAge, skew } = this.#policy;
    const until = Math.ceil(Number(iat) + maxAge + skew);
    const judge = (isFirst: unknown): void => {
      if (isFirst === false) throw bad('it was used before');
      if (isFirst !== true) throw new Refusal('store_unavailable', 'the replay guard gave no answer');
    };
    const closed = (): never => {
      throw new Refusal('store_unavailable', 'the replay guard can not tell');
    };
    return chain(
      attempt(() => replayGuard.use(replayKey(bound, String(jti)), until), closed),
      judge,
    );
  }
}

/** The thumbprint has one length, so no two pairs give one text. */
const replayKey = (bound: string, jti: string): string => hash('sha256', bound + jti, 'base64url');

function attempt<T>(work: () => T | Promise<T>, failed: (error: unknown) => never): T | Promise<T> {
  try {
    const value = work();
    return value instanceof Promise ? value.catch(failed) : value;
  } catch (error) {
    return failed(error);
  }
}

function parse([proof, ...others]: readonly string[]): CompactToken {
  if (proof === undefined) throw new ProofRefusal('proof_required', 'no DPoP header', 'invalid_token');
  if (others.length > 0) throw bad('more than one DPoP header');
  if (proof.length > longestProof) throw bad(`it is longer than ${longestProof} characters`);
  const compact = parseCompact(proof);
  if (compact === undefined) throw bad('it is not a signed JWT');
  return compact;
}

function sameUri(htu: unknown, uri: string): boolean {
  if (typeof htu !== 'string') return false;
  if (htu === uri) return true;
  const wanted = normaliseUri(uri);
  return wanted !== undefined && normaliseUri(htu) === wanted;
}

const bad = (detail: string, error?: ProofRefusal['error']) => new ProofRefusal('bad_proof', detail, error);
