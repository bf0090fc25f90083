import type { CryptoKey, JWK } from 'jose';
import type { JwsVerifier } from '../internal/jws-verifier.ts';

/** {@link JwsVerifier} on jose, loaded at the first token. Keys are imported once. */
export function joseVerifier(): JwsVerifier {
  const keys = new WeakMap<object, Map<string, Promise<CryptoKey | Uint8Array>>>();
  return {
    async verify(token, algorithm, jwk) {
      const { compactVerify, importJWK } = await import('jose');
      const imported = keys.get(jwk) ?? new Map<string, Promise<CryptoKey | Uint8Array>>();
      keys.set(jwk, imported);
      const key = imported.get(algorithm) ?? importJWK(jwk as JWK, algorithm);
      imported.set(algorithm, key);
      try {
        await compactVerify(token, await key, { algorithms: [algorithm] });
        return true;
      } catch {
        return false;
      }
    },
  };
}
