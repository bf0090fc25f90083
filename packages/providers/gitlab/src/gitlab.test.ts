import { faults } from '@bearerkit/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearer, logged, type Options, outcome, registryFor, signIn } from './__fixtures__/sign-in.ts';
import { createGitlabFake, type GitlabFake } from './fake/index.ts';
import { gitlab } from './gitlab.ts';

const client = { clientId: 'us', clientSecret: 'hidden' };
const jobs = { audience: 'https://api.example.com', projects: ['20'] };

describe('options', () => {
  it.each([
    ['misspelt', { ...client, baseURL: 'x' }, '`baseURL`: this option does not exist'],
    ['no secret', { clientId: 'us' }, '`clientSecret`'],
    ['a base URL that is none', { ...client, baseUrl: 'gitlab.com' }, '`baseUrl`'],
    ['a base URL with a query', { ...client, baseUrl: 'https://gitlab.com?x' }, '`baseUrl`'],
    ['an http base URL', { ...client, baseUrl: 'http://gitlab.example.com' }, 'use https'],
    ['no scope: GitLab would grant `api`', { ...client, scopes: [] }, '`scopes`'],
    ['CI tokens of any project', { ...client, ciTokens: { audience: 'x' } }, 'name `projects` or `namespaces`'],
    ['CI tokens of no project', { ...client, ciTokens: { ...jobs, projects: [] } }, '`ciTokens.projects`'],
    ['a project by its path', { ...client, ciTokens: { ...jobs, projects: ['a/b'] } }, '`ciTokens.projects.0`'],
    ['CI tokens without an audience', { ...client, ciTokens: { projects: ['20'] } }, '`ciTokens.audience`'],
    ['personal tokens alone (RFC 9700 §4.2.1)', { ...client, personalTokens: true }, 'acceptTokensOfAnyApp: true'],
  ])('%s: refused by name', (_, options, text) => {
    expect(() => gitlab(options as typeof client)).toThrow(text);
  });

  it('make a frozen plain object whose identity is the instance', () => {
    const provider = gitlab({ ...client, baseUrl: 'https://example.com/gitlab/' });
    expect(provider).toMatchObject({
      identity: 'https://example.com/gitlab',
      endpoints: { tokenInfo: 'https://example.com/gitlab/oauth/token/info' },
      scopes: { request: ['openid', 'email', 'read_user'] },
      warnings: [],
    });
    expect(provider.accepts).toMatchObject([{ binding: 'app' }]);
    expect(JSON.stringify(provider)).not.toContain('hidden');
  });

  it('mark names and paths that pass to others', () => {
    const [rule] = gitlab({ ...client, groups: 'all' }).accepts;
    const marks = { mutable: true, reassignable: true };
    expect(rule?.attributes).toMatchObject({ username: marks, name: marks, groups: marks });
    expect(rule?.attributes.email).toMatchObject({ unverified: false });
    const self = gitlab({ ...client, baseUrl: 'https://gitlab.example.com' }).accepts[0];
    expect(self?.attributes.email).toMatchObject({ unverified: true });
    expect(self?.attributes).not.toHaveProperty('emailVerified');
  });
});

