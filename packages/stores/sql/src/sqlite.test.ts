import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryDatabase } from './__fixtures__/database.ts';
import { openSqlite } from './sqlite.ts';

describe('SQLite', () => {
  it.each([
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['busy_timeout', 10],
  ])('runs with %s = %s', async (name, value) => {
    const database = await openSqlite(temporaryDatabase().path);
    onTestFinished(() => database.destroy());
    const { rows } = await sql.raw(`pragma ${name}`).execute(database);
    expect(Object.values(rows[0] as object)).toEqual([value]);
  });

  it('waits for the lock of another process, while the event loop turns and reads go on', async () => {
    const database = temporaryDatabase();
    const stores = await database.open();
    const other = new DatabaseSync(database.path);
    onTestFinished(() => other.close());
    other.exec('begin immediate');
    let done = false;
    const added = stores.revocations.add({ tokenHash: 'h' }).then(() => {
      done = true;
    });
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve, 10));
    await stores.revocations.refresh();
    expect(done).toBe(false);
    other.exec('commit');
    await added;
    expect(stores.revocations.refused('h', 'p', undefined, undefined)).toBe(true);
  });

  it('gives up after 10 s of waiting', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const database = temporaryDatabase();
    const stores = await database.open();
    const other = new DatabaseSync(database.path);
    onTestFinished(() => other.close());
    other.exec('begin immediate');
    const added = stores.revocations.add({ tokenHash: 'h' });
    setTimeout(() => vi.advanceTimersByTime(11_000), 50);
    await expect(added).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('locked for 10 s'),
    });
    other.exec('rollback');
    expect(stores.revocations.refused('h', 'p', undefined, undefined)).toBe(false);
    await stores.revocations.add({ tokenHash: 'h' });
  });

  it('lets others read while one writes', async () => {
    const database = temporaryDatabase();
    const stores = await database.open();
    const other = new DatabaseSync(database.path);
    onTestFinished(() => other.close());
    other.exec('begin immediate');
    await expect(stores.revocations.refresh()).resolves.toBeUndefined();
    other.exec('rollback');
  });
});
