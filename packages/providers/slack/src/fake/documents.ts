import type { Answer } from '@bearerkit/testkit';
import { done, failed } from './answers.ts';
import type { SlackState } from './state.ts';
import type { SlackUser } from './users.ts';
import type { Caller } from './web-api.ts';

type Document = Readonly<Record<string, unknown>>;

const picture = 'https://pictures.example/512.png';

/** `openid.connect.userInfo`: who, and never for which app. */
export function userInfo({ user, token }: Caller): Document {
  const { id, team, enterprise, name, givenName, email, emailVerified } = user;
  const has = (scope: string, members: Document): Document => (token.scopes.includes(scope) ? members : {});
  return {
    sub: id,
    'https://slack.com/user_id': id,
    'https://slack.com/team_id': team,
    ...(enterprise === undefined ? {} : { 'https://slack.com/enterprise_id': enterprise }),
    ...has('email', { email, email_verified: emailVerified, date_email_verified: 1622128723 }),
    ...has('profile', { name, given_name: givenName, family_name: '', picture, locale: 'en-US' }),
    'https://slack.com/team_name': 'Example Workspace',
  };
}

/** `auth.test`: a bot has a user id, too; the app is named for app-level tokens alone. */
export const authTest =
  ({ clients }: SlackState) =>
  ({ user, token }: Caller): Document => {
    const { id, team, enterprise, handle } = user;
    const app = clients.find((client) => client.id === token.client)?.app;
    if (token.family === 'app') return { app_name: 'Example App', app_id: app };
    return {
      url: 'https://workspace.example/',
      team: 'Example Workspace',
      user: handle,
      team_id: team,
      user_id: token.family === 'bot' ? 'U0BOT' : id,
      ...(token.family === 'bot' ? { bot_id: `B${app}` } : {}),
      ...(enterprise === undefined ? {} : { enterprise_id: enterprise }),
      is_enterprise_install: false,
    };
  };

/** `users.profile.get` without `user`: the caller's own. */
export function profileDocument({ user, token }: Caller): Document {
  return { profile: profileOf(user, token.scopes.includes('users:read.email')) };
}

/** `users.info`: who in the caller's workspace, with what says guest and deleted. */
export function userDocument({ users }: SlackState, { token, user: caller, call }: Caller): Answer {
  const user = users.get(`${caller.team}_${call.query.get('user') ?? call.form.get('user')}`);
  if (user === undefined) return failed('user_not_found');
  const { id, team, handle, name, guest, deleted } = user;
  const profile = profileOf(user, token.scopes.includes('users:read.email'));
  const flags = { deleted, is_restricted: guest, is_ultra_restricted: false, is_admin: false, is_bot: false };
  return done({ user: { id, team_id: team, name: handle, real_name: name, profile, ...flags } }, token.scopes);
}

/** `users.identity` of the legacy sign-in. */
export function identity({ user }: Caller): Document {
  const { id, name, email, team } = user;
  return { user: { id, name, email, image_512: picture }, team: { id: team, name: 'Example Workspace' } };
}

/** `bots.info`: the one place that tells an app, of bots alone. */
export const botDocument =
  ({ clients }: SlackState) =>
  ({ token }: Caller): Document => ({
    bot: { name: 'Example Bot', app_id: clients.find(({ id }) => id === token.client)?.app },
  });

const profileOf = ({ name, handle, email }: SlackUser, withEmail: boolean): Document => ({
  real_name: name,
  display_name: handle,
  image_512: picture,
  ...(withEmail ? { email } : {}),
});
