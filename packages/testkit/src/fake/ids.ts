import { createHash } from 'node:crypto';

/**
 * Makes a source of hexadecimal ids for codes and tokens: the same seed gives the same ids in the same order. They are
 * guessable by whoever knows the seed, so nothing but a fake may use them.
 *
 * @example
 * const nextId = createIds('acme');
 * nextId(8); // eight hexadecimal digits; 32 by default, 64 at most
 */
export function createIds(seed: string): (length?: number) => string {
  let count = 0;
  return (length = 32) => {
    count += 1;
    return createHash('sha256').update(`${seed}:${count}`).digest('hex').slice(0, length);
  };
}
