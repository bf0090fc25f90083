import { checkPrimeSync, createPrivateKey, randomBytes } from 'node:crypto';
import type { SigningKey } from '../../__fixtures__/keys.ts';

const generator = 65_537n;
/** Product of the first 126 primes, which the flawed chips took for keys of 2048 bits. */
const primorial = smallPrimes(126).reduce((all, one) => all * one, 1n);

/** A key as of the chips of CVE-2017-15361: both primes are `k · primorial + (65537^a mod primorial)`. */
export function makeRocaKey(kid: string): Pick<SigningKey, 'alg' | 'privateKey' | 'jwk'> {
  const [p, q] = [makePrime(), makePrime()];
  const d = inverse(generator, (p - 1n) * (q - 1n));
  const jwk = { kty: 'RSA', n: encode(p * q), e: encode(generator) };
  const half = { p: encode(p), q: encode(q), dp: encode(d % (p - 1n)), dq: encode(d % (q - 1n)) };
  const privateKey = createPrivateKey({
    key: { ...jwk, d: encode(d), ...half, qi: encode(inverse(q, p)) },
    format: 'jwk',
  });
  return { alg: 'RS256', privateKey, jwk: { ...jwk, kid, use: 'sig', alg: 'RS256' } };
}

function makePrime(): bigint {
  for (;;) {
    const factor = (3n << 1022n) / primorial + random(5);
    const prime = factor * primorial + power(generator, random(30), primorial);
    if (checkPrimeSync(prime) && prime >> 1023n === 1n && prime >> 1024n === 0n) return prime;
  }
}

function smallPrimes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let number = 2n; found.length < count; number++)
    if (found.every((one) => number % one !== 0n)) found.push(number);
  return found;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base % modulus];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left % 2n === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** By Euclid's algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, next, factor, nextFactor] = [modulus, value % modulus, 0n, 1n];
  while (next > 0n) {
    const times = rest / next;
    [rest, next] = [next, rest - times * next];
    [factor, nextFactor] = [nextFactor, factor - times * nextFactor];
  }
  return ((factor % modulus) + modulus) % modulus;
}

const random = (bytes: number) => BigInt(`0x${randomBytes(bytes).toString('hex')}`);

function encode(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
}
