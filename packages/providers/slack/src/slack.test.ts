import { faults } from '@bearerkit/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, bearer, outcome, registryFor, signIn } from './__fixtures__/sign-in.ts';
import { createSlackFake, type SlackFake } from './fake/index.ts';
import { slack } from './slack.ts';

const client = { clientId: '10000000001.20000000001', clientSecret: 'slack-secret' };
const member = 'T00000001_U00000001';

describe('options', () => {
  const { teams: _, ...teamless } = { ...client, teams: [] };
  it.each([
    ['no workspace', teamless, '`teams`: is missing'],
    ['an empty list of them', { ...client, teams: [] }, '`teams`: name a workspace'],
    ['a name in the place of an id', { ...client, teams: ['my workspace'] }, '`teams.0`: expected a workspace id'],
    ['another mode', { ...client, teams: ['T1'], mode: 'legacy' }, '`mode`'],
    ['no secret', { ...client, teams: ['T1'], clientSecret: '' }, '`clientSecret`: is empty'],
    ['any application', { ...client, teams: ['T1'], binding: 'none' }, '`binding`: this option does not exist'],
  ])('%s: refused by name', (_title, options, text) => {
    expect(() => slack(options as Parameters<typeof slack>[0])).toThrow(text);
  });

  it('of one workspace send people there; of several, or of any, they choose', () => {
    const sent = (teams: string[]) => slack({ ...client, teams }).authorizeParameters;
    expect([sent(['T1']), sent(['T1', 'T2']), sent(['any-workspace'])]).toEqual([{ team: 'T1' }, {}, {}]);
  });

  it('RFC 9700 §4.2.1: tokens are bound by login alone, in both modes, and links survive a change of mode', () => {
    const [one, other] = (['oidc', 'oauth-v2'] as const).map((mode) => slack({ ...client, mode, teams: ['T1'] }));
    expect([one, other].flatMap((provider) => provider?.accepts.map(({ binding }) => binding))).toEqual([
      'login',
      'login',
    ]);
    expect(one?.identity).toBe(other?.identity);
  });
});

describe('Sign in with Slack', () => {
  let fake: SlackFake;
  beforeEach(async () => {
    fake = await createSlackFake();
  });
  afterEach(() => fake.stop());

  it('says who somebody is by workspace and user', async () => {
    const registry = registryFor(fake);
    const auth = await registry.verify(bearer((await signIn(fake, registry)).accessToken));
    const said = { id: `slack/${member}`, name: 'Member 1', email: 'member-1@example.com', emailVerified: true };
    expect(auth).toMatchObject({ kind: 'user', ...said });
    expect([auth.username, auth.scopes, auth.clientId]).toEqual([undefined, [], fake.client.id]);
  });

  it('never takes an e-mail as verified that Slack does not', async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry, { user: 'T00000001_U00000002' });
    expect(await registry.verify(bearer(accessToken))).toMatchObject({
      email: 'member-2@example.com',
      emailVerified: false,
    });
  });

  it('lets in members of an Enterprise Grid under their ids there', async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry, { user: 'T00000003_W00000001' });
    expect(await outcome(registry, accessToken)).toBe('T00000003_W00000001');
  });

  it('lets in guests, who are not told apart, and nobody whose account was deactivated', async () => {
    const registry = registryFor(fake);
    const guest = (await signIn(fake, registry, { user: 'T00000001_U00000003' })).accessToken;
    expect(await outcome(registry, guest)).toBe('T00000001_U00000003');
    const { accessToken } = await signIn(fake, registry);
    const user = fake.users.get(member);
    if (user !== undefined) fake.users.set(member, { ...user, deleted: true });
    expect(await outcome(registry, accessToken)).toBe('401 inactive');
  });

  it('takes members of any workspace only where that is said, whose administrators verify no e-mail', async () => {
    const registry = registryFor(fake, { teams: ['any-workspace'] });
    const { accessToken } = await signIn(fake, registry, { user: 'T00000002_U00000001' });
    const { subject, email, emailVerified } = await registry.verify(bearer(accessToken));
    expect([subject, email, emailVerified]).toEqual(['T00000002_U00000001', 'member-5@example.com', false]);
  });

  it.each([
    ['invalid_auth', '401 inactive'],
    ['token_revoked', '401 inactive'],
    ['token_expired', '401 inactive'],
    ['account_inactive', '401 inactive'],
    ['not_authed', '401 inactive'],
    ['not_allowed_token_type', '401 unrecognised'],
    ['missing_scope', '403 insufficient_scope'],
    ['no_permission', '403 forbidden'],
    ['org_login_required', '403 forbidden'],
    ['two_factor_setup_required', '403 forbidden'],
    ['ekm_access_denied', '403 forbidden'],
    ['enterprise_is_restricted', '403 forbidden'],
    ['ratelimited', '503 provider_rate_limited'],
    ['fatal_error', '503 provider_unreachable'],
    ['service_unavailable', '503 provider_unreachable'],
    ['a_word_of_tomorrow', '503 provider_unreachable'],
    [undefined, '503 provider_unreachable'],
  ])('answering 200 with the error %s: %s', async (error, expected) => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    fake.fail(faults.json({ ok: false, error }), { path: '/api/openid.connect.userInfo' });
    expect(await outcome(registry, accessToken)).toBe(expected);
  });

  it.each([
    ['no `ok`', { sub: 'U1', 'https://slack.com/team_id': 'T00000001' }],
    ['`ok` as a text', { ok: 'true', sub: 'U1', 'https://slack.com/team_id': 'T00000001' }],
    ['no workspace', { ok: true, sub: 'U1' }],
    ['no user', { ok: true, 'https://slack.com/team_id': 'T00000001' }],
    ['ids that could be read in two ways', { ok: true, sub: 'U1_U2', 'https://slack.com/team_id': 'T00000001' }],
  ])('answering %s names nobody: 503', async (_, document) => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    fake.fail(faults.json(document), { path: '/api/openid.connect.userInfo' });
    expect(await outcome(registry, accessToken)).toBe('503 provider_malformed');
  });

  it('judges by the code and never by the status', async () => {
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    fake.fail(faults.status(401, { body: '{"ok":false,"error":"invalid_auth"}' }), { times: 1 });
    expect(await outcome(registry, accessToken)).toBe('503 provider_unreachable');
  });

  it('tells of a token that a sign-in was cancelled for', async () => {
    const { url } = await registryFor(fake).client('slack').authorize({ redirectUri: fake.client.redirectUri });
    const back = new URL(await fake.walk(url, { decision: 'cancel' }));
    expect(back.searchParams.get('error')).toBe('access_denied');
  });

  it('ends after 12 hours with rotation', async () => {
    fake.settings.rotation = true;
    const registry = registryFor(fake);
    const { expiresAt = 0, accessToken } = await signIn(fake, registry);
    expect(Math.abs(expiresAt - Date.now() / 1000 - 43_200)).toBeLessThan(30);
    fake.clock.advance(43_201);
    expect(await outcome(registry, accessToken)).toBe('401 inactive');
  });

  it('revokes at Slack, and again without a complaint; another refusal is told', async () => {
    const registry = registryFor(fake);
    const revoke = async (token: string) => registry.client('slack').revoke(token);
    const { accessToken } = await signIn(fake, registry);
    await revoke(accessToken);
    expect(await ask(fake, 'openid.connect.userInfo', accessToken)).toEqual({ ok: false, error: 'token_revoked' });
    await revoke(accessToken);
    await expect(revoke('xoxp-unknown')).rejects.toMatchObject({ code: 'invalid_auth' });
  });

  it('sees a token of the first app as its own only at the instance of that app', async () => {
    const [own, other] = fake.clients;
    const foreign = registryFor(fake, { clientId: other.id, clientSecret: other.secret });
    const { accessToken } = await signIn(fake, registryFor(fake));
    expect([own.id === other.id, await outcome(foreign, accessToken)]).toEqual([false, '401 unbound']);
  });
});

