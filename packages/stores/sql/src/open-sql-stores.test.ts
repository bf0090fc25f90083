import { statSync, writeFileSync } from 'node:fs';
import { ConfigurationError } from '@bearerkit/core/errors';
import { describe, expect, it } from 'vitest';
import { temporaryDatabase } from './__fixtures__/database.ts';
import { StoreError } from './errors.ts';
import { openSqlStores } from './open-sql-stores.ts';

describe('openSqlStores', () => {
  it('keeps everything across a restart', async () => {
    const database = temporaryDatabase();
    const token = {
      tokenHash: 'h',
      type: 'access',
      provider: 'p',
      client: 'c',
      mintedAt: 1.25,
      expiresAt: 9e9,
    } as const;
    const link = { directory: 'jira', identity: 'p', subject: 'member-1', user: 'User-1', createdBy: 'self' } as const;
    const before = await database.open();
    await before.loginTokens.add([token, { ...token, tokenHash: 'r', type: 'refresh', subject: 'member-1' }]);
    await before.revocations.add({ tokenHash: 'gone', expiresAt: 9e9 });
    await before.revocations.add({ provider: 'p', subject: 'member-2', notAfter: 100.5 });
    await before.links.add({ ...link, createdAt: 12.5 });
    await before.close();

    const after = await database.open();
    expect(after.loginTokens.find('h')).toEqual(token);
    expect(after.loginTokens.find('r')).toEqual({ ...token, tokenHash: 'r', type: 'refresh', subject: 'member-1' });
    expect(after.revocations.refused('gone', 'p', undefined, undefined)).toBe(true);
    expect(after.revocations.refused('other', 'p', 'member-2', 100.5)).toBe(true);
    expect(after.links.list()).toEqual([{ ...link, createdAt: 12.5 }]);
    expect(after.revocations.scope).toBe('shared');
  });

  it('makes the file and what SQLite puts beside it for its owner alone', async () => {
    const database = temporaryDatabase();
    await database.open();
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(database.path + suffix).mode & 0o777).toBe(0o600);
  });

  it('works in memory, and says that a restart forgets', async () => {
    const stores = await openSqlStores({ url: 'sqlite::memory:' });
    expect(stores.revocations.scope).toBe('process');
    await stores.revocations.add({ tokenHash: 'h' });
    expect(stores.revocations.refused('h', 'p', undefined, undefined)).toBe(true);
    await stores.close();
  });

  it.each([
    ['postgres://user:hunter2@db.example/bearerkit', /begins with "postgres:"; supported is SQLite/],
    ['./bearerkit.db', /has no scheme/],
    ['', /has no scheme/],
    ['sqlite:', /names no file/],
    ['sqlite://bearerkit.db', /names no file; write sqlite:\.\/bearerkit\.db/],
    ['sqlite:./no-such-folder/bearerkit.db', /can not be opened as a SQLite database: .*Does its folder exist/],
  ])('refuses the URL %j in words that help, and repeats no password', async (url, message) => {
    const error = await openSqlStores({ url }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ path: ['url'], message: expect.stringMatching(message) });
    expect(String(error)).not.toContain('hunter2');
  });

  it.each([0, 3, Number.NaN])('refuses to poll every %j seconds', async (pollSeconds) => {
    await expect(openSqlStores({ url: 'sqlite::memory:', pollSeconds })).rejects.toThrow(/between 0.05 and 2/);
  });

  it('refuses a file that is no database, and leaves it alone', async () => {
    const database = temporaryDatabase();
    writeFileSync(database.path, 'these are not the bytes of a database, but they are long enough'.repeat(20));
    await expect(database.open()).rejects.toThrow(/can not be opened as a SQLite database: file is not a database/);
  });

  it('refuses a database that a newer version migrated, and changes nothing in it', async () => {
    const database = temporaryDatabase();
    await (await database.open()).close();
    database.run(`insert into schema_migrations values ('0002-next', 1)`);
    const error = await database.open().catch((caught: unknown) => caught);
    expect(StoreError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: 'newer_schema', message: expect.stringContaining('"0002-next"') });
    expect(database.run('select count(*) as number from schema_migrations')).toEqual([{ number: 2 }]);
  });

  it('finishes what was asked for before it closes', async () => {
    const database = temporaryDatabase();
    const stores = await database.open();
    const added = ['one', 'two'].map((tokenHash) => stores.revocations.add({ tokenHash }));
    await stores.close();
    await Promise.all(added);
    expect(database.run('select count(*) as number from revoked_tokens')).toEqual([{ number: 2 }]);
  });

  it('is not ready and refuses to write once closed; closing twice is fine', async () => {
    const stores = await temporaryDatabase().open();
    expect([stores.revocations.ready, stores.loginTokens.ready, stores.links.ready]).toEqual([true, true, true]);
    await stores.revocations.close();
    await stores.close();
    expect([stores.revocations.ready, stores.loginTokens.ready, stores.links.ready]).toEqual([false, false, false]);
    await expect(stores.revocations.add({ tokenHash: 'h' })).rejects.toBeInstanceOf(StoreError);
  });
});
