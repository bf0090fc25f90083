import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const text = z.string().min(1);
const algorithm = z.enum([
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const),
]);

/** Keycloak's own clients: each is in `aud` of nearly every token, or of every administrator's. */
const everybodys = new Set(['account', 'account-console', 'admin-cli', 'broker', 'realm-management']);
const audience = text.refine((name) => !everybodys.has(name), {
  error:
    'is a client of Keycloak itself, which tokens of every application name: use a client that stands for this API',
});

/** Options of the factory, besides those that every provider has. */
export const options = z
  .strictObject({
    /** The whole issuer of the realm, as `iss` spells it; servers before 17 have `/auth` before `/realms`. */
    issuer: z.url().regex(/\/realms\/[^/?#]+$/, {
      error: 'expected the whole issuer of a realm, such as https://kc.example.com/realms/acme, without a last slash',
    }),
    /** Where the server is reached from here, if that is not where `issuer` says; without `/realms/…`. */
    internalBase: z.url().regex(/[^/]$/, { error: 'must not end with a slash' }).optional(),
    /**
     * How tokens are proved: by signature, by asking Keycloak about each (which sees logouts), or by signature where
     * the token names its subject and by asking where not (lightweight access tokens).
     */
    mode: z.enum(['jwt', 'introspection', 'jwt+introspection']).default('jwt'),
    /** Values of `aud` that name this API: mostly the id of a client that stands for it. */
    audience: z.union([audience, z.array(audience).min(1)]).optional(),
    /** Client ids (`azp`) whose tokens are let in; with `audience` both must hold. */
    clientIds: z.array(text).min(1).optional(),
    /** Our own client: for introspection, and for logins. */
    clientId: text.optional(),
    clientSecret: secret().optional(),
    clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post']).default('client_secret_basic'),
    /** Where roles are read: those of the realm, or those of one client. */
    roles: z.union([z.literal('realm'), z.strictObject({ client: text })]).default('realm'),
    /** What the realm may sign with; its own list is not believed. Asymmetric only. */
    algorithms: z.array(algorithm).min(1).default(['RS256']),
    /** Scopes that a login requests. */
    scopes: z.array(text).default(['openid']),
  })
  .refine((o) => o.audience !== undefined || o.clientIds !== undefined, {
    path: ['audience'],
    error:
      'name this API (or say `clientIds`): with neither, tokens for every application of the realm would be let in',
  })
  .refine((o) => o.clientSecret === undefined || o.clientId !== undefined, {
    path: ['clientId'],
    error: 'is needed with `clientSecret`',
  })
  .refine((o) => o.mode === 'jwt' || o.clientSecret !== undefined, {
    path: ['clientSecret'],
    error: 'is needed to ask about tokens: Keycloak lets only confidential clients do that',
  });
