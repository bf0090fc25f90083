import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** What a key is for; `foreign` is published nowhere. */
export type AzureAdKeyUse = 'tenants' | 'consumers' | 'us-gov' | 'b2c' | 'external-id' | 'foreign';

/** A signing key. */
export interface AzureAdKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** Keys by use; the first of a use signs. */
export type AzureAdKeys = Record<AzureAdKeyUse, readonly AzureAdKey[]>;

/** Makes the keys a directory begins with: three that sign for every tenant, and one of each other use. */
export function createKeys(nextId: () => string): AzureAdKeys {
  const make = (): AzureAdKey => createKey(nextId);
  const one = () => [make()];
  const others = { consumers: one(), 'us-gov': one(), b2c: one(), 'external-id': one(), foreign: one() };
  return { tenants: [make(), make(), make()], ...others };
}

/** Makes a key under an id never used before. */
export const createKey = (nextId: () => string): AzureAdKey => ({
  kid: Buffer.from(nextId(), 'hex').toString('base64url'),
  privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
});

/** The public half, without `alg`, as Microsoft publishes it. */
export function toJwk({ kid, privateKey }: AzureAdKey): Readonly<Record<string, unknown>> {
  const { kty, n, e } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { kty, use: 'sig', kid, n, e };
}
