import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const [nonceBytes, tagBytes] = [12, 16];

/** A key for one place of one purpose: no number of values wears it out (RFC 5869, NIST SP 800-38D §8.3). */
const keyFor = (secret: Uint8Array, purpose: string, place: string) =>
  Buffer.from(hkdfSync('sha256', secret, place, purpose, 32));

/** Encrypts and authenticates a text (AES-256-GCM) for the one place where it will be kept. */
export function seal(secret: Uint8Array, purpose: string, place: string, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose, place), nonce).setAAD(Buffer.from(place));
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** The bytes of a text that was sealed for this place under this secret; `undefined` for anything else. */
export function unseal(secret: Uint8Array, purpose: string, place: string, value: string): Uint8Array | undefined {
  const bytes = Buffer.from(value, 'base64url');
  if (bytes.length < nonceBytes + tagBytes) return undefined;
  const key = keyFor(secret, purpose, place);
  const options = { authTagLength: tagBytes };
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), options);
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}
