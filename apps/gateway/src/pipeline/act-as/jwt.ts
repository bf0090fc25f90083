import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { type ActAs, headerName, neverAs } from './act-as.ts';
import type { AssertionKey } from './assertion-key.ts';

const options = z.strictObject({
  kind: z.literal('jwt'),
  header: headerName.default('x-bearerkit-assertion'),
  /** `aud` of the assertion. @default the upstream's key */
  audience: z.string().min(1).optional(),
  neverAs,
});

/** Seconds that an assertion lives. */
const life = 60;

/**
 * A signed statement of who the user is (RFC 7519): ES256, for one upstream, for at most 60 seconds. The keys are
 * published at `/.well-known/bearerkit/jwks.json`.
 */
export const jwtActAs = {
  id: 'jwt',
  options,
  create: (
    { header, audience }: z.output<typeof options>,
    context: { readonly upstream: string; readonly issuer: string; readonly key: AssertionKey },
  ): ActAs => ({
    names: [header],
    headers: async ({ user, auth }) => {
      const { email, emailVerified } = auth;
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: context.issuer,
        aud: audience ?? context.upstream,
        sub: user.username,
        preferred_username: user.username,
        ...(email !== undefined && emailVerified ? { email, email_verified: true } : {}),
        groups: user.groups,
        jti: randomUUID(),
        iat: now,
        exp: now + life,
      };
      const { kid, privateKey } = context.key;
      const signed = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid }).sign(privateKey);
      return [header, signed];
    },
  }),
} as const;
