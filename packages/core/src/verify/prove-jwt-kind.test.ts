import { describe, expect, it } from 'vitest';
import { api, jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { bearer, outcome, refused } from '../__fixtures__/registry.ts';
import { json, status, useServer } from '../__fixtures__/server.ts';
import type { JwtSpec } from '../provider/rule.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);
const registry = (spec: Partial<JwtSpec<'issuer' | 'userinfo'>> = {}) =>
  createProviderRegistry({ a: jwtProvider(server.url, spec) });
const plain = { typ: 'JWT' };

describe('an ID token is never an access token (rule 11, RFC 8725 §3.11, RFC 9068 §4)', () => {
  const asClient = { audience: 'client-1', clients: ['client-1'] } as const;
  const minimal = { aud: 'client-1', client_id: undefined, azp: 'client-1' };

  it.each([
    ['nonce', { nonce: 'n' }],
    ['at_hash', { at_hash: 'h' }],
    ['c_hash', { c_hash: 'h' }],
  ])('the mark %s', async (_, claims) => {
    expect(await outcome(registry(), issuer.token(claims, plain))).toBe('id_token');
  });

  it.each([
    ['auth_time', { auth_time: now() }],
    ['acr', { acr: '1' }],
    ['amr', { amr: ['pwd'] }],
  ])('for our client alone, with %s and without a scope', async (_, claims) => {
    expect(await outcome(registry(asClient), issuer.token({ ...minimal, ...claims }, plain))).toBe('id_token');
    expect(await outcome(registry(asClient), issuer.token({ ...minimal, ...claims, scope: 'read' }, plain))).toBe('ok');
  });

  it('for our client alone, where the API has another name', async () => {
    const both = { audience: api, clients: ['client-1'] } as const;
    expect(await outcome(registry(both), issuer.token(minimal, plain))).toBe('id_token');
    expect(await outcome(registry(both), issuer.token({ ...minimal, scope: 'read' }, plain))).toBe('wrong_audience');
    expect(await outcome(registry(both), issuer.token({ ...minimal, aud: ['client-1', api] }, plain))).toBe('ok');
    expect(await outcome(registry(asClient), issuer.token(minimal, plain))).toBe('ok');
  });

  it('not for another client: what its sign-in looks like is not ours to judge', async () => {
    const claims = { aud: api, client_id: undefined, azp: 'client-1', auth_time: now(), acr: '1' };
    expect(await outcome(registry({ audience: api, clients: ['client-1'] }), issuer.token(claims, plain))).toBe('ok');
  });

  it('our own client is ours also where the rule lists none', async () => {
    const client = { id: 'client-1', authentication: 'none' } as const;
    const made = createProviderRegistry({ a: { ...jwtProvider(server.url, { audience: ['client-1', api] }), client } });
    expect(await outcome(made, issuer.token({ ...minimal, amr: ['pwd'] }, plain))).toBe('id_token');
  });

  it('a token that says it is an access token may carry those claims (RFC 9068 §2.2)', async () => {
    expect(await outcome(registry(), issuer.token({ auth_time: now(), acr: '1', nonce: 'n' }))).toBe('ok');
  });

  it('the guard can be switched off for a vendor whose access tokens carry a nonce', async () => {
    expect(await outcome(registry({ idTokenGuard: false }), issuer.token({ nonce: 'n' }, plain))).toBe('ok');
  });
});

describe('a token that says it is something else (rule 11, RFC 8725 §3.12)', () => {
  it.each([
    ['token_use', 'id', 'id_token'],
    ['typ', 'ID', 'id_token'],
    ['typ', 'Refresh', 'refresh_token'],
    ['typ', 'Offline', 'refresh_token'],
    ['typ', 'Logout', 'unrecognised'],
    ['token_type', 'refresh_token', 'refresh_token'],
    ['token_use', 'refresh', 'refresh_token'],
    ['token_type', 'DPoP', 'unsupported_confirmation'],
    ['events', { 'http://schemas.openid.net/event/backchannel-logout': {} }, 'unrecognised'],
  ])('claim %s %j', async (name, value, reason) => {
    expect(await outcome(registry(), issuer.token({ [name]: value }))).toBe(reason);
  });

  it.each(['Bearer', 'access', 'constructor', '__proto__', 'toString', 7, null])(
    'claim typ %j is no such mark (rule 34)',
    async (typ) => expect(await outcome(registry(), issuer.token({ typ }))).toBe('ok'),
  );

  it.each(['logout+jwt', 'dpop+jwt', 'secevent+jwt', 'JWE', 'id_token+jwt', 7, ''])('header typ %j', async (typ) => {
    const expected = typ === '' ? 'ok' : 'unrecognised';
    expect(await outcome(registry(), issuer.token({}, { typ }))).toBe(expected);
  });

  it('`typ: require` takes RFC 9068 tokens alone', async () => {
    expect(await outcome(registry({ typ: 'require' }), issuer.token())).toBe('ok');
    for (const header of [plain, { typ: undefined }]) {
      expect(await outcome(registry({ typ: 'require' }), issuer.token({}, header))).toBe('unrecognised');
    }
  });

  it.each([
    ['DPoP (RFC 9449)', { jkt: 'thumbprint' }],
    ['a certificate (RFC 8705)', { 'x5t#S256': 'thumbprint' }],
    ['nothing known', {}],
    ['null', null],
  ])('bound to a key: cnf with %s is no bearer token (rule 13, RFC 7800 §3)', async (_, cnf) => {
    expect(await outcome(registry(), issuer.token({ cnf }))).toBe('unsupported_confirmation');
  });
});

describe('rejections of the provider', () => {
  const rejecting = () =>
    registry({
      reject: [
        { claim: '/appid', oneOf: ['graph'], reason: 'graph_token' },
        { claim: '/org', reason: 'org_server_token' },
      ],
    });

  it('by one of several values, or by presence', async () => {
    expect(await outcome(rejecting(), issuer.token({ appid: 'graph' }))).toBe('graph_token');
    expect(await outcome(rejecting(), issuer.token({ org: null }))).toBe('org_server_token');
    expect(await outcome(rejecting(), issuer.token({ appid: 'other' }))).toBe('ok');
  });
});

describe('subject and scope', () => {
  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['a number', 7],
    ['a list', ['member-1']],
    ['null', null],
  ])('sub %s', async (_, sub) => expect(await outcome(registry(), issuer.token({ sub }))).toBe('unrecognised'));

  it.each(['line\nbreak', 'zero\u200bwidth', 'right\u202eleft', 'nul\u0000'])(
    'sub with an invisible character names nobody (rule 33): %j',
    async (sub) => expect((await refused(registry(), issuer.token({ sub })))?.status).toBe(503),
  );

  it('scope and scp that differ say two things', async () => {
    expect(await outcome(registry(), issuer.token({ scope: 'read', scp: ['read', 'admin'] }))).toBe('unrecognised');
  });

  it.each([
    ['an object', { read: true }],
    ['a number', 7],
    ['a list with a number', ['read', 7]],
    ['null', null],
  ])('scope that is %s grants nothing', async (_, scope) => {
    const { scopes } = await registry().verify(bearer(issuer.token({ scope })));
    expect(scopes).toEqual([]);
    expect(await outcome(registry(), issuer.token({ scope }), { scopes: ['read'] })).toBe('insufficient_scope');
  });
});

