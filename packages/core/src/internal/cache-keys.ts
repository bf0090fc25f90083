import { hash, randomBytes } from 'node:crypto';
import { longest } from './compact.ts';

const saltBytes = 16;
/** Of a scheme with its space, and a token. */
const longestCredential = longest + 16;
const mostViews = 2_048;

/**
 * Keys of credentials in the caches of one process: SHA-256 over a salt and the whole credential, scheme and token, as
 * 32 characters of eight bits each. The salt stands in front of a buffer, and each credential is written behind it:
 * joining strings would cost more than the salt itself.
 */
export class CacheKeys {
  readonly #buffer: Buffer;
  /** The buffer up to each ordinary length that came up. */
  readonly #views = new Array<Buffer | undefined>(mostViews);

  constructor() {
    // Up to three bytes for a character: a text that was cut would equal a shorter one.
    this.#buffer = Buffer.alloc(saltBytes + longestCredential * 3);
    randomBytes(saltBytes).copy(this.#buffer);
  }

  /** @param credential such as `Bearer abc`, of at most 16,400 characters */
  of(credential: string): string {
    return hash('sha256', this.#view(saltBytes + this.#buffer.write(credential, saltBytes)), 'binary');
  }

  #view(end: number): Buffer {
    const known = end < mostViews ? this.#views[end] : undefined;
    if (known !== undefined) return known;
    const view = this.#buffer.subarray(0, end);
    if (end < mostViews) this.#views[end] = view;
    return view;
  }
}
