import { isResource, metadataUrl } from '../verify/challenge.ts';
import { challengeHeader } from '../verify/challenge-header.ts';
import { misuse, parsed } from './options.ts';

/** What a challenge tells the client. */
export interface ChallengeInput {
  /** @default 'Bearer' */
  readonly scheme?: 'Bearer' | 'DPoP' | undefined;
  readonly realm?: string | undefined;
  /** RFC 6750 §3.1 or RFC 9470 §3; leave it out where no credential came. */
  readonly error?:
    | 'invalid_request'
    | 'invalid_token'
    | 'insufficient_scope'
    | 'insufficient_user_authentication'
    | (string & {})
    | undefined;
  readonly errorDescription?: string | undefined;
  readonly scope?: string | readonly string[] | undefined;
  /** RFC 9470 §3, most wanted first. */
  readonly acrValues?: string | readonly string[] | undefined;
  /** Seconds since the sign-in, at most (RFC 9470 §3). */
  readonly maxAge?: number | undefined;
  /** Identifier of the API: its metadata URL follows from it (RFC 9728 §3.1). */
  readonly resource?: string | undefined;
}

/**
 * Builds the value of a `WWW-Authenticate` header (RFC 6750 §3, RFC 9470 §3, RFC 9728 §5.1). What may not stand in a
 * header line is left out of values.
 * @throws ConfigurationError `invalid_options` for a value of the wrong type, and a `resource` that is no http(s) URL
 */
export function challenge(input: ChallengeInput = {}): string {
  return parsed('challenge', () => {
    const { scheme = 'Bearer', realm, error, errorDescription, scope, acrValues, maxAge, resource } = input;
    if (scheme !== 'Bearer' && scheme !== 'DPoP') throw misuse('scheme', 'Bearer or DPoP');
    if (resource !== undefined && !isResource(resource)) {
      throw misuse('resource', 'an http(s) URL without a fragment, such as https://api.example.com');
    }
    if (maxAge !== undefined && !(Number.isFinite(maxAge) && maxAge >= 0)) throw misuse('maxAge', 'seconds, 0 or more');
    return challengeHeader(scheme, [
      ['realm', textOf('realm', realm)],
      ['error', textOf('error', error)],
      ['error_description', textOf('errorDescription', errorDescription)],
      ['scope', textOf('scope', scope)],
      ['acr_values', textOf('acrValues', acrValues)],
      ['max_age', maxAge === undefined ? undefined : String(maxAge)],
      ['resource_metadata', resource === undefined ? undefined : metadataUrl(resource)],
    ]);
  });
}

function textOf(option: string, value: unknown): string | undefined {
  const words: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (value !== undefined && !words.every((word) => typeof word === 'string')) throw misuse(option, 'a text');
  return value === undefined || words.length === 0 ? undefined : words.join(' ');
}
