import type { CryptoKey, JWK } from 'jose';
import type { JwsVerifier } from '../internal/jws-verifier.ts';
import { materialOf } from '../internal/key-policy.ts';
import { Refusal } from '../internal/refusal.ts';

/** {@link JwsVerifier} on jose, for runtimes without `node:crypto`; loaded at the first token, keys imported once. */
export function joseVerifier(): JwsVerifier {
  const keys = new WeakMap<object, Map<string, Promise<CryptoKey | Uint8Array>>>();
  return {
    async verify({ token }, algorithm, jwk) {
      const { compactVerify, importJWK } = await import('jose');
      const imported = keys.get(jwk) ?? new Map<string, Promise<CryptoKey | Uint8Array>>();
      keys.set(jwk, imported);
      const importing = imported.get(algorithm) ?? importJWK(materialOf(jwk) as JWK, algorithm);
      imported.set(algorithm, importing);
      const key = await importing.catch(() => {
        throw new Refusal('provider_malformed', 'jwks: the key can not be used');
      });
      try {
        await compactVerify(token, key, { algorithms: [algorithm] });
        return true;
      } catch {
        return false;
      }
    },
  };
}
