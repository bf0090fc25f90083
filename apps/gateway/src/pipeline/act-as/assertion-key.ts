import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { DataFolder } from '../../data-folder.ts';

/** The key that signs assertions, and what verifiers need of it. */
export interface AssertionKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** RFC 7517 key set with the public half. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

/** Reads `assertion-key.pem` of the data folder, made at the first run. Its id is its thumbprint (RFC 7638). */
export async function openAssertionKey(folder: DataFolder): Promise<AssertionKey> {
  const pem = await folder.secret('assertion-key.pem', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return privateKey.export({ type: 'pkcs8', format: 'pem' });
  });
  const privateKey = createPrivateKey(pem);
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' }) as JWK;
  if (jwk.crv !== 'P-256') throw new Error(`${folder.path}/assertion-key.pem must be an EC P-256 private key`);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, jwks: { keys: [{ ...jwk, kid, use: 'sig', alg: 'ES256' }] } };
}
