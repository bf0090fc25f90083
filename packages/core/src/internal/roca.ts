const primes = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];
const product = primes.reduce((all, prime) => all * BigInt(prime), 1n);
const traces = primes.map((prime) => [prime, powersOf(65_537 % prime, prime)] as const);

function powersOf(base: number, prime: number): ReadonlySet<number> {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * base) % prime) powers.add(power);
  return powers;
}

/**
 * Whether an RSA modulus comes from the chips whose keys can be factored: it is then a power of 65537 modulo each of
 * these primes, as one other modulus of 200 million is (ROCA, CVE-2017-15361).
 * @see https://crocs.fi.muni.cz/public/papers/rsa_ccs17
 */
export function hasRocaTrace(modulus: bigint): boolean {
  const rest = modulus % product;
  return traces.every(([prime, powers]) => powers.has(Number(rest % BigInt(prime))));
}
