import type { Attributes } from '@bearerkit/core/provider';

const marks = { mutable: true, reassignable: true };

/**
 * Of claims and of an introspection's answer alike. `sub` is the login, unless it was mapped to the user's id; the rest
 * are custom claims, where the server has them, and nothing says that an e-mail there was verified.
 */
export const attributes = {
  subject: ({ uid, sub }) => uid ?? sub,
  username: { read: ({ username, uid, sub }) => username ?? (sub === uid ? undefined : sub), ...marks },
  email: { pointer: '/email', ...marks, unverified: true },
  name: { pointer: '/name', ...marks },
  groups: '/groups',
} as const satisfies Omit<Attributes<never>, 'from'>;
