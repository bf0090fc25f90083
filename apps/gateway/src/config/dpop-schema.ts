import { z } from 'zod';

/** How tokens that are bound to a key are taken (RFC 9449). */
export const dpopSchema = z.strictObject({
  /** Takes no other tokens, on any route. */
  required: z.boolean().default(false),
  /** Wants a nonce of the gateway's in each proof (RFC 9449 §9). */
  nonce: z.boolean().default(false),
});
