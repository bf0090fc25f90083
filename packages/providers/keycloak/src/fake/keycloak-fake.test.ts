import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeycloakFake, type KeycloakFake, keycloakSubjects as who } from './index.ts';

let fake: KeycloakFake;
beforeAll(async () => {
  fake = await createKeycloakFake({ seed: 'fake' });
});
afterAll(() => fake.stop());

const basic = (id: string, secret = fake.clients.get(id)?.secret) => ({
  authorization: `Basic ${btoa(`${id}:${secret}`)}`,
});
const send = async (
  path: string,
  form: Readonly<Record<string, string>> | string,
  headers: Readonly<Record<string, string>> = {},
) => {
  const answer = await fetch(fake.url + fake.path(path), { method: 'POST', headers, body: new URLSearchParams(form) });
  const text = await answer.text();
  const document = text.startsWith('{') ? JSON.parse(text) : text;
  return {
    status: answer.status,
    headers: answer.headers,
    document,
    said: [answer.status, document.error, document.error_description],
  };
};
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

describe('the token endpoint', () => {
  const credentials = 'Invalid client or Invalid client credentials';
  it.each([
    [
      'an unknown client',
      { grant_type: 'client_credentials', client_id: 'nobody' },
      401,
      'invalid_client',
      credentials,
    ],
    [
      'a wrong secret',
      { grant_type: 'client_credentials', client_id: 'svc', client_secret: 'x' },
      401,
      'unauthorized_client',
      credentials,
    ],
    [
      'a public client',
      { grant_type: 'client_credentials', client_id: 'web-app' },
      401,
      'unauthorized_client',
      'Public client not allowed to retrieve service account',
    ],
    ['no grant', {}, 400, 'invalid_request', 'Missing form parameter: grant_type'],
    ['another grant', { grant_type: 'x' }, 400, 'unsupported_grant_type', 'Unsupported grant_type'],
    ['a parameter twice', 'grant_type=x&grant_type=y', 400, 'invalid_request', 'duplicated parameter'],
    [
      'a made-up code',
      { grant_type: 'authorization_code', client_id: 'web-app', code: 'x' },
      400,
      'invalid_grant',
      'Code not valid',
    ],
    [
      'a made-up refresh token',
      { grant_type: 'refresh_token', client_id: 'web-app', refresh_token: 'x' },
      400,
      'invalid_grant',
      'Invalid refresh token',
    ],
    [
      'a wrong password',
      { grant_type: 'password', client_id: 'web-app', username: 'member-1', password: 'x' },
      400,
      'invalid_grant',
      'Invalid user credentials',
    ],
  ])('%s', async (_, form, ...said) => {
    const answer = await send('token', form as Readonly<Record<string, string>>);
    expect(answer.said).toEqual(said);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('client_credentials: no session, no refresh token', async () => {
    const { document } = await send('token', { grant_type: 'client_credentials' }, basic('svc'));
    expect(document).toMatchObject({
      token_type: 'Bearer',
      expires_in: 300,
      refresh_expires_in: 0,
      'not-before-policy': 0,
    });
    expect(document).not.toHaveProperty('refresh_token');
    expect(document).not.toHaveProperty('session_state');
  });

  it('a password gives all three kinds of token, of one session', async () => {
    const form = { grant_type: 'password', client_id: 'web-app', username: 'member-1', password: 'password' };
    const { document } = await send('token', form);
    const tokens = [document.access_token, document.refresh_token, document.id_token].map(claimsOf);
    expect(tokens.map(({ typ }) => typ)).toEqual(['Bearer', 'Refresh', 'ID']);
    expect(new Set(tokens.map(({ sid }) => sid))).toEqual(new Set([document.session_state]));
    expect(tokens.map(({ aud }) => aud)).toEqual([['rest-api', 'account'], fake.issuer, 'web-app']);
  });

  it('a refresh token serves again, unless the realm says once, and dies with its session and user', async () => {
    const refresh = async (refresh_token: string) =>
      (await send('token', { grant_type: 'refresh_token', client_id: 'web-app', refresh_token })).said;
    const { refreshToken } = fake.signIn({ client: 'web-app' });
    expect([(await refresh(refreshToken))[0], (await refresh(refreshToken))[0]]).toEqual([200, 200]);
    fake.settings.revokeRefresh = true;
    expect([(await refresh(refreshToken))[0], await refresh(refreshToken)]).toEqual([
      200,
      [400, 'invalid_grant', 'Invalid refresh token'],
    ]);
    fake.settings.revokeRefresh = false;
    const member = fake.users.get(who.member);
    if (member !== undefined) fake.users.set(who.member, { ...member, enabled: false });
    const { refreshToken: disabled } = fake.signIn({ client: 'web-app' });
    expect(await refresh(disabled)).toEqual([400, 'invalid_grant', 'User disabled']);
    if (member !== undefined) fake.users.set(who.member, member);
    fake.logoutAll();
    expect(await refresh(disabled)).toEqual([400, 'invalid_grant', 'Session not active']);
    expect(await refresh(fake.signIn().refreshToken)).toEqual([400, 'invalid_grant', 'Invalid refresh token']);
  });

  it('a code that is used twice ends its session', async () => {
    const { redirectUri: redirect_uri } = fake.client;
    const query = new URLSearchParams({ client_id: 'rest-api', redirect_uri, response_type: 'code', scope: 'openid' });
    const back = new URL(await fake.authorize(`${fake.url}${fake.path('auth')}?${query}`)).searchParams;
    const form = { grant_type: 'authorization_code', code: back.get('code') ?? '', redirect_uri };
    const { document } = await send('token', form, basic('rest-api'));
    expect([document.session_state, document.scope]).toEqual([back.get('session_state'), 'openid email profile']);
    const active = async () =>
      (await send('token/introspect', { token: document.access_token }, basic('rest-api'))).document.active;
    expect(await active()).toBe(true);
    expect((await send('token', form, basic('rest-api'))).said).toEqual([400, 'invalid_grant', 'Code not valid']);
    expect(await active()).toBe(false);
  });
});

describe('introspection', () => {
  it.each([
    ['a public client', { client_id: 'web-app', token: 'x' }, 403, 'invalid_request', 'Client not allowed.'],
    ['nobody', { token: 'x' }, 401, 'invalid_client', 'Invalid client or Invalid client credentials'],
  ])('%s may not ask', async (_, form, ...said) => {
    expect((await send('token/introspect', form as Readonly<Record<string, string>>)).said).toEqual(said);
  });

  it('wants a token, and a hint that it knows', async () => {
    const said = async (form: Readonly<Record<string, string>>) =>
      (await send('token/introspect', form, basic('svc'))).said;
    expect(await said({})).toEqual([400, 'invalid_request', 'Token not provided.']);
    expect(await said({ token: 'x', token_type_hint: 'x' })).toEqual([
      400,
      'invalid_request',
      'Unsupported token type.',
    ]);
  });

  it('tells nothing of tokens of the other realm, of expired ones and of garbage', async () => {
    const expired = await fake.token({ state: 'expired' });
    for (const token of ['garbage', fake.signIn({ realm: 'other' }).accessToken, expired ?? '']) {
      expect((await send('token/introspect', { token }, basic('rest-api'))).document).toEqual({ active: false });
    }
  });
});

describe('the rest', () => {
  it('userinfo of old releases answers JSON', async () => {
    fake.settings.version = 18;
    expect((await send('userinfo', {})).said).toEqual([400, 'invalid_request', 'Token not provided']);
    fake.settings.version = 26.7;
  });

  it('userinfo may be signed', async () => {
    fake.settings.userinfoSigned = true;
    const answer = await send('userinfo', { access_token: fake.signIn().accessToken });
    fake.settings.userinfoSigned = false;
    expect(answer.headers.get('content-type')).toBe('application/jwt');
    expect(claimsOf(answer.document)).toMatchObject({ sub: who.member, email: 'user@example.com' });
  });

  it('servers may be sent to another host than people', async () => {
    fake.settings.backendBase = 'https://internal.example';
    const document = Object(await (await fetch(`${fake.issuer}/.well-known/openid-configuration`)).json());
    fake.settings.backendBase = undefined;
    expect(document).toMatchObject({ issuer: fake.issuer, authorization_endpoint: fake.url + fake.path('auth') });
    expect(document.jwks_uri).toBe('https://internal.example/realms/acme/protocol/openid-connect/certs');
  });

  it('a realm that there is not, in prose', async () => {
    const answer = await fetch(`${fake.url}/realms/none/.well-known/openid-configuration`);
    expect([answer.status, await answer.json()]).toEqual([404, { error: 'Realm does not exist' }]);
  });

  it('the login page refuses what is not registered, and never redirects there', async () => {
    const ask = (more: object) => {
      const query = {
        client_id: 'web-app',
        redirect_uri: 'https://app.example.com/callback',
        response_type: 'code',
        ...more,
      };
      return fetch(`${fake.url}${fake.path('auth')}?${new URLSearchParams(query)}`, { redirect: 'manual' });
    };
    expect((await ask({})).status).toBe(200);
    for (const wrong of [
      { client_id: 'x' },
      { redirect_uri: 'https://app.example.com/' },
      { response_type: 'token' },
    ]) {
      expect((await ask(wrong)).status).toBe(400);
    }
  });

  it('the same seed gives the same secrets; keys are new each time', async () => {
    const twin = await createKeycloakFake({ seed: 'fake' });
    expect(twin.client.secret).toBe(fake.client.secret);
    expect(twin.keys[0]?.publicKey.export({ format: 'jwk' })).not.toEqual(
      fake.keys[0]?.publicKey.export({ format: 'jwk' }),
    );
    await twin.stop();
  });
});
