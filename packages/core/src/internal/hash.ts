import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Keyed hash under which a token is remembered in a store. */
export function keyedHash(key: Uint8Array, token: string): string {
  return createHmac('sha256', key).update(token).digest('base64url');
}

/** Compares two secrets in constant time, whatever their lengths. */
export function sameSecret(left: string, right: string): boolean {
  return timingSafeEqual(hash('sha256', left, 'buffer'), hash('sha256', right, 'buffer'));
}

/** 256 random bits, base64url. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** RFC 7636 S256 challenge of a code verifier. */
export const codeChallenge = (verifier: string): string => hash('sha256', verifier, 'base64url');
