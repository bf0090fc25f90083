import { z } from 'zod';
import { type Directory, matchOptions } from './directory.ts';
import { canonicalOrUndefined } from './user-name.ts';

const options = z.strictObject({ kind: z.literal('none'), ...matchOptions });

/**
 * No directory to look into: every name that a link or an attribute gives counts as an active user without groups. For
 * upstreams that keep no users of their own, or that refuse the ones they do not know.
 */
export const noUsers = {
  id: 'none',
  options,
  open: (_options: z.output<typeof options>): Directory => ({
    find: (username) => {
      const id = canonicalOrUndefined(username);
      return id === undefined ? undefined : { id, username, active: true, groups: [] };
    },
  }),
} as const;
