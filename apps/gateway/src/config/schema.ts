import { z } from 'zod';
import { listenAddress, secureUrl } from './address.ts';
import { dpopSchema } from './dpop-schema.ts';
import { routeSchema } from './route-schema.ts';
import { upstreamSchema } from './upstream-schema.ts';

const key = z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'a key has lower-case letters, digits and hyphens' });

/** The configuration file; a member that is not named here is an error. */
export const configSchema = z.strictObject({
  version: z.literal(1),
  listen: listenAddress,
  /** Where clients reach the gateway; the identifier of this API (RFC 9728) and the `iss` of assertions. */
  resource: secureUrl.refine((text) => !text.includes('?'), 'has a query'),
  admin: z.strictObject({ listen: listenAddress }),
  store: z.string().default('sqlite:./bearerkit.db'),
  /** Folder of the gateway's own secrets. */
  data: z.string().min(1).default('./data'),
  providers: z.record(key, z.looseObject({ use: z.string().min(1) })),
  upstreams: z.record(key, upstreamSchema),
  /** Absent: a token that is bound to a key is refused. */
  dpop: dpopSchema.optional(),
  policy: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
  routes: z.array(routeSchema),
  default: z.literal('deny').default('deny'),
});

/** A file that fits the schema, with defaults filled in. */
export type ConfigValues = z.output<typeof configSchema>;
