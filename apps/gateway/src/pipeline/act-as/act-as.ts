import type { Auth, LocalUser } from '@bearerkit/core';
import { z } from 'zod';
import { userName } from '../../directory/directory.ts';
import { isSettable } from '../../proxy/protected-names.ts';

/** Whom a request acts for: the local user, and how the caller was proved. */
export interface Caller {
  readonly user: LocalUser;
  readonly auth: Auth<string, undefined>;
}

/** A way to tell an upstream who the user is. */
export interface ActAs {
  /** Names of the headers it sets; whatever a client sends under them, in any spelling, is dropped. */
  readonly names: readonly string[];
  /** Name, value, name, value … */
  headers(caller: Caller): Promise<readonly string[]> | readonly string[];
}

/** Local users that no caller may act as, whoever linked them. */
export const neverAs = z
  .strictObject({ users: z.array(userName).default([]), groups: z.array(z.string()).default([]) })
  .prefault({});

/** A header name that the gateway may set. */
export const headerName = z
  .string()
  .refine(
    isSettable,
    'is no header that can carry an identity: use letters, digits and hyphens, such as x-forwarded-user',
  )
  .transform((name) => name.toLowerCase());
