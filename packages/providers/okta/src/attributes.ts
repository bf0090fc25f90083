import type { Attributes } from '@bearerkit/core/provider';

const marks = { mutable: true, reassignable: true };

/** Custom claims, where the server's administrator added them; nothing says that an e-mail there was verified. */
const custom = {
  email: { pointer: '/email', ...marks, unverified: true },
  name: { pointer: '/name', ...marks },
  groups: '/groups',
};

/** Of a signed access token. `sub` is the login, unless the administrator mapped it to the user's id. */
export const claims = {
  ...custom,
  from: 'claims',
  subject: ({ uid, cid }) => uid ?? cid,
  username: { read: ({ uid, sub }) => (sub === uid ? undefined : sub), ...marks },
} as const satisfies Attributes<never>;

/** Of the answer to an introspection. */
export const inspection = {
  ...custom,
  from: 'inspection',
  subject: ({ uid, client_id }) => uid ?? client_id,
  username: { pointer: '/username', ...marks },
} as const satisfies Attributes<never>;
