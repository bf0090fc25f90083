import { Refusal } from '../internal/refusal.ts';

/** RFC 9449 §12.2, and RFC 6750's where the token, not the proof, is to be replaced. */
export type ProofError = 'invalid_dpop_proof' | 'use_dpop_nonce' | 'invalid_token';

/** A refusal that the DPoP challenge words. */
export class ProofRefusal extends Refusal {
  readonly error: ProofError;

  constructor(reason: 'bad_proof' | 'proof_required', detail: string, error: ProofError = 'invalid_dpop_proof') {
    super(reason, detail);
    this.error = error;
  }
}
