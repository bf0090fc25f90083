import type { LocalUser } from '@bearerkit/core';
import { canonicalUserName } from '@bearerkit/store-sql';
import { z } from 'zod';
import { type Directory, matchOptions, userName } from './directory.ts';
import { canonicalOrUndefined } from './user-name.ts';

const options = z.strictObject({
  kind: z.literal('static'),
  ...matchOptions,
  list: z
    .array(
      z.strictObject({
        username: userName,
        active: z.boolean().default(true),
        groups: z.array(z.string()).default([]),
      }),
    )
    .superRefine((list, context) => {
      const seen = new Set<string>();
      for (const [at, { username }] of list.entries()) {
        const name = canonicalOrUndefined(username) ?? '';
        if (seen.has(name)) context.addIssue({ code: 'custom', path: [at, 'username'], message: 'is there twice' });
        seen.add(name);
      }
    }),
});

/** Users written in the configuration. Names are compared by `canonicalUserName`. */
export const staticUsers = {
  id: 'static',
  options,
  open: ({ list }: z.output<typeof options>): Directory => {
    const users = new Map<string, LocalUser>();
    for (const user of list) {
      const id = canonicalUserName(user.username);
      users.set(id, Object.freeze({ id, ...user }));
    }
    return {
      find: (name) => {
        const id = canonicalOrUndefined(name);
        return id === undefined ? undefined : users.get(id);
      },
    };
  },
} as const;
