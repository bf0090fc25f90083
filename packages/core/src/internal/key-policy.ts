import { FifoMap } from './fifo-map.ts';
import { hasRocaTrace } from './roca.ts';

/** A public key as the issuer publishes it. */
export type PublicJwk = Readonly<Record<string, unknown>>;

const curves: Readonly<Record<string, string>> = {
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  EdDSA: 'Ed25519',
  Ed25519: 'Ed25519',
};

const material = ['kty', 'crv', 'n', 'e', 'x', 'y'] as const;
/** Characters of one member: more than 16,384 bits no engine takes, and reading them takes time. */
const longest = 2_736;

/** What a public key consists of; what it is meant for was judged before, and engines differ in how they read that. */
export const materialOf = (key: PublicJwk): PublicJwk =>
  Object.fromEntries(material.filter((name) => typeof key[name] === 'string').map((name) => [name, key[name]]));

/**
 * Whether a key may verify at all: a signature key without its private half, RSA of 2048 to 16,384 bits with an odd
 * exponent ≥ 3 (RFC 8725 §3.5) and a modulus that is not known to be weak (CVE-2017-15361).
 */
export function isUsable(key: unknown): key is PublicJwk {
  if (typeof key !== 'object' || key === null) return false;
  const { kty, use, key_ops: operations, n, e, x, y, d } = key as Record<string, unknown>;
  // Whoever reads the set can sign with it.
  if (d !== undefined) return false;
  if (use !== undefined && use !== 'sig') return false;
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) return false;
  if ([n, e, x, y].some((member) => typeof member === 'string' && member.length > longest)) return false;
  if (kty === 'EC' || kty === 'OKP') return true;
  if (kty !== 'RSA' || typeof n !== 'string' || typeof e !== 'string') return false;
  return isSoundModulus(n) && oddExponent(e);
}

/** The key decides what it may verify: its type, curve and own `alg` must fit (RFC 8725 §3.1). */
export function fits(key: PublicJwk, algorithm: string): boolean {
  if (key.alg !== undefined && key.alg !== algorithm && !(key.alg === 'EdDSA' && algorithm === 'Ed25519')) return false;
  if (/^[RP]S/.test(algorithm)) return key.kty === 'RSA';
  const curve = curves[algorithm];
  return curve !== undefined && key.kty === (curve === 'Ed25519' ? 'OKP' : 'EC') && key.crv === curve;
}

const judged = new FifoMap<boolean>();
const mostJudged = 1_000;

/** Judged once for each modulus: whoever passes keys with each token passes the same ones. */
function isSoundModulus(base64url: string): boolean {
  const known = judged.get(base64url);
  if (known !== undefined) return known;
  const modulus = BigInt(`0x${Buffer.from(base64url, 'base64url').toString('hex') || '0'}`);
  const isSound = modulus >> 2_047n > 0n && modulus >> 16_384n === 0n && !hasRocaTrace(modulus);
  judged.set(base64url, isSound);
  if (judged.size > mostJudged) judged.shift();
  return isSound;
}

function oddExponent(base64url: string): boolean {
  const bytes = Buffer.from(base64url, 'base64url');
  const value = bytes.length > 8 ? 0n : BigInt(`0x${bytes.toString('hex') || '0'}`);
  return value >= 3n && value % 2n === 1n;
}