describe('against a local GitLab', () => {
  let fake: GitlabFake;
  beforeEach(async () => {
    fake = await createGitlabFake();
  });
  afterEach(() => fake.stop());

  it('lets in the user whose token our application obtained, after two calls', async () => {
    const registry = registryFor(fake);
    const { accessToken, refreshToken = '', idToken = '', scopes } = await signIn(fake, registry);
    fake.forget();
    expect(await registry.verify(bearer(accessToken), { accept: ['gitlab'] })).toMatchObject({
      id: 'gitlab/1001',
      kind: 'user',
      username: 'member-1',
      name: 'Member 1',
      email: 'user@example.com',
      emailVerified: true,
      groups: [],
      clientId: fake.client.id,
      scopes: [],
      providerScopes: ['openid', 'email', 'read_user'],
    });
    expect(fake.log.map(({ path }) => path)).toEqual([fake.path('tokenInfo'), fake.path('userinfo')]);
    expect(scopes).toEqual(['openid', 'email', 'read_user']);
    expect([await outcome(registry, refreshToken), await outcome(registry, idToken)]).toEqual([
      '401 inactive',
      '401 id_token',
    ]);
  });

  it('an address that nobody confirmed is not verified', async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry, 'unverified');
    const auth = await registry.verify(bearer(accessToken));
    expect([auth.subject, auth.email, auth.emailVerified]).toEqual(['1002', 'member-2@example.com', false]);
  });

  it('of a self-managed instance no address is verified, unless the operator says so', async () => {
    const verified = async (options: Options) =>
      (await registryFor(fake, { baseUrl: fake.baseUrl, ...options }).verify(bearer(fake.mint().text))).emailVerified;
    expect(await verified({})).toBe(false);
    expect(await verified({ confirmedEmails: true })).toBe(true);
  });

  it.each([
    ['all', ['example', 'example/team']],
    ['owner', ['example']],
    ['maintainer', []],
    ['developer', ['example', 'example/team']],
  ] as const)('groups `%s` come from OpenID userinfo', async (groups, expected) => {
    const auth = await registryFor(fake, { groups }).verify(bearer(fake.mint().text));
    expect(auth.groups).toEqual(expected);
    expect(fake.calls(fake.path('groups'))).toBe(1);
  });

  it('groups of somebody else are 503: `sub` must be the `id`', async () => {
    fake.fail(faults.json({ sub: '1002', groups: ['example'] }), { path: fake.path('groups') });
    expect(await outcome(registryFor(fake, { groups: 'all' }), fake.mint().text)).toBe('503 provider_malformed');
  });

  it('a user other than the owner of the token is 503', async () => {
    fake.fail(faults.json({ id: 1002, state: 'active' }), { path: fake.path('userinfo') });
    expect(await outcome(registryFor(fake), fake.mint().text)).toBe('503 provider_malformed');
  });

  it.each([
    ['tokenInfo', '400', faults.status(400, { body: '{"error":"invalid_request"}' }), '401 inactive'],
    ['tokenInfo', '401 without a body', faults.status(401, { body: '', headers: {} }), '401 inactive'],
    ['tokenInfo', '404', faults.status(404), '503 provider_malformed'],
    ['tokenInfo', 'a redirect', faults.redirect('http://127.0.0.1:9/users/sign_in'), '503 provider_malformed'],
    ['tokenInfo', 'a page', faults.html(), '503 provider_malformed'],
    ['tokenInfo', '403 of a firewall', faults.html(403), '503 provider_unreachable'],
    ['tokenInfo', '{}', faults.json({}), '503 provider_malformed'],

    ['tokenInfo', 'no application', faults.json({ resource_owner_id: 1001, application: null }), '401 wrong_app'],
    ['tokenInfo', '500', faults.status(500), '503 provider_unreachable'],
    ['userinfo', '401', faults.status(401), '401 inactive'],
    ['userinfo', '403 of a firewall', faults.html(403), '503 provider_unreachable'],
    ['userinfo', '404', faults.status(404), '503 provider_malformed'],
    ['userinfo', 'no state', faults.json({ id: 1001 }), '503 provider_malformed'],
    ['userinfo', 'a locked user', faults.json({ id: 1001, state: 'active', locked: true }), '401 inactive'],
    ['userinfo', 'a page of a proxy', faults.html(502), '503 provider_unreachable'],
  ] as const)('%s answering %s', async (endpoint, _, fault, expected) => {
    fake.fail(fault, { path: fake.path(endpoint) });
    expect(await outcome(registryFor(fake), fake.mint().text)).toBe(expected);
  });

  it('what is misconfigured is loud in the log', async () => {
    const { log, events } = logged();
    fake.fail(faults.status(404), { path: fake.path('tokenInfo') });
    await outcome(registryFor(fake, {}, { log }), fake.mint().text);
    expect(events).toMatchObject([{ level: 'error', event: 'provider_misconfigured' }]);
  });

  it.each(['sudo', 'admin_mode'])('a token that may impersonate (`%s`) is refused', async (scope) => {
    expect(await outcome(registryFor(fake), fake.mint({ scopes: ['read_user', scope] }).text)).toBe('401 unrecognised');
  });

  it('RFC 7009: a token is revoked here and at GitLab, and one of another application is not', async () => {
    const registry = registryFor(fake);
    const own = fake.mint();
    await registry.client('gitlab').revoke(own.text);
    expect([own.revoked, await outcome(registry, own.text)]).toEqual([true, '401 revoked']);
    const theirs = fake.mint({ application: fake.applications[1].id });
    await expect(registry.client('gitlab').revoke(theirs.text)).rejects.toMatchObject({ code: 'unauthorized_client' });
    expect(theirs.revoked).toBe(false);
  });

  it('a user who declines, and one who was blocked between consent and exchange, sign nobody in', async () => {
    const verbs = registryFor(fake).client('gitlab');
    const { redirectUri } = fake.client;
    const { url, codeVerifier } = await verbs.authorize({ redirectUri });
    const declined = new URL(await fake.authorize(url, 'member', 'decline'));
    expect(declined.searchParams.get('error')).toBe('access_denied');
    const code = new URL(await fake.authorize(url)).searchParams.get('code') ?? '';
    fake.users.update(1001, { state: 'blocked' });
    await expect(verbs.exchange({ code, redirectUri, codeVerifier })).rejects.toMatchObject({
      code: 'provider_unreachable',
    });
  });

  it('an application that demands PKCE gets it (RFC 7636)', async () => {
    fake.settings.pkceDemanded = true;
    fake.settings.scopeInTokenAnswer = false;
    const registry = registryFor(fake);
    const { accessToken, scopes } = await signIn(fake, registry);
    expect([await outcome(registry, accessToken), scopes]).toEqual(['1001', undefined]);
  });
});

