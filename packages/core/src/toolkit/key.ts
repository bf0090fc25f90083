import type { CompactToken } from '../internal/compact.ts';
import type { JwsVerifier } from '../internal/jws-verifier.ts';
import { materialOf, type PublicJwk } from '../internal/key-policy.ts';
import { KeySet } from '../internal/key-set.ts';
import { quote, Refusal } from '../internal/refusal.ts';
import type { Algorithm } from '../provider/rule.ts';

const known = new Map<string, PublicJwk>();
const mostKnown = 256;

/** The same frozen key for the same material: what an engine prepared for it stays good whatever becomes of the JWK. */
function kept(jwk: PublicJwk): PublicJwk {
  const key = materialOf(jwk);
  const name = JSON.stringify(key);
  const found = known.get(name);
  if (found !== undefined) return found;
  known.set(name, Object.freeze(key));
  if (known.size > mostKnown) known.delete(known.keys().next().value ?? '');
  return key;
}

/**
 * Checks a signature with the one key of a set that the token names (RFC 7515 §4.1.4) and that fits its algorithm.
 * @throws Refusal `unknown_key` `bad_signature` `provider_malformed`
 */
export async function checkSignature(
  verifier: JwsVerifier,
  compact: CompactToken,
  algorithm: Algorithm,
  keys: readonly unknown[],
): Promise<void> {
  const { kid } = compact.header;
  const isName = kid === undefined || typeof kid === 'string';
  const key = isName ? new KeySet(keys).find(kid, algorithm) : undefined;
  if (key === undefined) throw new Refusal('unknown_key', `kid ${quote(kid)} with ${algorithm}`);
  if (!(await verifier.verify(compact, algorithm, kept(key)))) throw new Refusal('bad_signature', 'signature');
}
