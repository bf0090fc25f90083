import { faults } from '@bearerkit/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bearer, outcome, redirectUri, registryFor, signIn } from './__fixtures__/sign-in.ts';
import { createGithubFake, type GithubFake } from './fake/index.ts';
import { github } from './github.ts';

const client = { clientId: 'github-client', clientSecret: 'github-secret' };
const personal = { personalTokens: true, acceptTokensOfAnyApp: true };
const actions = { audience: 'https://api.example.com', ownerIds: ['9000001'] };

describe('options', () => {
  it.each([
    ['misspelt', { ...client, clientid: 'x' }, '`clientid`: this option does not exist'],
    ['missing', { clientId: 'x' }, '`clientSecret`'],
    ['a URL as host', { ...client, host: 'https://github.example.com' }, '`host`: expected a host'],
    ['a host in capitals', { ...client, host: 'GitHub.com' }, '`host`: expected a host'],
    ['no version', { ...client, apiVersion: 'v3' }, '`apiVersion`'],
    ['unknown groups', { ...client, groups: 'everybody' }, '`groups`'],
    ['an empty list', { ...client, actions: { audience: 'a', ownerIds: [] } }, '`actions.ownerIds`'],
    ['a name for an id', { ...client, actions: { audience: 'a', ownerIds: ['octocat'] } }, 'expected a numeric id'],
    ['actions of anybody', { ...client, actions: { audience: 'a', workflows: ['w'] } }, 'name `ownerIds`'],
    ['http endpoint', { ...client, endpoints: { token: 'http://github.example/token' } }, '`token`'],
  ])('%s: refused by name', (_, options, text) => {
    expect(() => github(options as typeof client)).toThrow(text);
  });

  it('make what GitHub has: form secret, PKCE S256 (RFC 7636), JSON and Basic for checks, nothing of any application', () => {
    const provider = github(client);
    expect(provider).toMatchObject({
      identity: 'github:api.github.com:github-client',
      client: { authentication: 'client_secret_post' },
      scopes: { request: ['user:email'], separator: ' ' },
      pkce: 'S256',
      grants: ['authorization_code', 'refresh_token'],
      warnings: [],
    });
    expect(provider.accepts.map(({ binding }) => binding)).toEqual(['app', 'app']);
    expect(JSON.stringify(provider)).not.toContain(client.clientSecret);
  });

  it('RFC 9700 §4.2.1: personal tokens need the opt-in by name, and are then warned about', () => {
    expect(() => github({ ...client, personalTokens: true })).toThrow('acceptTokensOfAnyApp: true');
    expect(github({ ...client, ...personal }).warnings).toMatchObject([{ reason: 'any_app' }]);
  });

  it('ask for no scope that nothing needs', () => {
    expect(github({ ...client, email: false }).scopes.request).toEqual([]);
    expect(github({ ...client, email: false, groups: 'teams' }).scopes.request).toEqual(['read:org']);
  });

  it('point a login at the pages of their host, and Actions at their own issuer', () => {
    const { authorize, actions: issuer } = github({ ...client, host: 'octocorp.ghe.com' }).endpoints;
    expect(authorize).toBe('https://octocorp.ghe.com/login/oauth/authorize');
    expect([issuer, github(client).endpoints.actions]).toEqual([
      'https://token.actions.octocorp.ghe.com',
      'https://token.actions.githubusercontent.com',
    ]);
  });
});

