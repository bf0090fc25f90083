import { createHmac, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';

/** A key that an authorization server signs with. */
export interface OktaKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Makes an RSA key of 2048 bits. */
export function createKey(kid: string): OktaKey {
  return { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

/** A key as `/keys` publishes it. */
export function toJwk({ kid, publicKey }: OktaKey): JsonWebKey {
  return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
}

/** Signs as the `alg` of the header says: `RS256`, `HS256` with the public key as secret, or `none` not at all. */
export function signJwt(key: OktaKey, header: object, claims: object): string {
  const { alg, ...whole } = { alg: 'RS256', kid: key.kid, ...header };
  const parts = [{ ...whole, alg }, claims];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${signature(alg, text, key).toString('base64url')}`;
}

function signature(alg: string, text: string, { privateKey, publicKey }: OktaKey): Buffer {
  if (alg === 'none') return Buffer.alloc(0);
  if (alg === 'RS256') return sign('sha256', Buffer.from(text), privateKey);
  const secret = publicKey.export({ type: 'spki', format: 'pem' });
  return createHmac('sha256', secret).update(text).digest();
}
