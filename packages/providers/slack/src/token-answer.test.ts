import { expect, it } from 'vitest';
import { tokenAnswer } from './token-answer.ts';

const user = { id: 'U1', scope: 'users:read,users:read.email', access_token: 'xoxp-1', token_type: 'user' };
const bot = { access_token: 'xoxb-1', token_type: 'bot', scope: 'commands' };

it.each([
  ['a sign-in', { access_token: 'xoxp-1', token_type: 'Bearer', id_token: 'a.b.c' }, { id_token: 'a.b.c' }],
  ['a user and a bot', { authed_user: user, ...bot, enterprise: null }, { scope: 'users:read users:read.email' }],
  ['a user alone', { authed_user: { ...user, expires_in: 43200, refresh_token: 'xoxe-1' } }, { expires_in: 43200 }],
  ['a refresh, flat', { ...user, refresh_token: 'xoxe-1-2' }, { refresh_token: 'xoxe-1-2' }],
])('RFC 6749 §5.1 of %s: the token of the person', (_, document, more) => {
  expect(tokenAnswer({ ok: true, ...document })).toMatchObject({
    access_token: 'xoxp-1',
    token_type: 'Bearer',
    ...more,
  });
});

it.each([
  ['a bot alone', { ...bot, authed_user: { id: 'U1' } }],
  ['a bot without a person', { ...bot, authed_user: null }],
  ['a bot refreshed', { ...bot, refresh_token: 'xoxe-1-2' }],
  ['no type', { access_token: 'xoxp-1' }],
  ['nothing', {}],
])('%s: nobody', (_, document) => {
  expect(tokenAnswer({ ok: true, ...document })).toEqual({ error: 'invalid_scope' });
});

it.each([
  ['invalid_code', 'invalid_grant'],
  ['code_already_used', 'invalid_grant'],
  ['invalid_refresh_token', 'invalid_grant'],
  ['bad_client_secret', 'invalid_client'],
  ['invalid_client_id', 'invalid_client'],
  ['pkce_not_allowed', 'pkce_not_allowed'],
  [undefined, 'server_error'],
])('RFC 6749 §5.2: %s is %s, whatever token stands beside it', (error, expected) => {
  expect(tokenAnswer({ ok: false, error, access_token: 'xoxp-1', token_type: 'Bearer' })).toEqual({ error: expected });
});
