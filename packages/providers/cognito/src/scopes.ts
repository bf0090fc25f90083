import type { JwtSpec, Refused } from '@bearerkit/core/provider';

const scopesIn = (value: unknown): readonly string[] => (typeof value === 'string' ? value.split(' ') : []);

/** Userinfo answers tokens of users with `openid` alone: neither those of machines nor those of `InitiateAuth`. */
export const hasOpenid: NonNullable<JwtSpec<never>['when']> = (_header, { scope }) =>
  scopesIn(scope).includes('openid');

/** Tokens without a scope of our resource server: its identifier, maybe a URL, and a name after the last slash. */
export const withoutScopeOf = (identifier: string) =>
  ({
    issuer: 'issuer',
    when: (_header, { token_use: use, scope }) =>
      use === 'access' &&
      !scopesIn(scope).some((one) => one.slice(0, Math.max(one.lastIndexOf('/'), 0)) === identifier),
    reason: 'wrong_audience',
    detail: `it has no scope of ${identifier}: ask for one at the domain of the pool; InitiateAuth gives none`,
  }) as const satisfies Refused;