describe('personal access tokens, when taken', () => {
  let fake: GitlabFake;
  beforeEach(async () => {
    fake = await createGitlabFake();
  });
  afterEach(() => fake.stop());
  const taking = (options: Options = {}) =>
    registryFor(fake, { personalTokens: true, acceptTokensOfAnyApp: true, ...options });

  it('are asked about at their own endpoint, and warned about', async () => {
    const token = fake.personalToken({ expiresAt: '2099-01-31' });
    const auth = await taking().verify(bearer(token));
    expect(auth).toMatchObject({ subject: '1001', username: 'member-1', providerScopes: ['read_user'] });
    expect(auth.expiresAt).toBe(Date.parse('2099-01-31T00:00:00Z') / 1000);
    expect(fake.log.map(({ path }) => path)).toEqual([fake.path('personalToken'), fake.path('userinfo')]);
    expect(gitlab({ ...client, personalTokens: true, acceptTokensOfAnyApp: true }).warnings).toMatchObject([
      { reason: 'any_app' },
    ]);
  });

  it.each([
    ['expired', { expiresAt: '2020-01-31' }, '401 inactive'],
    ['revoked', { revoked: true }, '401 inactive'],
    ['routable, with two dots', { text: 'glpat-abcdefgh.01.0z1a2b3c4' }, '1001'],
    ['short of a scope that shows the user', { scopes: ['read_registry'] }, '401 unrecognised'],
    ['that may impersonate', { scopes: ['api', 'sudo'] }, '401 unrecognised'],
    ['of a project', { user: 1003 }, '401 unrecognised'],
  ])('one %s: %s', async (_, token, expected) => {
    expect(await outcome(taking(), fake.personalToken(token))).toBe(expected);
  });

  it('other tokens stay bound to our application', async () => {
    const registry = taking();
    expect(await outcome(registry, fake.mint().text)).toBe('1001');
    expect(await outcome(registry, fake.mint({ application: fake.applications[1].id }).text)).toBe('401 wrong_app');
    expect(await outcome(registry, 'glpat-made-up')).toBe('401 inactive');
  });

  it.each([
    ['a blocked user', faults.status(403, { body: '{"message":"403 Forbidden"}' }), '401 inactive'],
    ['lack of scope', faults.status(403, { body: '{"error":"insufficient_scope"}' }), '401 unrecognised'],
    ['a firewall', faults.html(403), '503 provider_unreachable'],
    ['an outage', faults.status(503), '503 provider_unreachable'],
    ['a page', faults.html(), '503 provider_malformed'],
    ['{}', faults.json({}), '503 provider_malformed'],
  ])('their endpoint answering of %s: %s', async (_, fault, expected) => {
    fake.fail(fault, { path: fake.path('personalToken') });
    expect(await outcome(taking(), fake.personalToken())).toBe(expected);
  });
});

