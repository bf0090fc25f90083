import { nowSeconds } from '../internal/clock.ts';
import { type Algorithm, clientClaims } from '../provider/rule.ts';
import type { ClaimDemands } from '../verify/access-claims.ts';
import { algorithmsOf, allAlgorithms, misuse } from './options.ts';
import type { AccessTokenDemands } from './verify-access-token.ts';

/** Demands, checked and complete. */
export interface AccessSettings {
  readonly issuer: string;
  readonly algorithms: readonly Algorithm[];
  /** Seconds since the epoch. */
  readonly now: number;
  readonly skew: number;
  /** Media type that the header must say, without `application/`. */
  readonly type: string | undefined;
  readonly demands: ClaimDemands;
}

const types: ReadonlyMap<unknown, string | undefined> = new Map([
  [undefined, undefined],
  ['if-present', undefined],
  ['require', 'at+jwt'],
  ['at+jwt', 'at+jwt'],
  ['jwt', 'jwt'],
]);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** @throws ConfigurationError `unbound_tokens` `invalid_options` */
export function settingsOf(given: AccessTokenDemands): AccessSettings {
  const { issuer, audience, algorithms, typ, clockToleranceSec: skew = 30, now } = given;
  if (!isText(issuer)) throw misuse('issuer', 'the issuer, exactly as `iss` spells it');
  const ours: readonly unknown[] = Array.isArray(audience) ? [...audience] : [audience];
  if (ours.length === 0 || !ours.every(isText)) {
    throw misuse('audience', 'say what this API is called; without it anybody’s token would do', 'unbound_tokens');
  }
  if (!(typeof skew === 'number' && skew >= 0 && skew <= 120)) throw misuse('clockToleranceSec', 'from 0 to 120 s');
  const name: unknown = typeof typ === 'string' ? typ.toLowerCase() : typ;
  if (!types.has(name)) throw misuse('typ', 'one of if-present, require, at+jwt, JWT');
  const type = types.get(name);
  return {
    issuer,
    algorithms: algorithms === undefined ? allAlgorithms : algorithmsOf(algorithms),
    now: now === undefined ? nowSeconds() : secondsOf(typeof now === 'function' ? now() : now),
    skew,
    type,
    demands: {
      audience: ours,
      binding: 'audience',
      clientClaims,
      clients: [],
      idTokenGuard: true,
      kind: 'user',
      reject: [],
      typ: type === 'at+jwt' ? 'require' : 'if-present',
    },
  };
}

/** Seconds of a time; a second count of 1e11 would be the year 5138. */
function secondsOf(time: number | Date): number {
  const value: unknown = time instanceof Date ? time.getTime() / 1000 : time;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw misuse('now', 'seconds since the epoch, or a Date');
  return value < 1e11 || time instanceof Date ? value : value / 1000;
}
