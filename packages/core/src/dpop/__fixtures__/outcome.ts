import { Refusal } from '../../internal/refusal.ts';
import { nodeVerifier } from '../../node-crypto/verifier.ts';
import { memoryReplayGuard } from '../../stores/replay-guard.ts';
import type { RequestLike } from '../../types.ts';
import { ProofCheck, type ProofPolicy } from '../proof.ts';
import { ProofRefusal } from '../refusal.ts';
import { origin, provingClient } from './client.ts';

/** The access token of these tests, and the client that it is bound to. */
export const token = 'eyJ.access.token';
export const client = provingClient();

/** A check with the defaults, or with others. */
export const proofCheck = (more: Partial<ProofPolicy> = {}): ProofCheck =>
  new ProofCheck({
    origin,
    algorithms: ['ES256', 'EdDSA', 'RS256', 'PS256'],
    maxAge: 60,
    skew: 30,
    nonces: undefined,
    replayGuard: memoryReplayGuard(),
    verifier: nodeVerifier(),
    now: () => Date.now() / 1000,
    ...more,
  });

/** What came of a request: `ok`, or reason, error code and detail. */
export async function outcome(
  request: RequestLike,
  { check = proofCheck(), bound = client.thumbprint, access = token } = {},
): Promise<string> {
  try {
    await check.run(request, access, bound);
    return 'ok';
  } catch (error) {
    if (error instanceof ProofRefusal) return `${error.reason} ${error.error}: ${error.detail}`;
    if (error instanceof Refusal) return `${error.reason}: ${error.detail}`;
    throw error;
  }
}
