import { type CompactToken, decodeSegment, longest } from '../internal/compact.ts';
import type { JwsVerifier } from '../internal/jws-verifier.ts';
import { pickVerifier } from '../internal/pick-verifier.ts';
import { quote, Refusal } from '../internal/refusal.ts';
import { parseObject } from '../internal/strict-json.ts';
import type { Algorithm } from '../provider/rule.ts';
import { checkSignature } from './key.ts';
import { algorithmsOf, type KeysInput, keysOf, parsed, refused } from './options.ts';

/** A JWS whose signature holds. */
export interface VerifiedJws {
  /** The protected header, as the issuer wrote it. */
  readonly header: Readonly<Record<string, unknown>>;
  /** The signed bytes: nothing was read into them. */
  readonly payload: Uint8Array;
}

/** What {@link verifyJws} demands. */
export interface JwsDemands {
  /** Allow-list, compared exactly (RFC 8725 §3.1). */
  readonly algorithms: readonly Algorithm[];
}

/** {@link verifyJws} on an engine. */
export const jwsVerification =
  (verifier: JwsVerifier) =>
  async (token: string, set: KeysInput, demands: JwsDemands): Promise<VerifiedJws> => {
    const keys = keysOf(set);
    const algorithms = parsed('algorithms', () => algorithmsOf(demands.algorithms));
    try {
      const { compact, payload } = read(token);
      const { alg, crit, b64, enc } = compact.header;
      const algorithm = algorithms.find((allowed) => allowed === alg);
      if (algorithm === undefined) throw new Refusal('bad_signature', `alg ${quote(alg)}`);
      if (crit !== undefined) throw new Refusal('bad_signature', `crit ${quote(crit)}`);
      if (enc !== undefined || (b64 ?? true) !== true) throw new Refusal('bad_signature', 'not a JWS of this form');
      await checkSignature(verifier, compact, algorithm, keys);
      return { header: compact.header, payload };
    } catch (error) {
      throw refused(error);
    }
  };

/** The gate before anything is believed (RFC 7515 §5.2): size, three canonical segments, a strictly parsed header. */
function read(token: unknown): { readonly compact: CompactToken; readonly payload: Uint8Array } {
  const parts = typeof token === 'string' && token.length <= longest ? token.split('.', 4) : [];
  const [first = '', ...rest] = parts;
  const [head, payload, signature] = [first, ...rest].map((part) => decodeSegment(part));
  const header = head && parseObject(head);
  if (parts.length !== 3 || header === undefined || payload === undefined || signature === undefined) {
    throw new Refusal('unrecognised', 'not a compact JWS');
  }
  return { compact: { header, claims: {}, signature, token: token as string }, payload: new Uint8Array(payload) };
}

/**
 * Verifies a compact JWS (RFC 7515) with the keys of its issuer and gives back the signed bytes, whatever they are. For
 * access tokens use `verifyAccessToken`, which also says whom a token is for.
 *
 * Refused before any crypto: more than 16 KiB, other than three canonical base64url segments, a header that is no
 * strict JSON object, `crit`, JWE. `jku`, `jwk`, `x5u` and `x5c` are never looked at.
 *
 * @param set a JWK Set; keys that can not verify are left out: RSA below 2048 bits, `oct`, private ones, a shared `kid`
 * @throws AuthError `unrecognised` `bad_signature` `unknown_key`; `provider_malformed` for a key of no use
 * @throws ConfigurationError `invalid_options` for keys that are no list, no algorithm or a symmetric one
 */
export const verifyJws: (token: string, set: KeysInput, demands: JwsDemands) => Promise<VerifiedJws> = jwsVerification(
  pickVerifier(),
);