describe('OAuth v2', () => {
  let fake: SlackFake;
  beforeEach(async () => {
    fake = await createSlackFake({ mode: 'oauth-v2' });
  });
  afterEach(() => fake.stop());
  const open = () => registryFor(fake, { mode: 'oauth-v2' });

  it('says who somebody is as the other mode does, with the handle, and no verified e-mail', async () => {
    const registry = open();
    const auth = await registry.verify(bearer((await signIn(fake, registry)).accessToken));
    const said = { username: 'member-1', name: 'Member 1', email: 'member-1@example.com', emailVerified: false };
    expect(auth).toMatchObject({ id: `slack/${member}`, ...said });
  });

  it('lets in a token that may not read the profile, without what stands there', async () => {
    const registry = open();
    const { redirectUri } = fake.client;
    const { url } = await registry.client('slack').authorize({ redirectUri, scopes: ['users:read'] });
    const code = new URL(await fake.walk(url)).searchParams.get('code') ?? '';
    const auth = await registry.verify(
      bearer((await registry.client('slack').exchange({ code, redirectUri })).accessToken),
    );
    expect([auth.subject, auth.username, auth.name, auth.email]).toEqual([member, 'member-1', undefined, undefined]);
  });

  it.each([
    ['account_inactive', '401 inactive'],
    ['internal_error', '503 provider_unreachable'],
  ])('a profile that answers %s: %s', async (error, expected) => {
    const registry = open();
    const { accessToken } = await signIn(fake, registry);
    fake.fail(faults.json({ ok: false, error }), { path: '/api/users.profile.get' });
    expect(await outcome(registry, accessToken)).toBe(expected);
  });

  it('takes the user token and never the bot token of an installation', async () => {
    const registry = open();
    const bot = fake.mint({ family: 'bot' }).accessToken;
    expect(await outcome(registry, bot)).toBe('401 unrecognised');
    const document = { ok: true, token_type: 'bot', access_token: bot, scope: 'commands', authed_user: { id: 'U1' } };
    fake.fail(faults.json(document), { path: '/api/oauth.v2.access' });
    await expect(signIn(fake, registry)).rejects.toMatchObject({ code: 'invalid_scope' });
  });

  it('refuses a member of a workspace that is not listed', async () => {
    const both = registryFor(fake, { mode: 'oauth-v2', teams: ['T00000001', 'T00000002'] });
    const { accessToken } = await signIn(fake, both, { user: 'T00000002_U00000001' });
    fake.fail(
      faults.json({ ok: true, user: 'member-5', user_id: 'U00000001', team_id: 'T00000009', enterprise_id: 'E1' }),
      { path: '/api/auth.test' },
    );
    expect(await outcome(both, accessToken)).toBe('403 forbidden');
  });
});
