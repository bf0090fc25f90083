import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const text = z.string().min(1);

/** Options of the factory, besides those that every provider has. */
export const options = z
  .strictObject({
    /** "User pool ID", such as `us-east-1_AbCdEf123`; it names the region too. */
    userPoolId: z
      .string()
      .regex(/^[a-z]{2}-(gov-)?[a-z]+-\d_[a-zA-Z0-9]+$/, 'is no user pool id such as us-east-1_AbCdEf123'),
    /** App clients whose tokens are let in: all clients of a pool have the same issuer and keys. */
    clientIds: z.array(text).min(1),
    /** Which issuer the pool is set to; never both. */
    issuerKind: z.enum(['original', 'updated']).default('original'),
    /** Origin of the pool's domain, for logins and userinfo: `https://{prefix}.auth.{region}.amazoncognito.com`. */
    domain: z
      .url()
      .refine(
        (url) => URL.canParse(url) && new URL(url).origin === url,
        'is an origin: no path, and no slash at its end',
      )
      .optional(),
    /** Identifier of our resource server: lets in only tokens with one of its scopes. */
    resourceServer: text.optional(),
    /** The `aud` of tokens that were requested with `resource`; without it tokens that have an `aud` are refused. */
    resource: text.optional(),
    /** `userinfo` asks the domain for e-mail and name where a token has the scope `openid`; its quota is shared. */
    profile: z.enum(['claims', 'userinfo']).default('claims'),
    /** Our own app client, for logins. */
    clientId: text.optional(),
    clientSecret: secret().optional(),
    clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post', 'none']).default('client_secret_basic'),
    /** Scopes that a login requests: Cognito takes none for all that the client may have. */
    scopes: z.array(text).min(1).default(['openid', 'profile', 'email']),
  })
  .refine(({ clientSecret, clientId }) => clientSecret === undefined || clientId !== undefined, {
    path: ['clientId'],
    error: 'is needed with `clientSecret`',
  })
  .refine(({ profile, domain }) => profile === 'claims' || domain !== undefined, {
    path: ['domain'],
    error: "is needed with `profile: 'userinfo'`",
  });
