import { createHmac, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';

/** A key that the pool signs with. */
export interface CognitoKey {
  /** Padded base64, as at Cognito. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The keys of a pool: one signs ID tokens, one access tokens. */
export interface CognitoKeys {
  readonly id: CognitoKey;
  readonly access: CognitoKey;
}

/** Makes the two keys of a pool. @param nextId gives hexadecimal text */
export function createKeys(nextId: (length?: number) => string): CognitoKeys {
  return { id: createKey(nextId(64)), access: createKey(nextId(64)) };
}

/** A key as `jwks.json` publishes it. */
export function toJwk({ kid, publicKey }: CognitoKey): JsonWebKey {
  return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
}

/** Signs as the `alg` of the header says: `RS256`, `HS256` with the public key as secret, or `none` not at all. */
export function signJwt(key: CognitoKey, header: object, claims: object): string {
  const whole = { kid: key.kid, alg: 'RS256', ...header };
  const text = [whole, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${signature(whole.alg, text, key).toString('base64url')}`;
}

function createKey(hex: string): CognitoKey {
  const kid = Buffer.from(hex, 'hex').toString('base64');
  return { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

function signature(alg: string, text: string, { privateKey, publicKey }: CognitoKey): Buffer {
  if (alg === 'none') return Buffer.alloc(0);
  if (alg === 'RS256') return sign('sha256', Buffer.from(text), privateKey);
  const secret = publicKey.export({ type: 'spki', format: 'pem' });
  return createHmac('sha256', secret).update(text).digest();
}
