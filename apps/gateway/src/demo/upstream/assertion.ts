import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';

/** Whose assertions a fake trusts. */
export interface AssertionOptions {
  /** Where the gateway publishes its keys; read when the first assertion arrives, so it may be a getter. */
  readonly jwksUrl: string | URL;
  /** The `iss` that an assertion must carry. */
  readonly issuer: string;
  /** The `aud` that an assertion must carry: the gateway's name for this upstream. */
  readonly audience: string;
  /** @default 'x-bearerkit-assertion' */
  readonly header?: string | undefined;
}

const longestLife = 60;

/**
 * Makes the check that a verifier inside a product does: ES256 by a published key, issuer, audience, at most 60 seconds
 * to live, and each `jti` only once (RFC 7519 §4.1.7). The check resolves to the `sub`; it throws for anything else.
 */
export function createAssertionCheck(options: AssertionOptions): (assertion: string) => Promise<string> {
  const { issuer, audience } = options;
  const seen = new Map<string, number>();
  let keys: JWTVerifyGetKey | undefined;
  return async (assertion) => {
    keys ??= createRemoteJWKSet(new URL(options.jwksUrl), { cooldownDuration: 0 });
    const requiredClaims = ['sub', 'exp', 'jti'];
    const { payload } = await jwtVerify(assertion, keys, { algorithms: ['ES256'], issuer, audience, requiredClaims });
    const { sub = '', exp = 0, jti = '' } = payload;
    const now = Math.floor(Date.now() / 1000);
    if (exp - now > longestLife) throw new Error(`the assertion lives longer than ${longestLife} seconds`);
    for (const [id, end] of seen) if (end < now) seen.delete(id);
    if (seen.has(jti)) throw new Error('the assertion was used before (jti)');
    seen.set(jti, exp);
    return sub;
  };
}
