import { createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, randomBytes } from 'node:crypto';

/** A key of the issuer. */
export interface OidcKey {
  readonly kid: string;
  readonly algorithm: 'RS256' | 'ES384';
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The keys an issuer signs with: one RSA key of 2048 bits and one on P-384, under ids never used before. */
export function createKeys(): readonly OidcKey[] {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  return [key('RS256', rsa.privateKey), key('ES384', elliptic.privateKey)];
}

/** A key as oidc-provider wants it: with its private members. */
export function toJwk({ kid, algorithm, privateKey }: OidcKey): JsonWebKey {
  return { ...privateKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' };
}

function key(algorithm: OidcKey['algorithm'], privateKey: KeyObject): OidcKey {
  const kid = `${algorithm.toLowerCase()}-${randomBytes(4).toString('hex')}`;
  return { kid, algorithm, privateKey, publicKey: createPublicKey(privateKey) };
}
