import {
  constants,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  type VerifyKeyObjectInput,
  verify,
} from 'node:crypto';
import type { CompactToken } from '../internal/compact.ts';
import type { JwsVerifier } from '../internal/jws-verifier.ts';
import type { PublicJwk } from '../internal/key-policy.ts';
import { Refusal } from '../internal/refusal.ts';
import type { Algorithm } from '../provider/rule.ts';
import { toDer } from './der.ts';

/** A key made ready for one algorithm (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2). */
interface Prepared {
  readonly algorithm: Algorithm;
  readonly digest: string | null;
  /** The bare key where nothing has to be said: that is a third faster. */
  readonly key: KeyObject | VerifyKeyObjectInput;
  /** Bytes of every signature under this key; another length is none (RFC 7518 §3.3, §3.4). */
  readonly length: number;
  readonly isEcdsa: boolean;
}

/** {@link JwsVerifier} on `node:crypto`: synchronous, each key made ready once. */
export function nodeVerifier(): JwsVerifier {
  const ready = new WeakMap<PublicJwk, Prepared>();
  const prepared = (jwk: PublicJwk, algorithm: Algorithm): Prepared => {
    const known = ready.get(jwk);
    if (known?.algorithm === algorithm) return known;
    const made = prepare(jwk, algorithm);
    ready.set(jwk, made);
    return made;
  };
  return {
    verify: (compact, algorithm, jwk) => holds(compact, prepared(jwk, algorithm)),
  };
}

function holds({ token, signature }: CompactToken, { digest, key, length, isEcdsa }: Prepared): boolean {
  if (signature.length !== length) return false;
  return verify(
    digest,
    Buffer.from(token.slice(0, token.lastIndexOf('.')), 'latin1'),
    key,
    isEcdsa ? toDer(signature) : signature,
  );
}

const coordinateBytes = { ES256: 32, ES384: 48, ES512: 66 } as const;

/** @throws Refusal `provider_malformed` */
function prepare(jwk: PublicJwk, algorithm: Algorithm): Prepared {
  const digest = algorithm.startsWith('Ed') ? null : `sha${algorithm.slice(2)}`;
  try {
    const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    switch (algorithm) {
      case 'ES256':
      case 'ES384':
      case 'ES512':
        return { algorithm, digest, key, length: 2 * coordinateBytes[algorithm], isEcdsa: true };
      case 'EdDSA':
      case 'Ed25519':
        return { algorithm, digest, key, length: 64, isEcdsa: false };
      default: {
        const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
        const length = Math.ceil(modulusLength / 8);
        if (algorithm.startsWith('RS')) return { algorithm, digest, key, length, isEcdsa: false };
        const padding = constants.RSA_PKCS1_PSS_PADDING;
        return {
          algorithm,
          digest,
          key: { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
          length,
          isEcdsa: false,
        };
      }
    }
  } catch {
    throw new Refusal('provider_malformed', 'jwks: the key can not be used');
  }
}
