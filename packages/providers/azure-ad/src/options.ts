import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const text = z.string().min(1);
const texts = z.array(text).min(1);
const guid = z.guid().toLowerCase();

/** Whether a text is a client id or a tenant id, and not a name. */
export const isGuid = (value: unknown): boolean => guid.safeParse(value).success;

const isListed = ({ tenantId, tenants }: { readonly tenantId: string; readonly tenants?: unknown }) =>
  tenants !== undefined || tenantId === 'consumers' || isGuid(tenantId);

/** Options of the factory, besides those that every provider has. */
export const options = z
  .strictObject({
    /** Directory (tenant) id; or `consumers`, or (with `tenants`) `common`, `organizations` or a domain. */
    tenantId: text.toLowerCase(),
    /** Ids of the tenants whose tokens are let in. @default `tenantId` alone */
    tenants: z.array(guid).min(1).optional(),
    /** Names of this API: its client id, which tokens of version 2 carry, and its Application ID URIs. */
    audience: z.union([text.transform((one) => [one]), texts]),
    /** Versions of access tokens to take; the API's own `requestedAccessTokenVersion` decides which it gets. */
    versions: z
      .array(z.literal([1, 2]))
      .min(1)
      .default([1, 2]),
    cloud: z.enum(['global', 'us-gov', 'china']).default('global'),
    /** `external-id`: Entra External ID. `b2c`: Azure AD B2C. */
    directory: z.enum(['workforce', 'external-id', 'b2c']).default('workforce'),
    /** What comes before `/oauth2/v2.0`. B2C needs it: `https://{name}.b2clogin.com/{domain}/{policy}`. */
    authority: z.url().optional(),
    /** B2C: the policies (user flows) whose tokens are let in. @default the last part of `authority` */
    policies: texts.optional(),
    /** Client ids whose tokens are let in. @default any that the tenant gives tokens for this API */
    clientIds: z.array(guid).min(1).optional(),
    /** Client ids whose app-only tokens are let in without a role. @default `clientIds`, else none */
    rolelessClients: z.array(guid).optional(),
    /** A token that leaves out its groups, since they are too many: 403, or a caller of no groups. */
    groupOverage: z.enum(['refuse', 'ignore']).default('refuse'),
    /** Our own registration, for logins and the token relay; never that of the API. */
    clientId: text.optional(),
    clientSecret: secret().optional(),
    /** What a login requests. @default openid, profile, offline_access and `{audience}/.default` */
    scopes: texts.optional(),
  })
  .refine((o) => (o.directory === 'workforce' ? isListed(o) : isGuid(o.tenantId) && o.tenants === undefined), {
    path: ['tenants'],
    error: 'list the ids of the tenants to let in (an external directory is one: its id is `tenantId`)',
  })
  .refine((o) => o.directory !== 'b2c' || o.authority !== undefined, { path: ['authority'], error: 'is missing' })
  .refine((o) => (o.directory === 'workforce' && !o.versions.includes(2)) || o.audience.some(isGuid), {
    path: ['audience'],
    error:
      'add the client id of this API, which tokens of version 2 name; for those of version 1 alone: `versions: [1]`',
  })
  .refine((o) => o.scopes?.some((scope) => scope.includes('/') || isGuid(scope)) ?? true, {
    path: ['scopes'],
    error: 'none names this API, so a login would yield a token for Microsoft Graph: add `{audience}/.default`',
  })
  .refine((o) => o.clientSecret === undefined || o.clientId !== undefined, { path: ['clientId'], error: 'is missing' });

/** Options, with what they are by default. */
export type Options = z.output<typeof options>;
