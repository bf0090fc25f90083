/** One token for one key set, and what must come of it. */
export interface Vector {
  /** The standard or advisory that it comes from, and what it is. */
  readonly id: string;
  readonly token: string;
  readonly keys: readonly object[];
  /** `ok`, or the reason of the refusal. */
  readonly expect: string;
  /** The payload as text, where it is checked. */
  readonly payload?: string | undefined;
}

/** A vector that is refused for its signature, unless something else is said. */
export const vector = (id: string, token: string, keys: readonly object[], expect = 'bad_signature'): Vector => ({
  id,
  token,
  keys,
  expect,
});

/** Every algorithm that may be allowed. */
export const algorithms = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const),
];
