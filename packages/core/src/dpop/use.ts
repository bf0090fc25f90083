import { Refusal } from '../internal/refusal.ts';
import type { RequestLike } from '../types.ts';
import type { Credential } from '../verify/read.ts';
import { ProofRefusal } from './refusal.ts';
import type { Dpop } from './settings.ts';

/**
 * Refuses a token that came as `Bearer` and must not: a bound one, since that would let whoever found it in (RFC 9449
 * §7.2), and any where only bound ones are taken.
 * @param bound thumbprint of the token's key
 * @throws ProofRefusal `proof_required`; Refusal `unsupported_confirmation` where no proofs are read
 */
export function refuseBearer(dpop: Dpop | undefined, bound: string | undefined, isDemanded = false): void {
  if (bound !== undefined) {
    if (dpop === undefined) throw new Refusal('unsupported_confirmation', 'cnf jkt, and `dpop` is not set');
    throw new ProofRefusal('proof_required', 'a token that is bound to a key came as Bearer', 'invalid_token');
  }
  if (isDemanded || dpop?.isRequired === true) {
    throw new ProofRefusal('proof_required', 'only tokens that are bound to a key are taken here', 'invalid_token');
  }
}

/**
 * Token, scheme and proof must fit each other (RFC 9449 §7.1). On every request, whatever is known of the token.
 * @param bound thumbprint of the token's key
 * @throws ProofRefusal `bad_proof` `proof_required`; Refusal `unsupported_confirmation` `store_unavailable`
 */
export function checkUse(
  dpop: Dpop | undefined,
  { scheme, token }: Credential,
  request: RequestLike,
  bound: string | undefined,
  isDemanded: boolean | undefined,
): void | Promise<void> {
  if (scheme === 'Bearer' || dpop === undefined) return refuseBearer(dpop, bound, isDemanded);
  if (bound === undefined) {
    throw new ProofRefusal('bad_proof', 'the token is bound to no key: send it as Bearer', 'invalid_token');
  }
  return dpop.check.run(request, token, bound);
}
