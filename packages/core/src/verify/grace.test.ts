import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { now } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer, collectLog, outcome } from '../__fixtures__/registry.ts';
import { html, json, reset, status, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';
import type { RegistrySettings } from '../types.ts';

const server = useServer();
const registry = (settings: RegistrySettings = {}) =>
  createProviderRegistry({ a: opaqueProvider(server.url) }, { grace: 120, ...settings });
const good = (more: object = {}) => json(active({ iat: now() - 100, exp: now() + 5_000, ...more }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  server.on('/introspect', good());
});
afterEach(() => void vi.useRealTimers());
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

/** A registry that knows the token, whose facts have had their time. */
async function stale(settings: RegistrySettings = {}) {
  const made = registry(settings);
  await made.verify(bearer('token-1'));
  pass(61);
  return made;
}

describe('grace: while the provider can not be reached', () => {
  it('known facts serve on, the log says so, and the provider is asked again after a second', async () => {
    const { lines, log } = collectLog();
    const made = await stale({ log });
    server.on('/introspect', reset);
    expect(await outcome(made, 'token-1')).toBe('ok');
    expect(made.peek(bearer('token-1'))).toMatchObject({ subject: 'member-1' });
    expect(lines).toEqual([{ level: 'warn', event: 'grace', provider: 'a', reason: 'provider_unreachable' }]);
    pass(10);
    server.on('/introspect', good({ sub: 'member-2' }));
    expect((await made.verify(bearer('token-1'))).subject).toBe('member-2');
  });

  it('they end with it, to the second, and what is not known is 503', async () => {
    const made = await stale();
    server.on('/introspect', reset);
    pass(118.5);
    expect(await outcome(made, 'token-1')).toBe('ok');
    pass(0.4);
    expect(await outcome(made, 'token-1')).toBe('ok');
    pass(0.2);
    expect(made.peek(bearer('token-1'))).toBeUndefined();
    expect(await outcome(made, 'token-1')).toBe('provider_unreachable');
    expect(await outcome(made, 'token-2')).toBe('provider_unreachable');
  });

  it('they never serve past the expiry of the token: no skew is added', async () => {
    server.on('/introspect', good({ exp: now() + 70 }));
    const made = await stale({ grace: 300 });
    server.on('/introspect', reset);
    expect(await outcome(made, 'token-1')).toBe('ok');
    pass(9);
    expect(await outcome(made, 'token-1')).toBe('provider_unreachable');
  });

  it('the local user is looked up again all the same, after 60 s at most', async () => {
    const users = { find: vi.fn(() => ({ id: '7', username: 'user', active: true, groups: [] })), cacheSeconds: 600 };
    const made = await stale({ users });
    server.on('/introspect', reset);
    expect(await outcome(made, 'token-1')).toBe('ok');
    expect(users.find).toHaveBeenCalledTimes(2);
  });

  it('what a route demands is checked all the same (rule 28)', async () => {
    const made = await stale();
    server.on('/introspect', reset);
    expect(await outcome(made, 'token-1', { scopes: ['write'] })).toBe('insufficient_scope');
  });
});

describe('there is no grace', () => {
  it('by default', async () => {
    const made = await stale({ grace: 0 });
    server.on('/introspect', reset);
    expect(await outcome(made, 'token-1')).toBe('provider_unreachable');
  });

  it.each([
    ['a limit of the provider', status(429), 'provider_rate_limited'],
    ['an answer that can not be trusted', html(), 'provider_malformed'],
    ['our own wrong secret', status(401), 'provider_malformed'],
  ])('for %s', async (_, answer, reason) => {
    const made = await stale();
    server.on('/introspect', answer);
    expect(await outcome(made, 'token-1')).toBe(reason);
  });

  it('after the provider said no', async () => {
    const made = await stale();
    server.on('/introspect', json({ active: false }));
    expect(await outcome(made, 'token-1')).toBe('inactive');
    server.on('/introspect', reset);
    pass(11);
    expect(await outcome(made, 'token-1')).toBe('provider_unreachable');
  });

  it('after a no that is not remembered either: the token is now of somebody else', async () => {
    const made = createProviderRegistry({ a: opaqueProvider(server.url, { binding: 'login' }) }, { grace: 120 });
    server.on('/token', json({ access_token: 'token-1', token_type: 'bearer' }));
    await made.client('a').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
    await made.verify(bearer('token-1'));
    pass(61);
    server.on('/introspect', good({ sub: 'member-2' }));
    expect(await outcome(made, 'token-1')).toBe('unbound');
    server.on('/introspect', reset);
    expect(await outcome(made, 'token-1')).toBe('provider_unreachable');
  });

  it.each([
    ['the token', { token: 'token-1' }],
    ['its subject', { provider: 'a', subject: 'member-1' }],
  ] as const)('after %s was revoked, before or during it', async (_, what) => {
    for (const isDuring of [true, false]) {
      server.on('/introspect', good());
      const made = await stale();
      server.on('/introspect', reset);
      if (isDuring) expect(await outcome(made, 'token-1')).toBe('ok');
      await made.revoke(what);
      expect(await outcome(made, 'token-1')).toBe('revoked');
    }
  });
});
