import { faults } from '@bearerkit/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bearer, outcome, registryFor, signIn } from './__fixtures__/sign-in.ts';
import { createGitlabFake, type GitlabFake } from './fake/index.ts';
import { gitlab } from './gitlab.ts';

let fake: GitlabFake;
beforeEach(async () => {
  fake = await createGitlabFake();
});
afterEach(() => fake.stop());

const taking = { personalTokens: true, acceptTokensOfAnyApp: true };
const other = () => fake.mint({ application: fake.applications[1].id });
const ask = (endpoint: string, token: string) => fetch(fake.endpoints[endpoint] as string, bearer(token));

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'bearer-accepts-pats': async () => {
    const token = fake.personalToken();
    expect((await ask('userinfo', token)).status).toBe(200);
    fake.forget();
    expect([await outcome(registryFor(fake), token), fake.calls()]).toEqual(['401 unbound', 0]);
    expect(await outcome(registryFor(fake, taking), token)).toBe('1001');
  },

  'user-endpoint-proves-nothing': async () => {
    const { text } = other();
    expect((await ask('userinfo', text)).status).toBe(200);
    fake.forget();
    expect(await outcome(registryFor(fake), text)).toBe('401 wrong_app');
    expect(fake.calls(fake.path('userinfo'))).toBe(0);
  },

  'token-info-names-other-app': async () => {
    const { text } = other();
    expect((await ask('tokenInfo', text)).status).toBe(200);
    expect(await outcome(registryFor(fake, taking), text)).toBe('401 wrong_app');
  },

  'token-info-ignores-user-state': async () => {
    const { text } = fake.mint();
    fake.users.update(1001, { state: 'blocked' });
    expect((await ask('tokenInfo', text)).status).toBe(200);
    expect(await outcome(registryFor(fake), text)).toBe('401 inactive');
  },

  'token-info-error-varies': async () => {
    const registry = registryFor(fake);
    for (const badToken of ['401 invalid_token', '401 invalid_request', '400 invalid_request'] as const) {
      fake.settings.badToken = badToken;
      const dead = fake.mint();
      dead.revoked = true;
      expect(await outcome(registry, dead.text), badToken).toBe('401 inactive');
    }
  },

  'introspection-has-no-sub': async () => {
    const { text } = fake.mint();
    const { id, secret } = fake.client;
    const body = new URLSearchParams({ token: text, client_id: id, client_secret: secret });
    const answer = (await (
      await fetch(fake.endpoints.introspect as string, { method: 'POST', body })
    ).json()) as object;
    expect(answer).toMatchObject({ active: true, client_id: id });
    expect(answer).not.toHaveProperty('sub');
    expect(await outcome(registryFor(fake), text)).toBe('1001');
  },

  'introspection-may-lie': async () => {
    for (const introspection of ['inactive', 'error'] as const) {
      fake.settings.introspection = introspection;
      expect(await outcome(registryFor(fake), fake.mint().text)).toBe('1001');
    }
    expect(fake.calls(fake.path('introspect'))).toBe(0);
  },

  'no-prefix-on-oauth-tokens': async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    expect(accessToken).toMatch(/^[0-9a-f]{64}$/);
    fake.forget();
    const hub = 'a'.repeat(40);
    expect([await outcome(registry, hub), fake.calls()]).toEqual(['401 unrecognised', 0]);
  },

  'pat-prefix-is-configurable': async () => {
    const [custom, old] = ['acme-glpat-abcdefghij0123456789', 'abcdefghij0123456789'];
    const instance = { personalTokenPrefix: 'acme-glpat-' };
    expect(await outcome(registryFor(fake, instance), custom)).toBe('401 unbound');
    expect(await outcome(registryFor(fake, taking), custom)).toBe('401 unrecognised');
    expect(await outcome(registryFor(fake, taking), old)).toBe('401 unrecognised');
    expect(fake.calls()).toBe(0);
    fake.personalToken({ text: custom });
    expect(await outcome(registryFor(fake, { ...taking, ...instance }), custom)).toBe('1001');
  },

  'userinfo-empty-error-body': async () => {
    const registry = registryFor(fake, { groups: 'all' });
    const { text } = fake.mint({ scopes: ['read_user'] });
    expect(await (await ask('groups', text)).text()).toBe('');
    expect(await outcome(registry, text)).toBe('503 provider_malformed');
    fake.fail(faults.status(401, { headers: {}, body: '' }), { path: fake.path('groups') });
    expect(await outcome(registry, fake.mint().text)).toBe('401 inactive');
  },

  'email-is-public-without-scope': async () => {
    const { text } = fake.mint({ scopes: ['openid', 'read_user'] });
    const answer = (await (await ask('groups', text)).json()) as { readonly email?: string };
    expect(answer.email).toBe('public-member-1@example.com');
    expect((await registryFor(fake, { groups: 'all' }).verify(bearer(text))).email).toBe('user@example.com');
  },

  'sub-string-id-number': async () => {
    const { text } = fake.mint();
    const [sub, id] = [await (await ask('groups', text)).json(), await (await ask('userinfo', text)).json()];
    expect([sub, id]).toMatchObject([{ sub: '1001' }, { id: 1001 }]);
    expect(await outcome(registryFor(fake, { groups: 'all' }), text)).toBe('1001');
  },

  'two-hour-life-refresh-kills': async () => {
    const registry = registryFor(fake);
    const verbs = registry.client('gitlab');
    const { accessToken, refreshToken = '' } = await signIn(fake, registry);
    const { expiresAt = 0 } = await registry.verify(bearer(accessToken));
    expect(Math.abs(expiresAt - Date.now() / 1000 - 7200)).toBeLessThan(30);
    const renewed = await verbs.refresh(refreshToken);
    expect(await outcome(registryFor(fake), accessToken)).toBe('401 inactive');
    expect(await outcome(registry, renewed.accessToken)).toBe('1001');
    await expect(verbs.refresh(refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' });
  },

  'ci-id-token-same-issuer': async () => {
    const token = fake.jobToken({ aud: fake.client.id });
    expect([await outcome(registryFor(fake), token), fake.calls()]).toEqual(['401 unbound', 0]);
    const ciTokens = { audience: fake.client.id, projects: ['21'] };
    expect(await outcome(registryFor(fake, { ciTokens }), token)).toBe('401 wrong_app');
  },

  'ci-job-token-has-dots': async () => {
    for (const token of ['glcbt-64_abcdefghij', `glcbt-${fake.jobToken({ aud: 'x' })}`]) {
      expect(await outcome(registryFor(fake, taking), token)).toBe('401 unbound');
    }
    expect(fake.calls()).toBe(0);
  },

  'ci-claims-are-strings': async () => {
    const registry = registryFor(fake, { ciTokens: { audience: 'api', projects: ['20'] } });
    const token = (ref_protected: unknown) => fake.jobToken({ aud: 'api', ref_protected });
    expect(await outcome(registry, token('false'))).toBe('403 forbidden');
    expect(await outcome(registry, token(true))).toBe('403 forbidden');
    expect(await outcome(registry, token('true'))).toBe('project:20');
  },

  'username-reclaimable': async () => {
    fake.users.update(1001, { username: 'somebody-else' });
    fake.users.update(1002, { username: 'member-1' });
    const auth = await registryFor(fake).verify(bearer(fake.mint({ user: 1002 }).text));
    expect([auth.subject, auth.username]).toEqual(['1002', 'member-1']);
    const [rule] = gitlab({ clientId: 'us', clientSecret: 'x' }).accepts;
    expect(rule?.attributes.username).toMatchObject({ mutable: true, reassignable: true });
  },

  'null-owner-null-app': async () => {
    const registry = registryFor(fake);
    expect(await outcome(registry, fake.mint({ application: null }).text)).toBe('401 wrong_app');
    expect(await outcome(registry, fake.mint({ user: null, application: null }).text)).toBe('401 wrong_app');
    const auth = await registry.verify(bearer(fake.mint({ user: null }).text));
    expect([auth.kind, auth.subject, auth.username]).toEqual(['client', fake.client.id, undefined]);
  },

  'blocked-is-403': async () => {
    const registry = registryFor(fake);
    for (const state of ['blocked', 'deactivated', 'blocked_pending_approval'] as const) {
      const { text } = fake.mint();
      fake.users.update(1001, { state });
      expect((await ask('userinfo', text)).status).toBe(403);
      expect(await outcome(registry, text), state).toBe('401 inactive');
    }
    fake.users.update(1001, { state: 'active' });
    expect(await outcome(registry, fake.mint({ scopes: ['openid'] }).text)).toBe('503 provider_malformed');
  },

  'limit-without-headers': async () => {
    const message = '{"message":{"error":"This endpoint has been requested too many times. Try again later."}}';
    for (const [endpoint, how] of [
      ['tokenInfo', { body: message }],
      ['userinfo', { body: message }],
      ['tokenInfo', { body: 'Retry later', headers: { 'content-type': 'text/plain', 'retry-after': '60' } }],
    ] as const) {
      fake.fail(faults.status(429, how), { path: fake.path(endpoint), times: 1 });
      expect(await outcome(registryFor(fake), fake.mint().text)).toBe('503 provider_rate_limited');
    }
  },

  'relative-root': async () => {
    const issuer = 'https://example.com/gitlab';
    const below = await createGitlabFake({ root: '/gitlab', issuer });
    try {
      const { endpoints, baseUrl } = below;
      expect(gitlab({ clientId: 'us', clientSecret: 'x', baseUrl }).endpoints).toMatchObject({
        tokenInfo: `${baseUrl}/oauth/token/info`,
        userinfo: { url: `${baseUrl}/api/v4/user` },
      });
      const registry = registryFor(below, { ciTokens: { audience: 'api', projects: ['20'] } });
      expect((await signIn(below, registry)).idToken).toBeDefined();
      expect(endpoints.issuer).toBe(issuer);
      expect(await outcome(registry, below.mint().text)).toBe('1001');
      expect(await outcome(registry, below.jobToken({ aud: 'api' }))).toBe('project:20');
      const forgotten = { baseUrl: below.url, endpoints: {} };
      expect(await outcome(registryFor(below, forgotten), below.mint().text)).toBe('503 provider_malformed');
    } finally {
      await below.stop();
    }
  },

  'default-scope-is-api': async () => {
    const registry = registryFor(fake);
    const { redirectUri } = fake.client;
    const { url, codeVerifier } = await registry.client('gitlab').authorize({ redirectUri });
    expect(new URL(url).searchParams.get('scope')).toBe('openid email read_user');
    const bare = new URL(url);
    bare.searchParams.delete('scope');
    const code = new URL(await fake.authorize(bare.href)).searchParams.get('code') ?? '';
    expect((await registry.client('gitlab').exchange({ code, redirectUri, codeVerifier })).scopes).toEqual(['api']);
  },

  'param-beats-header': async () => {
    const [own, theirs] = [fake.mint(), other()];
    const both = `${fake.endpoints.tokenInfo}?access_token=${own.text}`;
    expect(await (await fetch(both, bearer(theirs.text))).json()).toMatchObject({
      application: { uid: fake.client.id },
    });
    fake.forget();
    await outcome(registryFor(fake, { groups: 'all' }), own.text);
    expect(fake.log.map(({ query, headers }) => [query.size, headers.authorization])).toEqual(
      Array(3).fill([0, `Bearer ${own.text}`]),
    );
  },

  'cookie-authenticates': async () => {
    const headers = { cookie: '_gitlab_session=of-a-browser' };
    expect((await fetch(fake.endpoints.userinfo as string, { headers })).status).toBe(200);
    fake.forget();
    const registry = registryFor(fake);
    await outcome(registry, (await signIn(fake, registry)).accessToken);
    expect(await outcome(registry, 'f'.repeat(64))).toBe('401 inactive');
    expect(fake.log.filter((call) => call.headers.cookie !== undefined)).toEqual([]);
  },

  'scope-three-shapes': async () => {
    const registry = registryFor(fake);
    for (const scopeShape of ['list', 'text', 'deprecated'] as const) {
      fake.settings.scopeShape = scopeShape;
      const { providerScopes } = await registry.verify(bearer(fake.mint().text));
      expect(providerScopes, scopeShape).toEqual(['openid', 'email', 'read_user']);
    }
  },

  'revoke-always-200': async () => {
    const registry = registryFor(fake);
    await registry.client('gitlab').revoke('f'.repeat(64));
    const { text } = fake.mint();
    fake.fail(faults.json({}), { path: fake.path('revoke') });
    await registry.client('gitlab').revoke(text);
    expect([await outcome(registry, text), (await ask('userinfo', text)).status]).toEqual(['401 revoked', 200]);
  },
};

it.each(gitlab.about.quirks.map(({ id }) => id))('%s', (id) => tests[id]?.() ?? expect.fail('this quirk has no test'));

it('every test belongs to a quirk', () => {
  expect(Object.keys(tests)).toEqual(gitlab.about.quirks.map(({ id }) => id));
});
