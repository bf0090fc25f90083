import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { temporaryDatabase } from './__fixtures__/database.ts';
import { StoreError } from './errors.ts';

const link = { directory: 'jira', identity: 'p', createdBy: 'admin' } as const;
const minted = { type: 'access', provider: 'p', client: 'c', mintedAt: 1 } as const;

describe('what a process knows of the others', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('is not ready 5 s after the last successful poll, and recovers by itself', async () => {
    const database = temporaryDatabase();
    const onError = vi.fn();
    const stores = await database.open({ onError });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stores.revocations.ready).toBe(true);

    database.run('alter table change_counter rename to hidden');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(stores.revocations.ready).toBe(true);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([stores.revocations.ready, stores.loginTokens.ready, stores.links.ready]).toEqual([false, false, false]);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(onError.mock.calls[0]?.[0]).toBeInstanceOf(StoreError);
    await expect(stores.revocations.refresh()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(stores.revocations.add({ tokenHash: 'h' })).rejects.toBeInstanceOf(StoreError);

    database.run('alter table hidden rename to change_counter');
    await vi.advanceTimersByTimeAsync(1_000);
    expect([stores.revocations.ready, stores.loginTokens.ready, stores.links.ready]).toEqual([true, true, true]);

    database.run('alter table change_counter rename to hidden');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(onError).toHaveBeenCalledTimes(2);
  });

  it('polls as often as it was told', async () => {
    const database = temporaryDatabase();
    const slow = await database.open({ pollSeconds: 2 });
    const other = await database.open();
    await other.revocations.add({ tokenHash: 'h' });
    await vi.advanceTimersByTimeAsync(1_900);
    expect(slow.revocations.refused('h', 'p', undefined, undefined)).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(slow.revocations.refused('h', 'p', undefined, undefined)).toBe(true);
  });

  it('reads only what is new, and nothing at all when nothing is', async () => {
    const database = temporaryDatabase();
    const [here, there] = [await database.open(), await database.open()];
    await there.links.add({ ...link, subject: 'member-1', user: 'user-1' });
    await here.links.refresh();
    const first = here.links.find('jira', 'p', 'member-1');
    const { epoch } = here.links;
    await here.links.refresh();
    expect(here.links.epoch).toBe(epoch);
    await there.revocations.add({ tokenHash: 'h' });
    await here.links.refresh();
    expect(here.links.epoch).toBe(epoch);
    await there.links.add({ ...link, subject: 'member-2', user: 'user-2' });
    await here.links.refresh();
    expect(here.links.epoch).toBe(epoch + 1);
    expect(here.links.find('jira', 'p', 'member-1')).toBe(first);
    expect(here.links.list()).toHaveLength(2);
  });

  it('learns that a link moved while it did not look', async () => {
    const database = temporaryDatabase();
    const [here, there] = [await database.open(), await database.open()];
    await there.links.add({ ...link, subject: 'member-1', user: 'user-1' });
    await here.links.refresh();
    await there.links.remove('jira', 'p', 'member-1');
    await there.links.add({ ...link, subject: 'member-1', user: 'user-2' });
    await there.links.add({ ...link, subject: 'member-2', user: 'user-1' });
    await here.links.refresh();
    expect(here.links.list().map(({ subject, user }) => `${subject} ${user}`)).toEqual([
      'member-1 user-2',
      'member-2 user-1',
    ]);
  });

  it('reads everything again when it slept longer than removals are kept', async () => {
    const database = temporaryDatabase();
    const [here, there] = [await database.open(), await database.open()];
    await there.links.add({ ...link, subject: 'member-1', user: 'user-1' });
    await there.links.add({ ...link, subject: 'member-2', user: 'user-2' });
    await there.revocations.add({ provider: 'p', subject: 'member-1', notAfter: 100 });
    await here.links.refresh();
    await there.links.remove('jira', 'p', 'member-1');
    await there.revocations.lift('p', 'member-1');
    await there.close();
    vi.setSystemTime(Date.now() + 86_401_000);
    await database.open();
    expect(database.run('select * from removals')).toEqual([]);

    const { epoch } = here.revocations;
    await here.links.refresh();
    expect(here.links.list().map(({ subject }) => subject)).toEqual(['member-2']);
    expect(here.revocations.refused('x', 'p', 'member-1', 50)).toBe(false);
    expect(here.revocations.epoch).toBeGreaterThan(epoch);
  });

  it('reads everything again when an older copy of the database was put in place', async () => {
    const database = temporaryDatabase();
    const stores = await database.open();
    await stores.revocations.add({ tokenHash: 'h' });
    await stores.revocations.add({ tokenHash: 'later' });
    database.run('update change_counter set latest = 1');
    database.run(`delete from revoked_tokens where token_hash = 'later'`);
    await stores.revocations.refresh();
    expect(stores.revocations.refused('h', 'p', undefined, undefined)).toBe(true);
    expect(stores.revocations.refused('later', 'p', undefined, undefined)).toBe(false);
  });

  it('forgets what expired more than 300 s ago, in the table and in memory', async () => {
    const database = temporaryDatabase();
    const stores = await database.open();
    const now = Date.now() / 1000;
    const expiries = [now + 200, now + 1000, undefined];
    const hashes = ['short', 'long', 'ever'];
    await stores.loginTokens.add(
      hashes.map((tokenHash, index) => ({ ...minted, tokenHash, expiresAt: expiries[index] })),
    );
    for (const [index, tokenHash] of hashes.entries())
      await stores.revocations.add({ tokenHash, expiresAt: expiries[index] });
    await stores.revocations.add({ provider: 'p', subject: 'member-1', notAfter: 1 });

    await vi.advanceTimersByTimeAsync(600_000);
    expect(hashes.map((hash) => stores.loginTokens.find(hash) !== undefined)).toEqual([false, true, true]);
    expect(hashes.map((hash) => stores.revocations.refused(hash, 'p', undefined, 1))).toEqual([false, true, true]);
    expect(stores.revocations.refused('x', 'p', 'member-1', 1)).toBe(true);
    for (const table of ['login_tokens', 'revoked_tokens'])
      expect(database.run(`select token_hash from ${table} order by 1`)).toEqual([
        { token_hash: 'ever' },
        { token_hash: 'long' },
      ]);
    await stores.close();

    vi.setSystemTime(Date.now() + 3_600_000);
    expect((await database.open()).loginTokens.find('long')).toBeUndefined();
  });
});
