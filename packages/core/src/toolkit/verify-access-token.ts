import { parseCompact } from '../internal/compact.ts';
import type { JwsVerifier } from '../internal/jws-verifier.ts';
import { pickVerifier } from '../internal/pick-verifier.ts';
import { quote, Refusal } from '../internal/refusal.ts';
import type { Algorithm } from '../provider/rule.ts';
import { checkBefore, checkClaims } from '../verify/access-claims.ts';
import { Trace } from '../verify/trace.ts';
import { type AccessSettings, settingsOf } from './access-settings.ts';
import { checkSignature } from './key.ts';
import { type KeysInput, keysOf, parsed, refused } from './options.ts';

/** What {@link verifyAccessToken} demands. */
export interface AccessTokenDemands {
  /** Compared with `iss` as plain strings. */
  readonly issuer: string;
  /** What this API is called; one of these must be a whole value of `aud`. */
  readonly audience: string | readonly string[];
  /** @default every asymmetric one known here */
  readonly algorithms?: readonly Algorithm[] | undefined;
  /**
   * The header's `typ`: `at+jwt` (RFC 9068; the same as `require`) or `JWT` is demanded, or any kind that is no access
   * token refused. @default 'if-present'
   */
  readonly typ?: 'if-present' | 'require' | 'at+jwt' | 'JWT' | undefined;
  /** Seconds of clock difference to tolerate, at most 120. @default 30 */
  readonly clockToleranceSec?: number | undefined;
  /** Seconds since the epoch (1e11 and above: milliseconds, as of `Date.now()`), a `Date`, or what gives one. */
  readonly now?: number | Date | (() => number | Date) | undefined;
}

/** An access token that its issuer signed for this API. */
export interface VerifiedAccessToken {
  readonly sub: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** {@link verifyAccessToken} on an engine. */
export const accessTokenVerification =
  (verifier: JwsVerifier) =>
  async (token: string, demands: AccessTokenDemands, set: KeysInput): Promise<VerifiedAccessToken> => {
    const settings = parsed('demands', () => settingsOf(demands));
    const keys = keysOf(set);
    try {
      return await verified(verifier, token, settings, keys);
    } catch (error) {
      throw refused(error);
    }
  };

async function verified(
  verifier: JwsVerifier,
  token: unknown,
  { issuer, algorithms, now, skew, type, demands }: AccessSettings,
  keys: readonly unknown[],
): Promise<VerifiedAccessToken> {
  const compact = typeof token === 'string' ? parseCompact(token) : undefined;
  if (compact === undefined) throw new Refusal('unrecognised', 'not a compact JWT');
  const { header, claims } = compact;
  if (claims.iss !== issuer) throw new Refusal('unknown_issuer', `iss ${quote(claims.iss)}, wanted ${quote(issuer)}`);
  const context = { trace: new Trace(), verifier, now, skew };
  const algorithm = checkBefore(compact, algorithms, context);
  await checkSignature(verifier, compact, algorithm, keys);
  const { bound } = checkClaims(compact, demands, undefined, context);
  if (bound !== undefined) throw new Refusal('unsupported_confirmation', 'bound to a key, and no proof is looked at');
  if (type !== undefined && String(header.typ).toLowerCase().replace('application/', '') !== type) {
    throw new Refusal('unrecognised', `typ ${quote(header.typ)}, wanted ${type}`);
  }
  return { sub: claims.sub as string, claims };
}

/**
 * Verifies a signed access token (RFC 7519, RFC 8725, RFC 9068) the way the registry does: the strict gate of
 * `verifyJws`, then issuer, algorithm, type, times, key, signature, kind, audience, confirmation and subject. ID,
 * refresh and logout tokens, DPoP proofs and tokens bound to a key are refused.
 *
 * @example const { sub } = await verifyAccessToken(token, { issuer, audience: 'https://api.example.com' }, jwks);
 * @throws AuthError with its reason
 * @throws ConfigurationError `unbound_tokens` without an audience; `invalid_options` for anything else of no use
 */
export const verifyAccessToken: (
  token: string,
  demands: AccessTokenDemands,
  set: KeysInput,
) => Promise<VerifiedAccessToken> = accessTokenVerification(pickVerifier());