describe('against a local GitHub', () => {
  let fake: GithubFake;
  let check: string;
  beforeEach(async () => {
    fake = await createGithubFake();
    check = new URL(fake.endpoints.check).pathname;
  });
  afterEach(() => fake.stop());

  it('login, verify, refresh, verify, revoke: the person of our own application', async () => {
    fake.settings.tokensExpire = true;
    const registry = registryFor(fake);
    const tokens = await signIn(fake, registry);
    expect(await registry.verify(bearer(tokens.accessToken), { accept: ['github'] })).toMatchObject({
      id: 'github/1001',
      kind: 'user',
      username: 'member-1',
      name: 'Member 1',
      email: 'member-1@example.com',
      emailVerified: true,
      groups: [],
      scopes: [],
      providerScopes: ['user:email'],
      clientId: fake.client.id,
    });
    const { accessToken } = await registry.client('github').refresh(tokens.refreshToken ?? '');
    expect(await outcome(registry, accessToken)).toBe('1001');
    await registry.client('github').revoke(accessToken);
    expect(await outcome(registry, accessToken)).toBe('401 revoked');
    expect(await outcome(registryFor(fake), accessToken)).toBe('401 inactive');
  });

  it('the token is sent to the check in a JSON body with HTTP Basic, in no URL, and with version and accept', async () => {
    const token = fake.mint();
    await outcome(registryFor(fake, { apiVersion: '2026-03-10' }), token);
    const [asked, ...documents] = fake.log;
    expect(asked).toMatchObject({ method: 'POST', path: check, json: { access_token: token } });
    const basic = Buffer.from(`${encodeURIComponent(fake.client.id)}:${fake.client.secret}`).toString('base64');
    expect(asked?.headers).toMatchObject({ authorization: `Basic ${basic}`, 'content-type': 'application/json' });
    for (const { headers } of fake.log) expect(headers['x-github-api-version']).toBe('2026-03-10');
    expect(documents.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/user', `Bearer ${token}`],
      ['/user/emails', `Bearer ${token}`],
    ]);
    expect(fake.log.some(({ query }) => query.toString().includes(token))).toBe(false);
  });

  it('takes `ghu_` tokens of our GitHub App, which name no scopes', async () => {
    fake.settings.application = 'github-app';
    const registry = registryFor(fake);
    const { accessToken, scopes } = await signIn(fake, registry);
    expect([accessToken.slice(0, 4), scopes]).toEqual(['ghu_', []]);
    expect(await registry.verify(bearer(accessToken))).toMatchObject({
      subject: '1001',
      email: 'member-1@example.com',
    });
    expect(await outcome(registry, fake.mint({ client: fake.clients[1] }))).toBe('401 inactive');
  });

  it.each([
    ['organization-ids', ['9000001']],
    ['organizations', ['example-org']],
    ['team-ids', ['8001']],
    ['teams', ['example-org:justice-league']],
  ] as const)('`groups: %s` gives those that the person belongs to, and no pending ones', async (groups, expected) => {
    const registry = registryFor(fake, { groups });
    expect((await registry.verify(bearer(fake.mint()))).groups).toEqual(expected);
    const narrow = fake.mint({ scopes: ['gist'] });
    expect(await registry.verify(bearer(narrow))).toMatchObject({ subject: '1001', groups: [] });
  });

  it('without `groups` and e-mail asks for neither', async () => {
    expect((await registryFor(fake, { email: false }).verify(bearer(fake.mint()))).email).toBeUndefined();
    expect(fake.log.map(({ path }) => path)).toEqual([check, '/user']);
  });

  it('a token without the scope for it has no e-mail, and is let in', async () => {
    const auth = await registryFor(fake).verify(bearer(fake.mint({ scopes: [] })));
    expect([auth.subject, auth.email, auth.emailVerified]).toEqual(['1001', undefined, false]);
  });

  it('refuses personal, installation and refresh tokens by sight, each with its reason', async () => {
    const registry = registryFor(fake);
    const kinds = ['ghp_', 'github_pat_', 'ghs_', 'ghr_'] as const;
    const refused = await Promise.all(kinds.map((prefix) => outcome(registry, fake.mint({ prefix }))));
    expect(refused).toEqual(['401 unbound', '401 unbound', '401 unrecognised', '401 refresh_token']);
    expect(fake.calls()).toBe(0);
    const { checks } = await registry.explain(fake.mint({ prefix: 'ghp_' }));
    expect(JSON.stringify(checks)).toContain('personal access token');
  });

  it('with the opt-in by name takes personal tokens, and still refuses dead ones and those of no person', async () => {
    const registry = registryFor(fake, personal);
    for (const prefix of ['ghp_', 'github_pat_'] as const) {
      expect(await outcome(registry, fake.mint({ prefix, lifeSec: 3600 }))).toBe('1001');
      expect(await outcome(registry, fake.mint({ prefix, lifeSec: -1 }))).toBe('401 inactive');
    }
    fake.people.update(1002, { type: 'Bot' });
    expect(await outcome(registry, fake.mint({ account: 1002, prefix: 'ghp_' }))).toBe('403 forbidden');
    expect(await outcome(registry, fake.mint({ client: fake.clients[1] }))).toBe('401 inactive');
  });

  it.each(['Bot', 'Organization'] as const)('refuses an account that is a %s', async (type) => {
    fake.people.update(1001, { type });
    expect(await outcome(registryFor(fake), fake.mint())).toBe('403 forbidden');
  });

  it('Actions: a machine named by its repository, never the user who has the same number', async () => {
    const registry = registryFor(fake, { actions });
    const auth = await registry.verify(bearer(fake.mintActions({ repositoryId: '1001' })));
    expect(auth).toMatchObject({ kind: 'client', subject: 'repository:1001', clientId: '1001', emailVerified: false });
    expect([auth.username, auth.email, auth.name]).toEqual([undefined, undefined, undefined]);
    expect(auth.claims).toMatchObject({ job_workflow_ref: expect.stringContaining('deploy.yml') });
  });

  it('Actions: expired, altered, of another issuer or not switched on: refused (RFC 8725 §3.8)', async () => {
    const registry = registryFor(fake, { actions });
    const good = fake.mintActions();
    expect(await outcome(registry, fake.mintActions({ lifeSec: -60 }))).toBe('401 expired');
    expect(await outcome(registry, `${good.slice(0, -8)}AAAAAAAA`)).toBe('401 bad_signature');
    const enterprise = fake.mintActions({ enterprise: 'example-inc' });
    expect(await outcome(registry, enterprise)).toBe('401 unknown_issuer');
    expect(await outcome(registryFor(fake), good)).toBe('401 unknown_issuer');
    const endpoints = { ...fake.endpoints, actions: `${fake.endpoints.actions}/example-inc` };
    expect(await outcome(registryFor(fake, { actions, endpoints }), enterprise)).toBe('repository:7001');
  });

  it.each([
    ['a retired version', '2022-08-09', '503 provider_malformed'],
    ['an unknown version', '1999-01-01', '503 provider_malformed'],
  ])('%s of the API is a fault of ours', async (_, apiVersion, expected) => {
    expect(await outcome(registryFor(fake, { apiVersion }), fake.mint())).toBe(expected);
  });

  it.each([
    ['a user that is missing', (good: object) => ({ ...good, user: {} }), '503 provider_malformed'],
    ['an application that is missing', (good: object) => ({ ...good, app: null }), '503 provider_malformed'],
    ['no person', (good: object) => ({ ...good, user: null }), '401 unrecognised'],
    ['another application', (good: object) => ({ ...good, app: { client_id: 'Iv1.other' } }), '401 wrong_app'],
    ['a past end', (good: object) => ({ ...good, expires_at: '2020-01-01T00:00:00Z' }), '401 expired'],
    ['an end that is no time', (good: object) => ({ ...good, expires_at: 'soon' }), '503 provider_malformed'],
    ['another user than /user', (good: object) => withUser(good, 1002), '503 provider_malformed'],
  ])('a check that says %s: %s', async (_, change, expected) => {
    const token = fake.mint();
    const good = await checked(token);
    fake.fail(faults.json(change(good)), { path: check });
    expect(await outcome(registryFor(fake), token)).toBe(expected);
  });

  it.each([
    ['422', faults.status(422, { body: '{"message":"Validation Failed"}' }), '503 provider_unreachable'],
    ['429', faults.status(429, { headers: { 'retry-after': '1' } }), '503 provider_rate_limited'],
    ['502', faults.status(502), '503 provider_unreachable'],
    ['401', faults.status(401), '503 provider_malformed'],
    ['a redirect', faults.redirect('http://127.0.0.1:9/elsewhere'), '503 provider_unreachable'],
  ])('a check that is answered %s is 503, and well again at once', async (_, fault, expected) => {
    const [registry, token] = [registryFor(fake), fake.mint()];
    fake.fail(fault, { path: check });
    expect(await outcome(registry, token)).toBe(expected);
    fake.heal();
    const isWell = async () => expect(await outcome(registry, token)).toBe('1001');
    await vi.waitFor(isWell, { timeout: 3_000, interval: 100 });
  });

  it.each(['/user', '/user/emails', '/user/teams'])('%s that fails is 503, not somebody without it', async (path) => {
    fake.fail(faults.status(500), { path });
    expect(await outcome(registryFor(fake, { groups: 'teams' }), fake.mint())).toBe('503 provider_unreachable');
  });

  it.each(['/user', '/user/emails', '/user/teams'])('%s that says the person is suspended is 401', async (path) => {
    fake.fail(faults.status(403, { body: '{"message":"Sorry. Your account was suspended."}' }), { path });
    expect(await outcome(registryFor(fake, { groups: 'teams' }), fake.mint())).toBe('401 inactive');
    const personalToken = fake.mint({ prefix: 'ghp_' });
    expect(await outcome(registryFor(fake, { groups: 'teams', ...personal }), personalToken)).toBe('401 inactive');
  });

  it('a subject that was revoked can sign in anew, by the time that the check tells', async () => {
    const registry = registryFor(fake);
    const old = fake.mint();
    expect(await outcome(registry, old)).toBe('1001');
    await registry.revoke({ provider: 'github', subject: '1001' });
    expect(await outcome(registry, old)).toBe('401 revoked');
    fake.clock.advance(120);
    expect(await outcome(registry, fake.mint())).toBe('1001');
  });

  it('revoking what GitHub no longer knows is no error (RFC 7009 §2.2); what it can not answer is', async () => {
    const client = registryFor(fake).client('github');
    const token = fake.mint();
    fake.end(token);
    await expect(client.revoke(token)).resolves.toBeUndefined();
    fake.fail(faults.html(404), { path: check });
    await expect(client.revoke(fake.mint())).rejects.toMatchObject({ code: 'provider_unreachable' });
  });

  it('keeps our state and no code where the person declines', async () => {
    const { url, state } = await registryFor(fake).client('github').authorize({ redirectUri });
    const back = new URL(await fake.walk(url, { decision: 'decline' })).searchParams;
    expect([back.get('error'), back.get('state'), back.get('code')]).toEqual(['access_denied', state, null]);
  });

  const checked = async (access_token: string): Promise<object> => {
    const basic = Buffer.from(`${fake.client.id}:${fake.client.secret}`).toString('base64');
    const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ access_token });
    return (await fetch(fake.endpoints.check, { method: 'POST', headers, body })).json() as Promise<object>;
  };
});

function withUser(good: object, id: number): object {
  return { ...good, user: { ...(good as { readonly user: object }).user, id } };
}
