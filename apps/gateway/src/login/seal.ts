import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';

/**
 * Encrypts and authenticates a value (AES-256-GCM, NIST SP 800-38D) for one purpose.
 * @param key 32 bytes
 * @param purpose bound to the value: opened for another purpose it is nothing
 */
export function seal(key: Uint8Array, purpose: string, value: unknown): string {
  const nonce = randomBytes(12);
  const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([sealing.update(JSON.stringify(value), 'utf8'), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString('base64url');
}

/** What {@link seal} was given; `undefined` for anything else. */
export function unseal(key: Uint8Array, purpose: string, text: string): unknown {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < 28) return undefined;
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, 12), { authTagLength: 16 });
  opening.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(12, 28));
  try {
    return JSON.parse(Buffer.concat([opening.update(bytes.subarray(28)), opening.final()]).toString('utf8'));
  } catch {
    return undefined;
  }
}
