import type { Algorithm } from '../provider/rule.ts';
import type { CompactToken } from './compact.ts';
import type { PublicJwk } from './key-policy.ts';

/**
 * Port for signature checks. The algorithm was matched against the allow-list and the key's type before; both engines
 * give the same answers, the one on `node:crypto` without waiting.
 */
export interface JwsVerifier {
  /**
   * True when the compact token's signature holds under the public JWK. Never throws for a bad signature.
   * @throws Refusal `provider_malformed` for a key that can not be used
   */
  verify(compact: CompactToken, algorithm: Algorithm, jwk: PublicJwk): boolean | Promise<boolean>;
}
