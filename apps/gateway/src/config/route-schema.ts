import { z } from 'zod';
import { type PathPattern, parsePathPattern } from './path-pattern.ts';

const path = z.string().transform((text, context): PathPattern => {
  try {
    return parsePathPattern(text);
  } catch (error) {
    context.addIssue((error as Error).message);
    return z.NEVER;
  }
});

/** A host name with or without a port, as the `Host` header has it. */
const host = z
  .string()
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(:\d{1,5})?$/i, {
    error: 'is a host name, such as jira.example.com or jira.example.com:8443',
  })
  .transform((name) => name.toLowerCase());

const method = z.string().regex(/^[A-Z][A-Z-]*$/, { error: 'is a method in capitals, such as GET' });

const acr = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, { error: 'is a class of sign-in, without a space' });

/** One entry of `routes`; the first that matches decides. */
export const routeSchema = z.strictObject({
  match: z.strictObject({ path, host: host.optional(), methods: z.array(method).min(1).optional() }),
  upstream: z.string(),
  /** Keys of the providers whose tokens are taken. */
  accept: z.array(z.string()).min(1).optional(),
  /** Without any credential, and without any identity. */
  public: z.boolean().default(false),
  /** All of these scopes of ours. */
  scopes: z.array(z.string().min(1)).min(1).optional(),
  /** Only tokens that are bound to a key, each with its proof (RFC 9449). */
  dpop: z.boolean().optional(),
  /** One of these classes of sign-in (RFC 9470). */
  acr: z.array(acr).min(1).optional(),
});
