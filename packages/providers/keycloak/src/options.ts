import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const text = z.string().min(1);
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;
/** Clients that every realm has: each is in `aud` of nearly every token, or of every administrator's. */
const everybodys = /^(account|account-console|admin-cli|broker|realm-management)$/;
const audience = text.refine((name) => !everybodys.test(name), 'is a client of Keycloak itself: make one for this API');
const audienceError = 'name this API, or say `clientIds`: else tokens for every application would be let in';
const secretError = 'is needed to ask about tokens: only confidential clients may';

/** Options of the factory, besides those that every provider has. */
export const options = z
  .strictObject({
    /** As `iss` spells it; servers before 17 have `/auth` before `/realms`. */
    issuer: z.url().regex(/\/realms\/[^/?#]+$/, 'expected the whole issuer of a realm: https://…/realms/acme'),
    /** Proof by signature, by asking about each token, or by asking where a token does not name its subject. */
    mode: z.enum(['jwt', 'introspection', 'jwt+introspection']).default('jwt'),
    /** Values of `aud` that name this API: mostly the id of a client that stands for it. */
    audience: z.union([audience, z.array(audience).min(1)]).optional(),
    /** Client ids (`azp`) whose tokens are let in; with `audience` both must hold. */
    clientIds: z.array(text).min(1).optional(),
    /** Our own client: for introspection, and for logins. */
    clientId: text.optional(),
    clientSecret: secret().optional(),
    clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post']).default('client_secret_basic'),
    /** Of the realm, or of one client. */
    roles: z.union([z.literal('realm'), z.strictObject({ client: text })]).default('realm'),
    /** What the realm may sign with; its own list is not believed. */
    algorithms: z.array(z.enum(algorithms)).min(1).default(['RS256']),
    /** Of a login. */
    scopes: z.array(text).default(['openid']),
  })
  .refine((o) => (o.audience ?? o.clientIds) !== undefined, { path: ['audience'], error: audienceError })
  .refine((o) => o.clientSecret === undefined || o.clientId, {
    path: ['clientId'],
    error: 'is needed with `clientSecret`',
  })
  .refine((o) => o.mode === 'jwt' || o.clientSecret, { path: ['clientSecret'], error: secretError });
