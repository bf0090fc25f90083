import { AuthError } from '../errors/auth-error.ts';
import { ConfigurationError, type ConfigurationErrorCode } from '../errors/configuration-error.ts';
import { Refusal } from '../internal/refusal.ts';
import type { Algorithm } from '../provider/rule.ts';
import { toAuthError } from '../verify/challenge.ts';

/** Keys of an issuer: its JWK Set (RFC 7517 §5), as parsed. */
export interface KeysInput {
  readonly keys: readonly object[];
}

const asymmetric = Object.keys({
  RS256: true,
  RS384: true,
  RS512: true,
  PS256: true,
  PS384: true,
  PS512: true,
  ES256: true,
  ES384: true,
  ES512: true,
  EdDSA: true,
  Ed25519: true,
} satisfies Record<Algorithm, true>) as Algorithm[];

/** Wrong use, told as such. */
export const misuse = (
  option: string,
  wanted: string,
  code: ConfigurationErrorCode = 'invalid_options',
): ConfigurationError => new ConfigurationError(code, `\`${option}\`: ${wanted}.`, [option]);

/** Reads what the caller gave; whatever goes wrong in it is wrong use. @throws ConfigurationError */
export function parsed<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw ConfigurationError.isInstance(error) ? error : misuse(option, 'it can not be read');
  }
}

/** @throws ConfigurationError `invalid_options` */
export function keysOf(set: KeysInput): readonly unknown[] {
  return parsed('keys', () => {
    if (!Array.isArray(set.keys)) throw misuse('keys', 'give the `keys` of a JWK Set, a list of JWKs');
    return [...set.keys];
  });
}

/** @throws ConfigurationError `invalid_options` */
export function algorithmsOf(given: readonly Algorithm[] | undefined): readonly Algorithm[] {
  if (!Array.isArray(given) || given.length === 0) throw misuse('algorithms', 'name at least one JWS algorithm');
  return given.map((name: unknown) => {
    const algorithm = asymmetric.find((one) => one === name);
    if (algorithm === undefined) throw misuse('algorithms', `only ${asymmetric.join(' ')}; no \`none\`, no HMAC`);
    return algorithm;
  });
}

/** Every algorithm there is here. */
export const allAlgorithms: readonly Algorithm[] = asymmetric;

/** A refusal as the error for the caller, its challenge included; nothing else gets out. */
export function refused(error: unknown): Error {
  if (AuthError.isInstance(error) || ConfigurationError.isInstance(error)) return error;
  const refusal = error instanceof Refusal ? error : new Refusal('provider_malformed', 'a key or token nobody foresaw');
  return toAuthError(refusal, {}, undefined, undefined);
}
