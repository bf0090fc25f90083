import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer, gate, outcome, refused } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import type { LocalUser } from '../auth.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
beforeEach(() => server.on('/introspect', json(active())));
afterEach(() => void vi.useRealTimers());

const user: LocalUser = { id: '7', username: 'user', active: true, groups: ['staff'] };
type Find = (auth: { readonly id: string }) => LocalUser | null | undefined | Promise<LocalUser | null | undefined>;
const registry = (find: Find, cacheSeconds?: number) =>
  createProviderRegistry({ a: opaqueProvider(server.url) }, { users: { find, cacheSeconds } });

/** A promise of another realm, as test runners with a context of their own make them: no `instanceof` knows it. */
const foreignPromise = runInNewContext('(value) => Promise.resolve(value)') as <T>(value: T) => Promise<T>;

describe.each([
  ['synchronous', (value: LocalUser | null | undefined) => () => value],
  ['asynchronous', (value: LocalUser | null | undefined) => async () => value],
  ['foreign-realm', (value: LocalUser | null | undefined) => () => foreignPromise(value)],
])('a %s look-up', (_, finder) => {
  it.each<[string, LocalUser | null | undefined, string]>([
    ['a user', user, 'ok'],
    ['null, which lets only machines through', null, 'unknown_user'],
    ['none', undefined, 'unknown_user'],
    ['one that is not active', { ...user, active: false }, 'inactive_user'],
    ['one whose activity is no boolean', { ...user, active: 'yes' as never }, 'inactive_user'],
  ])('that finds %s', async (__, value, expected) => {
    const made = registry(finder(value));
    const error = await refused(made, 'token-1');
    expect(error?.reason ?? 'ok').toBe(expected);
    if (error === undefined) expect((await made.verify(bearer('token-1'))).user).toBe(value);
    else expect(error).toMatchObject({ status: 403, code: 'access_denied', provider: 'a' });
    expect(error?.headers['www-authenticate']).toBeUndefined();
  });
});

describe('a look-up', () => {
  it('gets the identity without a user, and its JSON holds no token', async () => {
    const find = vi.fn((auth: object) => (JSON.stringify(auth).includes('token-1') ? undefined : user));
    expect(await outcome(registry(find), 'token-1')).toBe('ok');
    expect(find.mock.calls[0]?.[0]).toMatchObject({ id: 'a/member-1', subject: 'member-1', user: undefined });
  });

  it('that fails denies with 503 (rules 2 and 4)', async () => {
    for (const find of [
      () => Promise.reject(new Error('database')),
      () => {
        throw new Error('database');
      },
    ]) {
      expect(await refused(registry(find), 'token-1')).toMatchObject({ status: 503, reason: 'store_unavailable' });
    }
  });

  it('is kept 60 s at most, and as configured', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    for (const [seconds, expected] of [
      [undefined, 60],
      [600, 60],
      [5, 5],
    ] as const) {
      const find = vi.fn(() => user);
      const made = registry(find, seconds);
      await made.verify(bearer('token-1'));
      vi.advanceTimersByTime(expected * 1000 - 1);
      await made.verify(bearer('token-1'));
      expect(find).toHaveBeenCalledTimes(1);
      vi.advanceTimersByTime(2);
      await made.verify(bearer('token-1'));
      expect(find).toHaveBeenCalledTimes(2);
    }
  });

  it('is made again at the very end of its time', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const find = vi.fn(() => user);
    const made = registry(find, 5);
    await made.verify(bearer('token-1'));
    vi.advanceTimersByTime(5_000);
    expect(made.peek(bearer('token-1'))).toMatchObject({ user });
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('that finds nobody, or somebody who may not come in, is told so', async () => {
    expect(
      (
        await refused(
          registry(() => undefined),
          'token-1',
        )
      )?.detail,
    ).toBe('a/member-1 has no link.');
    expect(
      (
        await refused(
          registry(() => null),
          'token-1',
        )
      )?.detail,
    ).toBe('a/member-1 has no link.');
    const error = await refused(
      registry(() => ({ ...user, active: false })),
      'token-1',
    );
    expect(error).toMatchObject({ reason: 'inactive_user', detail: undefined });
  });

  it('that finds null lets a machine in', async () => {
    server.on('/introspect', json(active({ sub: 'client-1' })));
    expect(await registry(() => null).verify(bearer('token-1'))).toMatchObject({ kind: 'client', user: null });
    expect(
      await outcome(
        registry(() => undefined),
        'token-1',
      ),
    ).toBe('unknown_user');
  });

  it('is made every time with 0', async () => {
    const find = vi.fn(() => user);
    const made = registry(find, 0);
    await made.verify(bearer('token-1'));
    await made.verify(bearer('token-1'));
    expect(made.peek(bearer('token-1'))).toMatchObject({ user });
    expect(find).toHaveBeenCalledTimes(3);
    expect(server.count('/introspect')).toBe(1);
  });

  it('that says no is not remembered: linking takes effect at once', async () => {
    let found: LocalUser | undefined;
    const made = registry(() => found);
    expect(await outcome(made, 'token-1')).toBe('unknown_user');
    found = user;
    expect(await outcome(made, 'token-1')).toBe('ok');
  });

  it('is forgotten by a purge: unlinking and deactivating take effect at once', async () => {
    let found: LocalUser | undefined = user;
    const made = registry(async () => found);
    expect(await outcome(made, 'token-1')).toBe('ok');
    found = undefined;
    expect(made.peek(bearer('token-1'))).toMatchObject({ user });
    made.purge();
    expect(made.peek(bearer('token-1'))).toBeUndefined();
    expect(await outcome(made, 'token-1')).toBe('unknown_user');
  });

  it('under way during a purge is not kept: what it found may be what was just unlinked', async () => {
    const { opened, open } = gate();
    const find = vi.fn(async () => {
      await opened;
      return user;
    });
    const made = registry(find);
    const waiting = outcome(made, 'token-1');
    await vi.waitFor(() => expect(find).toHaveBeenCalledTimes(1));
    made.purge();
    open();
    expect(await waiting).toBe('ok');
    expect(made.peek(bearer('token-1'))).toBeUndefined();
  });
});

describe('peek with users', () => {
  it('answers a synchronous look-up at once', async () => {
    let found: LocalUser | undefined = user;
    const made = registry(() => found, 0);
    await made.verify(bearer('token-1'));
    expect(made.peek(bearer('token-1'))).toMatchObject({ user });
    found = undefined;
    expect(made.peek(bearer('token-1'))).toMatchObject({ reason: 'unknown_user', provider: 'a' });
  });

  it('does not begin a look-up that it would have to wait for, once one was seen to be', async () => {
    const find = vi.fn(async () => user);
    const made = registry(find, 0);
    await made.verify(bearer('token-1'));
    expect(made.peek(bearer('token-1'))).toBeUndefined();
    expect(find).toHaveBeenCalledTimes(1);
  });

  it('leaves an asynchronous one to `verify`, and its failure to nobody else', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    let found: ReturnType<Find> = user;
    const made = registry(() => found, 0);
    await made.verify(bearer('token-1'));
    found = Promise.resolve(undefined);
    expect(made.peek(bearer('token-1'))).toBeUndefined();
    found = Promise.reject(new Error('database'));
    expect(made.peek(bearer('token-1'))).toBeUndefined();
    expect(await refused(made, 'token-1')).toMatchObject({ reason: 'store_unavailable' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(unhandled).not.toHaveBeenCalled();
    process.off('unhandledRejection', unhandled);
  });
});