describe('ID tokens of CI jobs, when taken', () => {
  let fake: GitlabFake;
  beforeEach(async () => {
    fake = await createGitlabFake();
  });
  afterEach(() => fake.stop());
  const { audience } = jobs;

  it('are machines named by project, also where a user has the same id', async () => {
    const registry = registryFor(fake, { ciTokens: jobs });
    const auth = await registry.verify(bearer(fake.jobToken({ aud: audience })));
    expect(auth).toMatchObject({ kind: 'client', subject: 'project:20', audience: [audience], emailVerified: false });
    expect([auth.username, auth.email]).toEqual([undefined, undefined]);
    expect(fake.log.map(({ path }) => path)).toEqual([fake.path('jwks')]);
  });

  it.each([
    ['another audience', {}, { aud: 'https://other.example.com' }, '401 wrong_audience'],
    ['another project', {}, { project_id: '21' }, '401 wrong_app'],
    ['a project that is a number', {}, { project_id: 20 }, '401 wrong_app'],
    ['no project', {}, { project_id: undefined }, '401 wrong_app'],
    ['a branch that is not protected', {}, { ref_protected: 'false' }, '403 forbidden'],
    ['one that says nothing of its branch', {}, { ref_protected: undefined }, '403 forbidden'],
    ['such a branch, where taken', { unprotectedRefs: true }, { ref_protected: 'false' }, 'project:20'],
    ['one of the namespaces', { projects: undefined, namespaces: ['10'] }, {}, 'project:20'],
    [
      'a project of the namespace whose id is a number, as that of a user is',
      { projects: undefined, namespaces: ['10'] },
      { project_id: 1001 },
      '503 provider_malformed',
    ],
    ['another namespace', { namespaces: ['11'] }, {}, '401 wrong_app'],
    ['another issuer', {}, { iss: 'https://gitlab.example.com' }, '401 unknown_issuer'],
    ['the end of its life', {}, { exp: Math.floor(Date.now() / 1000) - 60 }, '401 expired'],
  ])('%s', async (_, options, claims, expected) => {
    const registry = registryFor(fake, { ciTokens: { ...jobs, ...options } });
    expect(await outcome(registry, fake.jobToken({ aud: audience, ...claims }))).toBe(expected);
  });

  it('RFC 8725 §3.2: a token that the keys did not sign is refused', async () => {
    const token = fake.jobToken({ aud: audience });
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${Buffer.alloc(256, 1).toString('base64url')}`;
    expect(await outcome(registryFor(fake, { ciTokens: jobs }), forged)).toBe('401 bad_signature');
  });

  it('an ID token of a login stays refused, also one for our own audience', async () => {
    const registry = registryFor(fake, { ciTokens: { ...jobs, audience: fake.client.id } });
    expect(await outcome(registry, (await fake.token({ kind: 'id' })) ?? '')).toBe('401 id_token');
  });
});