describe('machines', () => {
  it('a token whose subject is its client stands for the client, and names no human', async () => {
    const claims = {
      sub: 'client-1',
      preferred_username: 'admin',
      email: 'user@example.com',
      email_verified: true,
      name: 'Admin',
    };
    const auth = await registry().verify(bearer(issuer.token(claims)));
    expect(auth).toMatchObject({ kind: 'client', subject: 'client-1', emailVerified: false });
    expect('username' in auth || 'email' in auth || 'name' in auth).toBe(false);
  });

  it('a rule for clients makes every token one', async () => {
    expect((await registry({ kind: 'client' }).verify(bearer(issuer.token()))).kind).toBe('client');
  });
});

describe('attributes from userinfo', () => {
  const withUserinfo = () =>
    registry({ attributes: { from: 'userinfo', subject: '/sub', name: { pointer: '/name', mutable: true } } });

  it('are asked for with the token while proving, once', async () => {
    server.on('/userinfo', json({ sub: 'member-1', name: 'A Member' }));
    const made = withUserinfo();
    const token = issuer.token();
    expect((await made.verify(bearer(token))).name).toBe('A Member');
    await made.verify(bearer(token));
    expect(server.count('/userinfo')).toBe(1);
    expect(server.calls.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
  });

  it('of another subject are not used (rule 14, OIDC Core §5.3.2)', async () => {
    server.on('/userinfo', json({ sub: 'member-2', name: 'Another' }));
    expect(await refused(withUserinfo(), issuer.token())).toMatchObject({ status: 503, reason: 'provider_malformed' });
  });

  it('are not asked for when the token is refused anyway: it goes nowhere', async () => {
    server.on('/userinfo', json({ sub: 'member-1' }));
    expect(await outcome(withUserinfo(), issuer.token({ aud: 'other' }))).toBe('wrong_audience');
    expect(server.count('/userinfo')).toBe(0);
  });

  it.each([
    [401, 'inactive'],
    [403, 'provider_unreachable'],
    [500, 'provider_unreachable'],
    [429, 'provider_rate_limited'],
    [302, 'provider_unreachable'],
  ])('refused with %d: %s', async (code, reason) => {
    server.on('/userinfo', status(code, { location: `${server.url}/elsewhere` }));
    expect(await outcome(withUserinfo(), issuer.token())).toBe(reason);
    expect(server.count('/elsewhere')).toBe(0);
  });

  it('without a subject name nobody', async () => {
    server.on('/userinfo', json({ name: 'A Member' }));
    expect(await outcome(withUserinfo(), issuer.token())).toBe('provider_malformed');
  });
});

it('a list of issuers has keys for each', async () => {
  const registryOfTwo = createProviderRegistry({
    a: jwtProvider(['https://other.test', server.url], { sharedSubjects: true }),
  });
  expect(await outcome(registryOfTwo, issuer.token())).toBe('ok');
  expect(server.calls[0]?.path).toBe('/.well-known/openid-configuration');
  expect(await outcome(registryOfTwo, issuer.token({ aud: `${api}/x` }))).toBe('wrong_audience');
});
