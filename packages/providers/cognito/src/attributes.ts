import type { Attributes } from '@bearerkit/core/provider';

/** Of an access token. A user name never changes, and can be given to another after its user was deleted. */
export const claims = {
  from: 'claims',
  subject: '/sub',
  username: { pointer: '/username', reassignable: true },
  groups: '/cognito:groups',
} as const satisfies Attributes<never>;

const marks = { from: 'userinfo', mutable: true, reassignable: true } as const;

/** With what userinfo adds, which writes booleans as texts. */
export const claimsAndUserinfo = {
  ...claims,
  email: { pointer: '/email', ...marks },
  emailVerified: { read: ({ email_verified: verified }) => verified === true || verified === 'true', from: 'userinfo' },
  name: { pointer: '/name', ...marks },
  picture: { pointer: '/picture', from: 'userinfo' },
} as const satisfies Attributes<'userinfo'>;
