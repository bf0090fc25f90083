import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer, gate, outcome } from '../__fixtures__/registry.ts';
import { json, status, useServer } from '../__fixtures__/server.ts';
import { AuthError } from '../errors/auth-error.ts';
import { createProviderRegistry } from '../registry.ts';
import type { RegistrySettings } from '../types.ts';

const server = useServer();
const issuer = useIssuer(server);
const registry = (settings: RegistrySettings = {}) =>
  createProviderRegistry({ a: opaqueProvider(server.url) }, settings);

beforeEach(() => {
  server.on('/introspect', json(active({ scope: 'read' })));
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
});
afterEach(() => void vi.useRealTimers());
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);
const asked = () => server.count('/introspect');

describe('single flight', () => {
  it('200 requests with one new token are one call, and one identity', async () => {
    const made = registry();
    const auths = await Promise.all(Array.from({ length: 200 }, () => made.verify(bearer('token-1'))));
    expect(new Set(auths.map(({ subject }) => subject))).toEqual(new Set(['member-1']));
    expect(asked()).toBe(1);
  });

  it('one call per endpoint where userinfo is read as well', async () => {
    const attributes = { from: 'userinfo', subject: '/sub' } as const;
    const made = createProviderRegistry({ a: jwtProvider(server.url, { attributes }) });
    server.on('/userinfo', json({ sub: 'member-1' }));
    const token = issuer.token();
    await Promise.all(Array.from({ length: 200 }, () => made.verify(bearer(token))));
    expect(server.calls.map(({ path }) => path).sort()).toEqual([
      '/.well-known/openid-configuration',
      '/jwks',
      '/userinfo',
    ]);
  });

  it('different tokens are different calls', async () => {
    const made = registry();
    await Promise.all(['a', 'b', 'c'].map((token) => made.verify(bearer(token))));
    expect(asked()).toBe(3);
  });

  it('all of them share one failure, which is not remembered', async () => {
    server.on('/introspect', status(500));
    const made = registry();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => outcome(made, 'token-1')));
    expect(new Set(outcomes)).toEqual(new Set(['provider_unreachable']));
    expect(asked()).toBe(1);
    server.on('/introspect', json(active()));
    expect(await outcome(made, 'token-1')).toBe('ok');
  });
});

