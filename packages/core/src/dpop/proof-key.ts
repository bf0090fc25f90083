import { hash } from 'node:crypto';
import { FifoMap } from '../internal/fifo-map.ts';
import { fits, isUsable, type PublicJwk } from '../internal/key-policy.ts';

/** What makes a public key, in the order of its thumbprint (RFC 7638 §3.2, RFC 8037 §2). */
const members = new Map([
  ['EC', ['crv', 'kty', 'x', 'y']],
  ['OKP', ['crv', 'kty', 'x']],
  ['RSA', ['e', 'kty', 'n']],
]);
const secrets = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const base64url = /^[A-Za-z0-9_-]+$/;

/**
 * The key of a proof, without all that makes no key; `undefined` where it may not verify under this algorithm, or holds
 * a private or symmetric part (RFC 9449 §4.3, point 7).
 */
export function proofKey(jwk: unknown, algorithm: string): PublicJwk | undefined {
  if (!isUsable(jwk) || !fits(jwk, algorithm) || secrets.some((name) => jwk[name] !== undefined)) return undefined;
  const named = members.get(String(jwk.kty))?.map((name) => [name, jwk[name]] as const);
  const isWhole = named?.every(([, value]) => typeof value === 'string' && base64url.test(value));
  return named !== undefined && isWhole === true ? Object.fromEntries(named) : undefined;
}

/** RFC 7638 SHA-256 thumbprint of what {@link proofKey} gave. */
export const thumbprint = (key: PublicJwk): string => hash('sha256', JSON.stringify(key), 'base64url');

const most = 4_096;

/** Keys by thumbprint: the engine gets the same object again, and has made it ready before. */
export class KnownKeys {
  readonly #keys = new FifoMap<PublicJwk>();

  /** @param key of that thumbprint */
  same(print: string, key: PublicJwk): PublicJwk {
    const known = this.#keys.get(print);
    if (known !== undefined) return known;
    this.#keys.set(print, key);
    if (this.#keys.size > most) this.#keys.shift();
    return key;
  }
}
