import { hash, randomBytes } from 'node:crypto';

const saltBytes = 16;
const mostViews = 4_096;

/**
 * Keys of credentials in the caches of one process: SHA-256 over a salt, the scheme and the whole token, as 32
 * characters of eight bits each. Salt and scheme have fixed lengths, so no two credentials give one text. They stand in
 * front of a buffer that each token is written behind, since joining strings would cost more than they add.
 */
export class CacheKeys {
  readonly #start: number;
  readonly #buffer: Buffer;
  /** The buffer up to each ordinary length that came up. */
  readonly #views = new Array<Buffer | undefined>(mostViews);

  /** @param longest characters of a token, at most */
  constructor(scheme: string, longest: number) {
    this.#start = saltBytes + scheme.length + 1;
    // Four bytes for a character, which none that is looked at has: a longer text would be cut, and equal a shorter one.
    this.#buffer = Buffer.alloc(this.#start + longest * 4);
    randomBytes(saltBytes).copy(this.#buffer);
    this.#buffer.write(`${scheme} `, saltBytes);
  }

  of(token: string): string {
    const end = this.#start + this.#buffer.write(token, this.#start);
    return hash('sha256', this.#view(end), 'binary');
  }

  #view(end: number): Buffer {
    const known = end < mostViews ? this.#views[end] : undefined;
    if (known !== undefined) return known;
    const view = this.#buffer.subarray(0, end);
    if (end < mostViews) this.#views[end] = view;
    return view;
  }
}