describe('facts live (rule 30)', () => {
  it('60 s by default', async () => {
    const made = registry();
    await made.verify(bearer('token-1'));
    pass(59);
    await made.verify(bearer('token-1'));
    expect(asked()).toBe(1);
    pass(2);
    await made.verify(bearer('token-1'));
    expect(asked()).toBe(2);
  });

  it('as long as configured, at most 60 s', async () => {
    const made = registry({ cacheSeconds: 5 });
    await made.verify(bearer('token-1'));
    pass(6);
    await made.verify(bearer('token-1'));
    expect(asked()).toBe(2);
    expect(() => registry({ cacheSeconds: 61 })).toThrow('`cacheSeconds` is 61; it must be between 0 and 60 seconds');
    expect(() => registry({ cacheSeconds: -1 })).toThrow('`cacheSeconds`');
  });

  it('not at all with 0', async () => {
    const made = registry({ cacheSeconds: 0 });
    await made.verify(bearer('token-1'));
    expect(made.peek(bearer('token-1'))).toBeUndefined();
    await made.verify(bearer('token-1'));
    expect(asked()).toBe(2);
  });

  it('never past the expiry of the token and the skew', async () => {
    server.on('/introspect', json(active({ exp: now() + 10 })));
    const made = registry({ clockToleranceSec: 2 });
    await made.verify(bearer('token-1'));
    pass(11);
    expect(await outcome(made, 'token-1')).toBe('ok');
    expect(asked()).toBe(1);
    pass(2);
    server.on('/introspect', json({ active: false }));
    expect(await outcome(made, 'token-1')).toBe('inactive');
  });

  it('never past the life of the keys: a withdrawn one lets nobody in with what it proved at its end', async () => {
    const keys = (list: object[]) => server.on('/jwks', json({ keys: list }, 200, { 'cache-control': 'max-age=60' }));
    keys([issuer.key.jwk]);
    const made = createProviderRegistry({ a: jwtProvider(server.url) });
    const token = () => issuer.token({ iat: now() - 100, exp: now() + 5_000 });
    await made.verify(bearer(token()));
    pass(40);
    const late = token();
    expect(await outcome(made, late)).toBe('ok');
    keys([]);
    pass(19);
    expect(made.peek(bearer(late))).toMatchObject({ subject: 'member-1' });
    pass(2);
    expect(await outcome(made, late)).toBe('unknown_key');
  });

  it('by a clock that nobody can set', async () => {
    const made = registry();
    await made.verify(bearer('token-1'));
    vi.setSystemTime(Date.now() + 86_400_000);
    expect(made.peek(bearer('token-1'))).toMatchObject({ subject: 'member-1' });
  });

  it('in a space with bounds', async () => {
    const big = 'x'.repeat(1_000_000);
    server.on('/introspect', json(active({ big })));
    const made = registry({ cacheBytes: 32_000_000 });
    for (let index = 0; index < 35; index++) await made.verify(bearer(`token-${index}`));
    const known = Array.from({ length: 35 }, (_, index) => made.peek(bearer(`token-${index}`)) !== undefined);
    expect(known.filter(Boolean)).toHaveLength(31);
  });

  it('where all counts that is kept of them: what userinfo said of the caller as well', async () => {
    const attributes = { from: 'userinfo', subject: '/sub', groups: '/groups' } as const;
    const groups = Array.from({ length: 500 }, (_, index) => `${index}`.padEnd(1_000, 'x'));
    server.on('/userinfo', json({ sub: 'member-1', groups }));
    const made = createProviderRegistry({ a: jwtProvider(server.url, { attributes }) }, { cacheBytes: 1_200_000 });
    const tokens = Array.from({ length: 5 }, (_, index) => issuer.token({ jti: `${index}` }));
    for (const token of tokens) await made.verify(bearer(token));
    expect(tokens.filter((token) => made.peek(bearer(token)) !== undefined)).toHaveLength(2);
  });

  it('for the provider that issued the token alone: a route takes only what it accepts (rule 29)', async () => {
    const made = createProviderRegistry({
      a: opaqueProvider(server.url, { shape: { alphabet: 'hex' } }),
      b: jwtProvider(server.url),
    });
    await made.verify(bearer('abc'));
    expect(made.peek(bearer('abc'), { accept: ['a'] })).toMatchObject({ provider: 'a' });
    expect(made.peek(bearer('abc'), { accept: ['b'] })).toBeUndefined();
    expect(await outcome(made, 'abc', { accept: ['b'] })).toBe('not_accepted');
  });

  it('in one registry: another has its own', async () => {
    await registry().verify(bearer('token-1'));
    expect(registry().peek(bearer('token-1'))).toBeUndefined();
  });
});

