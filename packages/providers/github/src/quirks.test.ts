import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { faults } from '@bearerkit/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bearer, codeFor, outcome, redirectUri, registryFor, signIn } from './__fixtures__/sign-in.ts';
import { withoutAgent } from './__fixtures__/without-agent.ts';
import { createGithubFake, type GithubFake, githubFaults } from './fake/index.ts';
import { github } from './github.ts';

let fake: GithubFake;
let check: string;
beforeEach(async () => {
  fake = await createGithubFake();
  check = new URL(fake.endpoints.check).pathname;
});
afterEach(() => fake.stop());

const audience = 'https://api.example.com';
const actions = { audience, ownerIds: ['9000001'] };

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'token-errors-are-200': async () => {
    const { id, secret } = fake.client;
    const form = new URLSearchParams({ client_id: id, client_secret: secret, code: 'made-up' });
    const raw = await fetch(fake.endpoints.token, { method: 'POST', body: form });
    expect([raw.status, await raw.text()]).toEqual([200, expect.stringContaining('error=bad_verification_code')]);
    const client = registryFor(fake).client('github');
    const code = { code: 'made-up', redirectUri, codeVerifier: undefined };
    await expect(client.exchange(code)).rejects.toMatchObject({ code: 'invalid_grant', status: 200 });
    await expect(client.refresh('ghr_made-up')).rejects.toMatchObject({ code: 'invalid_grant' });
    const wrong = registryFor(fake, { clientSecret: 'wrong' }).client('github');
    await expect(wrong.exchange(code)).rejects.toMatchObject({ code: 'invalid_client' });
  },

  'form-encoded-by-default': async () => {
    const { accessToken } = await signIn(fake, registryFor(fake));
    expect(accessToken).toMatch(/^gho_/);
    const { token } = registryFor(fake).provider('github').endpoints;
    expect(token).toMatchObject({ headers: { accept: 'application/json' } });
    fake.fail(() => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'access_token=a' }));
    const code = { code: 'x', redirectUri, codeVerifier: undefined };
    const exchanged = registryFor(fake).client('github').exchange(code);
    await expect(exchanged).rejects.toMatchObject({ code: 'provider_malformed' });
  },

  'comma-scopes': async () => {
    const registry = registryFor(fake, { groups: 'teams', scopes: ['gist'] });
    const { url } = await registry.client('github').authorize({ redirectUri });
    expect(new URL(url).searchParams.get('scope')).toBe('user:email read:org gist');
    const { accessToken, scopes } = await signIn(fake, registry);
    expect(scopes).toEqual(['user:email', 'read:org', 'gist']);
    expect((await registry.verify(bearer(accessToken))).providerScopes).toEqual(scopes);
  },

  'check-404-is-ambiguous': async () => {
    const registry = registryFor(fake);
    const [dead, theirs] = [fake.mint({ lifeSec: -1 }), fake.mint({ client: fake.clients[1] })];
    expect([await outcome(registry, dead), await outcome(registry, theirs)]).toEqual(['401 inactive', '401 inactive']);
    const events: string[] = [];
    const settings = { log: ({ event }: { readonly event: string }) => void events.push(event) };
    const wrongSecret = registryFor(fake, { clientSecret: 'wrong' }, settings);
    expect(await outcome(wrongSecret, fake.mint())).toBe('503 provider_malformed');
    expect(events).toEqual(['provider_misconfigured']);
    fake.fail(faults.html(404), { path: check });
    expect(await outcome(registry, fake.mint())).toBe('503 provider_unreachable');
  },

  'check-echoes-token': async () => {
    const token = fake.mint();
    const auth = await registryFor(fake).verify(bearer(token));
    expect(auth.claims).toMatchObject({ token_last_eight: token.slice(-8), user: { login: 'member-1' } });
    expect(JSON.stringify(auth.claims)).not.toContain(token);
  },

  'check-spends-app-quota': async () => {
    fake.settings.quota = 1;
    const [registry, token] = [registryFor(fake), fake.mint()];
    const all = await Promise.all(Array.from({ length: 50 }, () => outcome(registry, token)));
    expect([new Set(all), fake.calls(check)]).toEqual([new Set(['1001']), 1]);
    expect(await outcome(registry, fake.mint())).toBe('503 provider_rate_limited');
    expect(await outcome(registry, token)).toBe('1001');
  },

  'user-endpoint-proves-nothing': async () => {
    const theirs = fake.mint({ client: fake.clients[1] });
    const { status } = await fetch(fake.endpoints.userinfo, { headers: { authorization: `Bearer ${theirs}` } });
    fake.forget();
    expect([status, await outcome(registryFor(fake), theirs)]).toEqual([200, '401 inactive']);
    expect([fake.calls(check), fake.calls()]).toEqual([1, 1]);
  },

  'bad-token-flood-403': async () => {
    const registry = registryFor(fake);
    for (let made = 0; made < 20; made++) await outcome(registry, `gho_${String(made).padStart(36, '0')}`);
    expect([fake.calls(check), fake.calls('/user')]).toEqual([20, 0]);
    expect(await outcome(registry, fake.mint())).toBe('1001');
    fake.settings.badTries = 0;
    expect(await outcome(registry, fake.mint())).toBe('503 provider_rate_limited');
  },

  'user-agent-required': async () => {
    const registry = registryFor(fake, { groups: 'teams' });
    await outcome(registry, (await signIn(fake, registry)).accessToken);
    const calls = fake.log.filter(({ path }) => path !== '/login/oauth/authorize');
    expect(new Set(calls.map(({ headers }) => headers['user-agent']))).toEqual(new Set(['bearerkit']));
    expect(calls.length).toBe(5);
    expect(await withoutAgent(fake.endpoints.userinfo)).toBe(403);
    for (const path of ['/user', '/user/emails', check]) {
      fake.fail(faults.html(403), { path });
      expect(await outcome(registryFor(fake), fake.mint())).toBe('503 provider_unreachable');
      fake.heal();
    }
  },

  'iss-in-callback': async () => {
    const registry = registryFor(fake);
    const { url } = await registry.client('github').authorize({ redirectUri });
    expect(new URL(await fake.walk(url)).searchParams.get('iss')).toBe('https://github.com/login/oauth');
    expect((await signIn(fake, registry)).accessToken).toMatch(/^gho_/);
    fake.settings.product = 'enterprise-server';
    expect((await signIn(fake, registry)).accessToken).toMatch(/^gho_/);
  },

  'oauth-tokens-may-expire': async () => {
    const registry = registryFor(fake, {}, { clockToleranceSec: 0 });
    expect(await signIn(fake, registry)).toEqual({ tokenType: 'bearer', scopes: ['user:email'] });
    const offline = registryFor(fake, { scopes: ['offline_access'] });
    const { accessToken, refreshToken, expiresAt = 0, scopes } = await signIn(fake, offline);
    expect([refreshToken?.slice(0, 4), scopes]).toEqual(['ghr_', ['user:email']]);
    expect(Math.abs(expiresAt - Date.now() / 1000 - 28_800)).toBeLessThan(30);
    expect((await registry.verify(bearer(accessToken))).expiresAt).toBeCloseTo(expiresAt, -1);
    const short = fake.mint({ lifeSec: 2 });
    expect(await outcome(registry, short)).toBe('1001');
    await wait(2_100);
    expect(await outcome(registry, short)).toBe('401 inactive');
  },

  'refresh-kills-old-access-token': async () => {
    fake.settings.tokensExpire = true;
    const client = registryFor(fake).client('github');
    const old = await client.exchange(await codeFor(fake, registryFor(fake)));
    const [one, two] = await Promise.all([
      client.refresh(old.refreshToken ?? ''),
      client.refresh(old.refreshToken ?? ''),
    ]);
    expect(one).toBe(two);
    expect(await outcome(registryFor(fake), old.accessToken)).toBe('401 inactive');
    expect(await outcome(registryFor(fake), one.accessToken)).toBe('1001');
    await expect(client.refresh(old.refreshToken ?? '')).rejects.toMatchObject({ code: 'invalid_grant' });
  },

  'ghs-holds-a-jwt': async () => {
    const registry = registryFor(fake, { actions });
    const jwt = fake.mintActions();
    expect(await outcome(registry, jwt)).toBe('repository:7001');
    fake.forget();
    for (const token of [`ghs_12345_${jwt}`, fake.mint({ prefix: 'ghs_' })]) {
      const detail = expect.stringContaining('installation token');
      await expect(registry.verify(bearer(token))).rejects.toMatchObject({ reason: 'unrecognised', detail });
    }
    expect(fake.calls()).toBe(0);
  },

  'login-is-reassignable': async () => {
    const [first, second] = [fake.mint(), fake.mint({ account: 1002 })];
    fake.people.update(1001, { login: 'renamed' });
    fake.people.update(1002, { login: 'member-1' });
    const registry = registryFor(fake);
    expect(await registry.verify(bearer(first))).toMatchObject({ subject: '1001', username: 'renamed' });
    expect(await registry.verify(bearer(second))).toMatchObject({ subject: '1002', username: 'member-1' });
    const [rule] = registry.provider('github').accepts;
    expect(rule?.attributes.username).toMatchObject({ mutable: true, reassignable: true });
  },

  'email-null-or-public': async () => {
    fake.people.update(1002, { publicEmail: 'public@example.com' });
    const registry = registryFor(fake);
    const email = async (account: number) => {
      const auth = await registry.verify(bearer(fake.mint({ account })));
      return [auth.email, auth.emailVerified];
    };
    expect(await email(1001)).toEqual(['member-1@example.com', true]);
    for (const id of [1002, 1003]) expect(await email(id)).toEqual([undefined, false]);
    const one = { primary: false, verified: true, visibility: null };
    const many = Array.from({ length: 40 }, (_, n) => ({ ...one, email: `a${n}@example.com`, primary: n === 39 }));
    fake.people.update(1003, { emails: many });
    expect(await email(1003)).toEqual(['a39@example.com', true]);
  },

  'emails-as-strings': async () => {
    fake.settings.emailsAsStrings = true;
    const auth = await registryFor(fake).verify(bearer(fake.mint()));
    expect([auth.subject, auth.email, auth.emailVerified]).toEqual(['1001', undefined, false]);
    const call = fake.log.find(({ path }) => path === '/user/emails');
    expect(call?.headers.accept).toBe('application/vnd.github+json');
  },

  'pat-has-no-scopes-header': async () => {
    const own = { personalTokens: true, acceptTokensOfAnyApp: true, groups: 'organizations' } as const;
    const auth = await registryFor(fake, own).verify(bearer(fake.mint({ prefix: 'github_pat_' })));
    expect(auth).toMatchObject({ subject: '1001', providerScopes: [], groups: [] });
    fake.settings.application = 'github-app';
    const app = await registryFor(fake).verify(bearer(fake.mint()));
    expect(app).toMatchObject({ subject: '1001', providerScopes: [], email: 'member-1@example.com' });
  },

  'secondary-limit-hides': async () => {
    for (const path of [check, '/user', '/user/emails']) {
      fake.fail(githubFaults.secondaryLimit(), { path });
      expect(await outcome(registryFor(fake), fake.mint())).toBe('503 provider_rate_limited');
      fake.heal();
    }
  },

  'oauth-app-has-no-revocation-event': async () => {
    const registry = registryFor(fake, {}, { cacheSeconds: 1 });
    const token = fake.mint();
    expect(await outcome(registry, token)).toBe('1001');
    fake.takeBack(1001);
    expect(await outcome(registry, token)).toBe('1001');
    await wait(1_100);
    expect(await outcome(registry, token)).toBe('401 inactive');
  },

  'webhook-names-a-user': async () => {
    fake.settings.application = 'github-app';
    const registry = registryFor(fake);
    const tokens = [fake.mint(), fake.mint(), fake.mint({ account: 1002 })];
    const seen = () => Promise.all(tokens.map((token) => outcome(registry, token)));
    expect(await seen()).toEqual(['1001', '1001', '1002']);
    const { headers, body } = fake.takeBack(1001, 'webhook-secret');
    const signature = createHmac('sha256', 'webhook-secret').update(body).digest('hex');
    expect(headers['x-hub-signature-256']).toBe(`sha256=${signature}`);
    const { action, sender } = JSON.parse(body);
    expect(action).toBe('revoked');
    await registry.revoke({ provider: 'github', subject: String(sender.id) });
    expect(await seen()).toEqual(['401 revoked', '401 revoked', '1002']);
  },

  'redirect-wildcard-on': async () => {
    const registry = registryFor(fake, { relay: {} });
    const below = `${redirectUri}/below`;
    const { url, codeVerifier = '' } = await registry.client('github').authorize({ redirectUri: below });
    const code = new URL(await fake.walk(url)).searchParams.get('code') ?? '';
    expect(code).not.toBe('');
    const form = { grant_type: 'authorization_code', code, code_verifier: codeVerifier, redirect_uri: below };
    const body = new URLSearchParams(form).toString();
    const contentType = 'application/x-www-form-urlencoded';
    const { status } = await registry.client('github').relay({ body, contentType, redirectUris: [redirectUri] });
    expect([status, fake.calls(fake.paths.token)]).toEqual([400, 0]);
    fake.settings.redirectWildcard = false;
    expect(new URL(await fake.walk(url)).searchParams.get('error')).toBe('redirect_uri_mismatch');
    expect(github.about.setup?.steps.join()).toContain('wildcard matching off');
  },

  'ghe-com-has-another-api-host': async () => {
    const at = (host: string) => JSON.stringify(github({ clientId: 'a/b', clientSecret: 'secret', host }).endpoints);
    const [hosted, server, own] = [at('octocorp.ghe.com'), at('github.example.com'), at('github.com')];
    expect(hosted).toContain('"https://api.octocorp.ghe.com/applications/a%2Fb/token"');
    expect(hosted).toContain('"https://token.actions.octocorp.ghe.com"');
    expect(server).toContain('"https://github.example.com/api/v3/applications/a%2Fb/token"');
    expect(server).toContain('"https://github.example.com/_services/token"');
    expect(own).toContain('"https://api.github.com/applications/a%2Fb/token"');
  },

  'actions-aud-is-free': async () => {
    const registry = registryFor(fake, { actions: { ...actions, repositoryIds: ['7001'] } });
    expect(await outcome(registry, fake.mintActions())).toBe('repository:7001');
    expect(await outcome(registry, fake.mintActions({ ownerId: '666' }))).toBe('401 wrong_app');
    expect(await outcome(registry, fake.mintActions({ repositoryId: '7002' }))).toBe('401 wrong_app');
    expect(await outcome(registry, fake.mintActions({ audience: 'https://else.example' }))).toBe('401 wrong_audience');
    const open = { clientId: 'x', clientSecret: 'x', actions: { audience } };
    expect(() => github(open)).toThrow('`actions`: name `ownerIds` or `repositoryIds`');
  },

  'actions-sub-changed': async () => {
    const registry = registryFor(fake, { actions });
    for (const subject of ['names', 'ids', 'custom'] as const) {
      expect(await outcome(registry, fake.mintActions({ subject }))).toBe('repository:7001');
    }
    const environments = registryFor(fake, { actions: { ...actions, environments: ['staging'] } });
    expect(await outcome(environments, fake.mintActions())).toBe('401 wrong_app');
  },

  'grant-delete-logs-out-everywhere': async () => {
    const registry = registryFor(fake);
    const [one, two] = [await signIn(fake, registry), await signIn(fake, registry)];
    fake.forget();
    await registry.client('github').revoke(one.accessToken);
    expect(fake.log.map(({ method, path }) => `${method} ${path}`)).toEqual([`DELETE ${check}`]);
    expect(await outcome(registryFor(fake), one.accessToken)).toBe('401 inactive');
    expect(await outcome(registryFor(fake), two.accessToken)).toBe('1001');
  },
};

it.each(github.about.quirks.map(({ id }) => id))('%s', (id) => tests[id]?.() ?? expect.fail('this quirk has no test'));

it('every test belongs to a quirk', () => {
  expect(Object.keys(tests)).toEqual(github.about.quirks.map(({ id }) => id));
});
