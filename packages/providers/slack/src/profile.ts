import type { ProviderDocument } from '@bearerkit/core/provider';
import { judgeFor } from './judge.ts';

const read = ['users.profile:read', 'users:read', 'users:read.email'];
const [slack, marks] = ['https://slack.com', { mutable: true, reassignable: true }];

/** `<team>_<user>`: a user id says who it is only together with its workspace. */
const subjectAt = (team: string, user: string) => (document: ProviderDocument) => {
  const ids = [document[team], document[user]].map(String);
  return ids.every((id) => /^[A-Z0-9]+$/.test(id)) ? ids.join('_') : undefined;
};

/** Sign in with Slack: https://docs.slack.dev/authentication/sign-in-with-slack/ (checked 2026-08). */
export const oidc = {
  endpoints: {
    authorize: `${slack}/openid/connect/authorize`,
    token: `${slack}/api/openid.connect.token`,
    userinfo: `${slack}/api/openid.connect.userInfo`,
  },
  scopes: { request: ['openid', 'profile', 'email'] },
  team: '/https:~1~1slack.com~1team_id',
  attributes: {
    from: 'userinfo',
    subject: subjectAt(`${slack}/team_id`, 'sub'),
    name: { pointer: '/name', ...marks },
    email: { pointer: '/email', ...marks },
    emailVerified: '/email_verified',
    picture: '/picture',
  },
} as const;

/** User tokens: https://docs.slack.dev/authentication/installing-with-oauth/ (checked 2026-08). */
export const oauthV2 = {
  endpoints: {
    authorize: `${slack}/oauth/v2/authorize`,
    token: `${slack}/api/oauth.v2.access`,
    userinfo: `${slack}/api/auth.test`,
    // The caller's own, since it names no `user`; one that the token may not read has no attributes.
    profile: { url: `${slack}/api/users.profile.get`, judge: judgeFor(() => '') },
  },
  scopes: { request: read, separator: ',', parameter: 'user_scope' },
  team: '/team_id',
  attributes: {
    from: 'userinfo',
    subject: subjectAt('team_id', 'user_id'),
    username: { pointer: '/user', ...marks },
    name: { pointer: '/profile/real_name', from: 'profile', ...marks },
    email: { pointer: '/profile/email', from: 'profile', ...marks, unverified: true },
    picture: { pointer: '/profile/image_512', from: 'profile' },
  },
} as const;