describe('refusals are remembered', () => {
  it('for ten seconds when they are definitive', async () => {
    server.on('/introspect', json({ active: false }));
    const made = registry();
    expect(await outcome(made, 'token-1')).toBe('inactive');
    expect(await outcome(made, 'token-1')).toBe('inactive');
    expect(made.peek(bearer('token-1'))).toMatchObject({ reason: 'inactive', provider: 'a' });
    expect(asked()).toBe(1);
    pass(11);
    server.on('/introspect', json(active()));
    expect(await outcome(made, 'token-1')).toBe('ok');
  });

  it.each([
    ['503', status(500), 'provider_unreachable'],
    ['an answer that names nobody', json(active({ sub: undefined })), 'provider_malformed'],
  ])('not when they are not: %s', async (_, handler, reason) => {
    server.on('/introspect', handler);
    const made = registry();
    expect(await outcome(made, 'token-1')).toBe(reason);
    expect(made.peek(bearer('token-1'))).toBeUndefined();
    expect(await outcome(made, 'token-1')).toBe(reason);
    expect(asked()).toBe(2);
  });

  it('until something is minted, linked or configured', async () => {
    server.on('/introspect', json({ active: false }));
    const made = registry();
    expect(await outcome(made, 'token-1')).toBe('inactive');
    made.purge();
    server.on('/introspect', json(active()));
    expect(await outcome(made, 'token-1')).toBe('ok');

    const login = createProviderRegistry({
      a: opaqueProvider(server.url),
      b: opaqueProvider(server.url, { binding: 'login' }),
    });
    server.on('/introspect', json({ active: false }));
    expect(await outcome(login, 'token-2')).toBe('inactive');
    server.on('/token', json({ access_token: 'token-2', token_type: 'bearer' }));
    await login.client('b').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
    server.on('/introspect', json(active()));
    expect((await login.verify(bearer('token-2'))).provider).toBe('b');
  });

  it('not when the purge came while the proof was under way', async () => {
    const { opened, open } = gate();
    server.on('/introspect', async (call, response) => {
      await opened;
      json({ active: false })(call, response);
    });
    const made = registry();
    const waiting = outcome(made, 'token-1');
    await vi.waitFor(() => expect(asked()).toBe(1));
    made.purge();
    open();
    expect(await waiting).toBe('inactive');
    expect(made.peek(bearer('token-1'))).toBeUndefined();
  });
});

describe('decisions are never remembered (rule 28, CVE-2021-32701)', () => {
  it('every demand is checked on a hit', async () => {
    const token = issuer.token({ scope: 'read', roles: ['user'], groups: ['staff'], auth_time: now() - 100 });
    const made = createProviderRegistry({ a: jwtProvider(server.url) });
    await made.verify(bearer(token));
    const peeked = (demands: Parameters<typeof made.peek>[1]) => {
      const result = made.peek(bearer(token), demands);
      return AuthError.isInstance(result) ? result.reason : result?.subject;
    };
    expect(peeked({})).toBe('member-1');
    expect(peeked({ scopes: ['read'], roles: ['user'], groups: ['staff'], audience: [api], maxAge: 101 })).toBe(
      'member-1',
    );
    const oneOfTwo = {
      anyScope: ['write', 'read'],
      roles: ['admin', 'user'],
      groups: ['admins', 'staff'],
      audience: ['x', api],
    };
    expect(peeked(oneOfTwo)).toBe('member-1');
    expect(peeked({ scopes: ['read', 'write'] })).toBe('insufficient_scope');
    expect(peeked({ anyScope: ['write'] })).toBe('insufficient_scope');
    expect(peeked({ roles: ['admin'] })).toBe('forbidden');
    expect(peeked({ groups: ['admins'] })).toBe('forbidden');
    expect(peeked({ audience: ['https://other.test'] })).toBe('wrong_audience');
    expect(peeked({ maxAge: 50 })).toBe('step_up_required');
    pass(10);
    expect(peeked({ maxAge: 101 })).toBe('step_up_required');
    expect(server.count('/jwks')).toBe(1);
  });

  it('a refusal of one route does not spoil another', async () => {
    const made = registry();
    expect(await outcome(made, 'token-1', { scopes: ['admin'] })).toBe('insufficient_scope');
    expect(await outcome(made, 'token-1')).toBe('ok');
    expect(asked()).toBe(1);
  });
});

describe('peek', () => {
  it('is synchronous, gives the identity that `verify` gave, and says nothing of what it does not know', async () => {
    const made = registry();
    expect(made.peek(bearer('token-1'))).toBeUndefined();
    const auth = await made.verify(bearer('token-1'));
    expect(made.peek(bearer('token-1'))).toStrictEqual(auth);
    expect(await made.verify(bearer('token-1'))).toStrictEqual(auth);
    expect(asked()).toBe(1);
  });

  it('answers what needs no knowledge: no credential, and a bad one', () => {
    const made = registry();
    expect(made.peek({ headers: {} })).toMatchObject({ reason: 'missing', status: 401 });
    expect(made.peek({ headers: { authorization: 'Bearer a,b' } })).toMatchObject({
      reason: 'two_credentials',
      status: 400,
    });
    expect(server.calls).toEqual([]);
  });
});
