import { createHmac, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { OidcKey } from './keys.ts';

/** What a forged token shall say. */
export interface Forgery {
  /** Laid over `alg`, `typ` and `kid`; `undefined` leaves one out. */
  readonly header?: Readonly<Record<string, unknown>> | undefined;
  /** Laid over good claims; `undefined` leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** Signs with another key. @default the issuer's own, by `alg` */
  readonly privateKey?: KeyObject | undefined;
}

/**
 * Signs a token as `alg` says: `RS256` and `ES384` with the issuer's real keys, `HS256` with its public key (PEM) as
 * the secret, which is the key confusion of RFC 8725 §2.1, and `none` not at all.
 */
export function forge(
  keys: readonly OidcKey[],
  good: Readonly<Record<string, unknown>>,
  { header, claims, privateKey }: Forgery,
): string {
  const algorithm = header?.alg ?? 'RS256';
  const own = keys.find((key) => key.algorithm === algorithm) ?? keys[0];
  if (own === undefined) throw new TypeError('The issuer has no key');
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, exp: now + 300, jti: randomUUID() };
  const parts = [
    { alg: 'RS256', typ: 'at+jwt', kid: own.kid, ...header },
    { ...good, ...times, ...claims },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${signature(algorithm, text, privateKey ?? own.privateKey, own.publicKey).toString('base64url')}`;
}

function signature(algorithm: unknown, text: string, privateKey: KeyObject, publicKey: KeyObject): Buffer {
  switch (algorithm) {
    case 'none':
      return Buffer.alloc(0);
    case 'HS256':
      return createHmac('sha256', publicKey.export({ type: 'spki', format: 'pem' }))
        .update(text)
        .digest();
    case 'ES384':
      return sign('sha384', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    default:
      return sign('sha256', Buffer.from(text), privateKey);
  }
}
