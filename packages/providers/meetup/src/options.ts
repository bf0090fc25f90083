import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

/** The states of a member's account in Meetup's schema, but for ACTIVE. */
const status = z.enum([
  'BLOCKED',
  'BOUNCED',
  'INVISIBLE',
  'PENDING',
  'PENDREMOVED',
  'PREREGISTERED',
  'REMOVED',
  'UNVERIFIED',
]);

/** Options of the factory, besides those that every provider has. */
export const options = z.strictObject({
  /** "Key" in Meetup's list of OAuth clients. */
  clientId: z.string().min(1),
  clientSecret: secret(),
  /** The API that says who a token stands for. `rest-v2` was announced switched off in 2019. */
  api: z.enum(['graphql', 'rest-v2']).default('graphql'),
  /** `login`: only tokens that our own login or token relay obtained. `none` needs `acceptTokensOfAnyApp: true`. */
  binding: z.enum(['login', 'none']).default('login'),
  /** Members in these states are refused, though their token is alive. */
  refuseStatus: z.array(status).default(['BLOCKED', 'PENDING', 'PENDREMOVED', 'PREREGISTERED', 'REMOVED']),
});
