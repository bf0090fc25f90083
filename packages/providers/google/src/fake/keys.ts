import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A key that ID tokens are signed with. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** One RSA key of 2048 bits. */
export function createKeys(nextId: (length?: number) => string): SigningKey[] {
  return [{ kid: nextId(40), privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey }];
}

/** The public halves, as at `/oauth2/v3/certs`. */
export const publicKeys = (keys: readonly SigningKey[]) => ({
  keys: keys.map(({ kid, privateKey }) => ({
    ...createPublicKey(privateKey).export({ format: 'jwk' }),
    kid,
    alg: 'RS256',
    use: 'sig',
  })),
});
