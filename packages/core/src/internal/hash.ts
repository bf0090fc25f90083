import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A salt that is new in every process. */
export const newSalt = (): string => randomBytes(32).toString('base64');

/** Key of a token in the caches of this process: SHA-256 over salt, scheme and the whole token. */
export function cacheKey(salt: string, scheme: string, token: string): string {
  return hash('sha256', `${salt} ${scheme} ${token}`, 'base64');
}

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
