import { createHash, createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../__fixtures__/sign-in.ts';
import { createSlackFake, type SlackFake } from './index.ts';

let fake: SlackFake;
beforeEach(async () => {
  fake = await createSlackFake({ mode: 'oauth-v2', seed: 'seed' });
});
afterEach(() => fake.stop());

const page = (path: string, parameters: Readonly<Record<string, string>>) => {
  const query = new URLSearchParams({ client_id: fake.client.id, state: 'st&te', ...parameters });
  return `${fake.url}${path}?${query.toString()}`;
};
const post = async (method: string, form: Readonly<Record<string, string>>, headers = {}) => {
  const body = new URLSearchParams(form);
  const answer = await fetch(`${fake.url}/api/${method}`, { method: 'POST', body, headers });
  return [answer.status, await answer.json()] as const;
};
const own = () => ({ client_id: fake.client.id, client_secret: fake.client.secret });
const codeFrom = async (url: string) => new URL(await fake.walk(url)).searchParams.get('code') ?? '';

describe('authorize pages', () => {
  it('redirect-echo: with one registered URL it may be left out, in both steps or in neither', async () => {
    const url = page('/oauth/v2/authorize', { user_scope: 'users:read' });
    const back = new URL(await fake.walk(url));
    expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([fake.client.redirectUri, 'st&te']);
    const code = back.searchParams.get('code') ?? '';
    const echoed = { ...own(), code, redirect_uri: fake.client.redirectUri };
    expect(await post('oauth.v2.access', echoed)).toEqual([200, { ok: false, error: 'bad_redirect_uri' }]);
    expect(await post('oauth.v2.access', { ...own(), code })).toMatchObject([200, { ok: true }]);
    expect(await post('oauth.v2.access', { ...own(), code })).toEqual([200, { ok: false, error: 'invalid_code' }]);
  });

  it.each([
    ['an unknown app', { client_id: 'A00000001', user_scope: 'users:read' }, 'Invalid client_id parameter'],
    ['a foreign redirect URI', { redirect_uri: 'https://evil.example/', user_scope: 'users:read' }, 'redirect_uri'],
    ['no scope', {}, 'No scopes'],
  ])('send nobody anywhere for %s', async (_, parameters, text) => {
    await expect(fake.walk(page('/oauth/v2/authorize', parameters))).rejects.toThrow(text);
  });

  it('offer the members of the workspace that is asked for, and nobody deactivated', async () => {
    const url = page('/openid/connect/authorize', { scope: 'openid', team: 'T00000001' });
    const text = await (await fetch(url)).text();
    expect(text.match(/T0000000\d_[UW]\d+(?=")/g)).toEqual([1, 2, 3].map((n) => `T00000001_U0000000${n}`));
  });
});

describe('token methods', () => {
  it.each([
    ['invalid_client_id', { client_id: 'A00000001' }],
    ['bad_client_secret', { client_secret: 'wrong' }],
    ['invalid_grant_type', { grant_type: 'password' }],
    ['invalid_code', { code: 'unknown' }],
    ['invalid_refresh_token', { grant_type: 'refresh_token', refresh_token: 'unknown' }],
  ])('ok-false-200: %s', async (error, form) => {
    expect(await post('oauth.v2.access', { ...own(), ...form })).toEqual([200, { ok: false, error }]);
  });

  it('authed-user-token: the bot at the top, the person below; Basic credentials do', async () => {
    const url = page('/oauth/v2/authorize', { user_scope: 'users:read', scope: 'commands' });
    const basic = `Basic ${Buffer.from(`${fake.client.id}:${fake.client.secret}`).toString('base64')}`;
    const [, answer] = await post('oauth.v2.access', { code: await codeFrom(url) }, { authorization: basic });
    expect(answer).toMatchObject({
      ...{ ok: true, app_id: 'A00000001', token_type: 'bot', scope: 'commands', enterprise: null },
      access_token: expect.stringMatching(/^xoxb-/),
      authed_user: { id: 'U00000001', token_type: 'user', access_token: expect.stringMatching(/^xoxp-/) },
    });
  });

  it('OIDC Core §3.1.3.6: an ID token with nonce and at_hash, signed by the published key', async () => {
    const url = page('/openid/connect/authorize', { scope: 'openid email', nonce: 'n-1' });
    const [, answer] = await post('openid.connect.token', { ...own(), code: await codeFrom(url) });
    const { access_token, id_token } = answer as { readonly access_token: string; readonly id_token: string };
    const [header = '', payload = '', signature = ''] = id_token.split('.');
    const { keys } = (await (await fetch(`${fake.url}/openid/connect/keys`)).json()) as {
      keys: [Record<string, string>];
    };
    const key = createPublicKey({ key: keys[0], format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    const hash = createHash('sha256').update(access_token).digest().subarray(0, 16).toString('base64url');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      ...{ iss: fake.url, aud: fake.client.id, sub: 'U00000001', nonce: 'n-1', at_hash: hash },
      'https://slack.com/team_id': 'T00000001',
    });
  });

  it('discovery-incomplete: what is published names neither refreshing nor revocation nor PKCE', async () => {
    const document = await (await fetch(`${fake.url}/.well-known/openid-configuration`)).json();
    expect(document).toMatchObject({ issuer: fake.url, grant_types_supported: ['authorization_code'] });
    for (const name of ['revocation_endpoint', 'introspection_endpoint', 'code_challenge_methods_supported']) {
      expect(document).not.toHaveProperty(name);
    }
  });
});

describe('methods about a token', () => {
  it('answer its scopes in a header, and what is missing', async () => {
    const { accessToken } = fake.mint({ scopes: ['users:read'] });
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await fetch(`${fake.url}/api/auth.test`, { headers })).headers.get('x-oauth-scopes')).toBe('users:read');
    const lacking = { ok: false, error: 'missing_scope', needed: 'users.profile:read', provided: 'users:read' };
    expect(await ask(fake, 'users.profile.get', accessToken)).toEqual(lacking);
  });

  it('tell guests and the deactivated only in users.info, and the app only of bots', async () => {
    const { accessToken } = fake.mint();
    const info = async (user: string) => (await ask(fake, `users.info?user=${user}`, accessToken)).user;
    expect(await info('U00000003')).toMatchObject({ is_restricted: true, deleted: false });
    expect(await info('U00000004')).toMatchObject({ is_restricted: false, deleted: true });
    expect(await ask(fake, 'users.info?user=U9', accessToken)).toEqual({ ok: false, error: 'user_not_found' });
    const bot = fake.mint({ family: 'bot', client: fake.clients[1], scopes: ['users:read'] }).accessToken;
    expect(await ask(fake, 'bots.info', bot)).toMatchObject({ bot: { app_id: 'A00000002' } });
    const legacy = fake.mint({ scopes: ['identity.basic'] }).accessToken;
    expect(await ask(fake, 'users.identity', legacy)).toMatchObject({ team: { id: 'T00000001' } });
  });

  it('auth.revoke with test=1 changes nothing', async () => {
    const { accessToken } = fake.mint();
    expect(await ask(fake, 'auth.revoke?test=1', accessToken)).toEqual({ ok: true, revoked: false });
    expect(await ask(fake, 'auth.revoke', accessToken)).toEqual({ ok: true, revoked: true });
    expect(await ask(fake, 'auth.test', accessToken)).toEqual({ ok: false, error: 'token_revoked' });
  });

  it('that do damage are reported when the fake stops', async () => {
    const other = await createSlackFake();
    await ask(other, 'apps.uninstall', other.mint({ family: 'user' }).accessToken);
    await expect(other.stop()).rejects.toThrow('apps.uninstall was called');
  });
});

it('the same seed gives the same tokens; nobody unknown gets one', async () => {
  const same = await createSlackFake({ mode: 'oauth-v2', seed: 'seed' });
  expect([same.client.secret, same.mint()]).toEqual([fake.client.secret, fake.mint()]);
  await same.stop();
  expect(() => fake.mint({ user: 'U00000001' })).toThrow(RangeError);
});
