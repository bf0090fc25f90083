import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const text = z.string().min(1);
const algorithm = z.enum([
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const),
]);

/** Options of the factory, besides those that every provider has. */
export const options = z
  .strictObject({
    /** Character by character as the discovery document spells it, trailing slash included. */
    issuer: z.url(),
    /** How access tokens are proved: signed ones by the issuer's keys, others by asking (RFC 7662). */
    mode: z.enum(['jwt', 'introspection', 'jwt+introspection']).default('jwt'),
    /** Values of `aud` that name this API, compared as a whole. */
    audience: z.union([text, z.array(text).min(1)]).optional(),
    /** Client ids whose tokens are let in; with `audience` both must hold. */
    clientIds: z.array(text).min(1).optional(),
    /** Our own registration: for introspection, and for the OAuth client. */
    clientId: text.optional(),
    clientSecret: secret().optional(),
    clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post', 'none']).default('client_secret_basic'),
    /** What the issuer may sign with; its own list is not believed. Asymmetric only. */
    algorithms: z.array(algorithm).min(1).default(['RS256']),
    /** `require` refuses signed tokens without the type `at+jwt` (RFC 9068), which few vendors send by default. */
    accessTokenTyp: z.enum(['require', 'if-present']).default('if-present'),
    /** Refuses tokens with the marks of an ID token. Off only where access tokens have them too (Dex, authentik). */
    idTokenGuard: z.boolean().default(true),
    /** Scopes that a login requests. */
    scopes: z.array(text).default(['openid']),
  })
  .refine(({ audience, clientIds }) => audience !== undefined || clientIds !== undefined, {
    path: ['audience'],
    error: 'name this API (or say `clientIds`): with neither, tokens for every other API of the issuer would be let in',
  })
  .refine(({ clientId, clientSecret }) => clientSecret === undefined || clientId !== undefined, {
    path: ['clientId'],
    error: 'is needed with `clientSecret`',
  })
  .refine((o) => o.mode === 'jwt' || o.clientAuthentication === 'none' || o.clientSecret !== undefined, {
    path: ['clientSecret'],
    error: "is needed to ask about tokens; for an endpoint that takes anybody say `clientAuthentication: 'none'`",
  });
