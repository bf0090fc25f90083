import { afterEach, beforeEach, expect, it } from 'vitest';
import { ask, bearer, outcome, registryFor, signIn } from './__fixtures__/sign-in.ts';
import { createSlackFake, type SlackFake } from './fake/index.ts';
import { slack } from './slack.ts';

let fake: SlackFake;
let installed: SlackFake;
beforeEach(async () => {
  [fake, installed] = await Promise.all([createSlackFake(), createSlackFake({ mode: 'oauth-v2' })]);
});
afterEach(() => Promise.all([fake.stop(), installed.stop()]));

const oauthV2 = { mode: 'oauth-v2' } as const;
const member = 'T00000001_U00000001';
const [client] = [{ clientId: '1.2', clientSecret: 'slack-secret', teams: ['T00000001'] }];
const codeOf = async (url: string, from: SlackFake = fake) =>
  new URL(await from.walk(url)).searchParams.get('code') ?? '';
const authorize = (from: SlackFake, options = {}) =>
  registryFor(from, options).client('slack').authorize({ redirectUri: from.client.redirectUri });

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'ok-false-200': async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    fake.remove();
    const answer = await fetch(String(fake.endpoints.userinfo), bearer(accessToken));
    expect([answer.status, await answer.json()]).toEqual([200, { ok: false, error: 'token_revoked' }]);
    expect(await outcome(registry, accessToken)).toBe('401 inactive');
  },

  'no-audience': async () => {
    const registry = registryFor(fake);
    const ours = (await signIn(fake, registry)).accessToken;
    const theirs = fake.mint({ client: fake.clients[1] }).accessToken;
    const [about, aboutTheirs] = await Promise.all(
      [ours, theirs].map((token) => ask(fake, 'openid.connect.userInfo', token)),
    );
    expect(aboutTheirs).toEqual(about);
    expect([await outcome(registry, theirs), await outcome(registry, ours)]).toEqual(['401 unbound', member]);
  },

  'app-id-mirage': async () => {
    const app = installed.mint({ family: 'app' }).accessToken;
    const user = installed.mint({ client: installed.clients[1] }).accessToken;
    expect(await ask(installed, 'auth.test', app)).toMatchObject({ ok: true, app_id: 'A00000001' });
    expect(await ask(installed, 'auth.test', user)).not.toHaveProperty('app_id');
    const registry = registryFor(installed, oauthV2);
    expect([await outcome(registry, app), await outcome(registry, user)]).toEqual(['401 unrecognised', '401 unbound']);
  },

  'authed-user-token': async () => {
    const registry = registryFor(installed, oauthV2);
    const { redirectUri } = installed.client;
    const parameters = { scope: 'commands' };
    const { url } = await registry.client('slack').authorize({ redirectUri, parameters });
    const tokens = await registry.client('slack').exchange({ code: await codeOf(url, installed), redirectUri });
    expect(tokens.accessToken).toMatch(/^xoxp-/);
    expect(tokens.scopes).toEqual(['users.profile:read', 'users:read', 'users:read.email']);
    expect(await outcome(registry, tokens.accessToken)).toBe(member);
  },

  'flat-refresh': async () => {
    installed.settings.rotation = true;
    const registry = registryFor(installed, oauthV2);
    const { refreshToken = '' } = await signIn(installed, registry);
    const { accessToken, scopes, tokenType } = await registry.client('slack').refresh(refreshToken);
    expect([tokenType, scopes]).toEqual(['Bearer', ['users.profile:read', 'users:read', 'users:read.email']]);
    expect(await outcome(registry, accessToken)).toBe(member);
    await expect(registry.client('slack').refresh(refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' });
  },

  'identity-token-fails-auth-test': async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    expect(await ask(fake, 'auth.test', accessToken)).toEqual({ ok: false, error: 'invalid_auth' });
    fake.forget();
    expect(await outcome(registry, accessToken)).toBe(member);
    expect(fake.log.map(({ path }) => path)).toEqual(['/api/openid.connect.userInfo']);
  },

  'scope-vs-user-scope': async () => {
    const { url } = await authorize(installed, oauthV2);
    const asked = new URL(url).searchParams;
    expect([asked.has('scope'), asked.get('user_scope')]).toEqual([
      false,
      'users.profile:read,users:read,users:read.email',
    ]);
    const bot = new URL(url);
    bot.searchParams.delete('user_scope');
    bot.searchParams.set('scope', 'users:read');
    const exchange = registryFor(installed, oauthV2)
      .client('slack')
      .exchange({
        code: await codeOf(bot.href, installed),
        redirectUri: installed.client.redirectUri,
      });
    await expect(exchange).rejects.toMatchObject({ code: 'invalid_scope' });
  },

  'separator-split': async () => {
    const [signIns, installs] = [await authorize(fake), await authorize(installed, oauthV2)];
    expect(new URL(signIns.url).searchParams.get('scope')).toBe('openid profile email');
    expect(new URL(installs.url).searchParams.get('user_scope')).toContain('users:read,users:read.email');
  },

  'authorize-mismatch': async () => {
    const { url } = await authorize(fake);
    const other = `${fake.url}/api/oauth.v2.access`;
    const crossed = registryFor(fake, { endpoints: { ...fake.endpoints, token: other } }).client('slack');
    const exchange = crossed.exchange({ code: await codeOf(url), redirectUri: fake.client.redirectUri });
    await expect(exchange).rejects.toMatchObject({ code: 'oauth_authorization_url_mismatch' });
    for (const [mode, path] of [
      ['oidc', 'openid'],
      ['oauth-v2', 'oauth.v2'],
    ] as const) {
      const { endpoints } = slack({ ...client, mode });
      expect([endpoints.authorize, endpoints.token].map(String).join()).toContain(path.replace('.', '/'));
      expect(String(endpoints.token)).toContain(path);
    }
  },

  'redirect-echo': async () => {
    const { redirectUri } = fake.client;
    const { url } = await authorize(fake);
    const code = await codeOf(url);
    const differing = registryFor(fake)
      .client('slack')
      .exchange({ code, redirectUri: `${redirectUri}/below` });
    await expect(differing).rejects.toMatchObject({ code: 'bad_redirect_uri' });
    await registryFor(fake).client('slack').exchange({ code, redirectUri });
    expect(fake.log.at(-1)?.form.get('redirect_uri')).toBe(redirectUri);
  },

  'client-id-not-app-id': async () => {
    expect(() => slack({ ...client, clientId: 'A00000001' })).toThrow('the App ID is another');
  },

  'team-scoped-user': async () => {
    const registry = registryFor(fake);
    const here = (await signIn(fake, registry)).accessToken;
    const there = (await signIn(fake, registry, { user: 'T00000002_U00000001' })).accessToken;
    expect([await outcome(registry, here), await outcome(registry, there)]).toEqual([member, 'T00000002_U00000001']);
  },

  'grid-renumber': async () => {
    const registry = registryFor(fake);
    const before = (await signIn(fake, registry)).accessToken;
    const user = fake.users.get(member);
    if (user !== undefined)
      fake.users.set('T00000001_W00000009', { ...user, id: 'W00000009', enterprise: 'E00000001' });
    const after = (await signIn(fake, registry, { user: 'T00000001_W00000009' })).accessToken;
    expect([await outcome(registry, before), await outcome(registry, after)]).toEqual([member, 'T00000001_W00000009']);
  },

  'rotating-prefix': async () => {
    installed.settings.rotation = true;
    const registry = registryFor(installed, oauthV2);
    const { accessToken, refreshToken = '' } = await signIn(installed, registry);
    expect([accessToken.slice(0, 10), refreshToken.slice(0, 5)]).toEqual(['xoxe.xoxp-', 'xoxe-']);
    expect(await outcome(registry, accessToken)).toBe(member);
    expect(await outcome(registry, refreshToken)).toBe('401 refresh_token');
    expect(await outcome(registry, installed.mint({ family: 'bot' }).accessToken)).toBe('401 unrecognised');
  },

  'pkce-one-way': async () => {
    const { redirectUri } = fake.client;
    expect(new URL((await authorize(fake)).url).searchParams.has('code_challenge')).toBe(false);
    const switched = registryFor(fake, { pkce: true });
    const refused = signIn(fake, switched);
    await expect(refused).rejects.toMatchObject({ code: 'pkce_not_allowed' });
    fake.settings.pkce = true;
    expect(await outcome(switched, (await signIn(fake, switched)).accessToken)).toBe(member);
    const { url } = await switched.client('slack').authorize({ redirectUri });
    const other = switched
      .client('slack')
      .exchange({ code: await codeOf(url), redirectUri, codeVerifier: 'x'.repeat(43) });
    await expect(other).rejects.toMatchObject({ code: 'invalid_grant' });
  },

  'discovery-incomplete': async () => {
    fake.settings.rotation = true;
    const registry = registryFor(fake);
    const { refreshToken = '' } = await signIn(fake, registry);
    const { accessToken } = await registry.client('slack').refresh(refreshToken);
    await outcome(registry, accessToken);
    await registry.client('slack').revoke(accessToken);
    expect(fake.calls('/.well-known/openid-configuration')).toBe(0);
    expect(await ask(fake, 'openid.connect.userInfo', accessToken)).toEqual({ ok: false, error: 'token_revoked' });
  },

  'header-beats-body': async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    const other = fake.mint({ user: 'T00000002_U00000001' }).accessToken;
    const body = new URLSearchParams({ token: other });
    const answer = await fetch(String(fake.endpoints.userinfo), { ...bearer(accessToken), method: 'POST', body });
    expect(await answer.json()).toMatchObject({ 'https://slack.com/team_id': 'T00000001' });
    await outcome(registry, accessToken);
    expect(fake.log.at(-1)).toMatchObject({ body: '', headers: { authorization: `Bearer ${accessToken}` } });
  },

  'query-token-dead': async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    const answer = await fetch(`${fake.endpoints.userinfo}?token=${accessToken}`);
    expect(await answer.json()).toEqual({ ok: false, error: 'not_authed' });
    fake.forget();
    await outcome(registry, accessToken);
    await registry.client('slack').revoke(accessToken);
    expect(fake.log.map(({ query }) => query.size)).toEqual([0, 0]);
  },

  'bot-has-user-id': async () => {
    const registry = registryFor(installed, oauthV2);
    const bot = installed.mint({ family: 'bot' }).accessToken;
    const about = await ask(installed, 'auth.test', bot);
    expect(about).toMatchObject({ user_id: 'U0BOT', team_id: 'T00000001' });
    const { accessToken } = await signIn(installed, registry);
    installed.fail(() => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(about) }), {
      path: '/api/auth.test',
    });
    expect(await outcome(registry, accessToken)).toBe('401 unrecognised');
    installed.forget();
    expect([await outcome(registry, bot), installed.calls()]).toEqual(['401 unrecognised', 0]);
  },

  'namespaced-claims': async () => {
    const ours = registryFor(fake, { teams: ['T00000001'] });
    const all = registryFor(fake, { teams: ['T00000001', 'T00000002'] });
    const user = 'T00000002_U00000001';
    expect(await outcome(all, (await signIn(fake, all, { user })).accessToken)).toBe(user);
    const { url } = await all.client('slack').authorize({ redirectUri: fake.client.redirectUri });
    const code = new URL(await fake.walk(url, { user })).searchParams.get('code') ?? '';
    const { accessToken } = await ours.client('slack').exchange({ code, redirectUri: fake.client.redirectUri });
    expect(await outcome(ours, accessToken)).toBe('403 forbidden');
  },

  'revoked-by-user-id': async () => {
    const registry = registryFor(fake);
    const one = (await signIn(fake, registry)).accessToken;
    const two = (await signIn(fake, registry, { user: 'T00000002_U00000001' })).accessToken;
    expect([await outcome(registry, one), await outcome(registry, two)]).toEqual([member, 'T00000002_U00000001']);
    const event = { team_id: 'T00000001', event: { type: 'tokens_revoked', tokens: { oauth: ['U00000001'] } } };
    for (const user of event.event.tokens.oauth) {
      await registry.revoke({ provider: 'slack', subject: `${event.team_id}_${user}` });
    }
    expect([await outcome(registry, one), await outcome(registry, two)]).toEqual([
      '401 revoked',
      'T00000002_U00000001',
    ]);
  },

  'id-token-300s': async () => {
    const registry = registryFor(fake);
    const { idToken = '' } = await signIn(fake, registry);
    const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
    expect([claims.exp - claims.iat, claims.aud]).toEqual([300, fake.client.id]);
    fake.forget();
    expect([await outcome(registry, idToken), fake.calls()]).toEqual(['401 id_token', 0]);
  },
};

it.each(slack.about.quirks.map(({ id }) => id))('%s', (id) => tests[id]?.() ?? expect.fail('this quirk has no test'));

it('every test belongs to a quirk', () => {
  expect(Object.keys(tests)).toEqual(slack.about.quirks.map(({ id }) => id));
});
