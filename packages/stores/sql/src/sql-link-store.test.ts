import { describe, expect, it } from 'vitest';
import { temporaryDatabase } from './__fixtures__/database.ts';
import { LinkConflictError, UserNameError } from './errors.ts';

const first = { directory: 'jira', identity: 'p', subject: 'member-1', user: 'User-1', createdBy: 'admin' } as const;

describe('links in SQL', () => {
  it('are found by directory, identity and subject, and dated', async () => {
    const { links } = await temporaryDatabase().open();
    const before = Date.now() / 1000;
    await links.add(first);
    const found = links.find('jira', 'p', 'member-1');
    expect(found).toEqual({ ...first, createdAt: found?.createdAt });
    expect(found?.createdAt).toBeGreaterThanOrEqual(before);
    expect(links.find('wiki', 'p', 'member-1')).toBeUndefined();
    expect(links.find('jira', 'q', 'member-1')).toBeUndefined();
    expect(links.find('jira', 'p', 'MEMBER-1')).toBeUndefined();
  });

  it('are listed by directory', async () => {
    const { links } = await temporaryDatabase().open();
    await links.add(first);
    await links.add({ ...first, directory: 'wiki' });
    expect(links.list().map(({ directory }) => directory)).toEqual(['jira', 'wiki']);
    expect(links.list('wiki').map(({ directory }) => directory)).toEqual(['wiki']);
  });

  it('never overwrite: a subject has one user', async () => {
    const { links } = await temporaryDatabase().open();
    await links.add(first);
    const error = await links.add({ ...first, user: 'user-3' }).catch((caught: unknown) => caught);
    expect(LinkConflictError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ taken: 'subject', code: 'link_conflict', existing: { user: 'User-1' } });
    expect(String(error)).toMatch(
      /that subject is taken: in directory "jira", "User-1" is linked to subject "member-1"/,
    );
    await expect(links.add(first)).rejects.toMatchObject({ taken: 'subject' });
    expect(links.list()).toMatchObject([first]);
  });

  it.each(['User-1', 'user-1', 'USER-1', 'Ｕｓｅｒ-１'])(
    'never overwrite: a user has one subject, also as %s',
    async (user) => {
      const { links } = await temporaryDatabase().open();
      await links.add(first);
      const error = await links.add({ ...first, subject: 'member-2', user }).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ taken: 'user', existing: { subject: 'member-1', user: 'User-1' } });
      expect(links.list()).toMatchObject([first]);
    },
  );

  it('may repeat a user under another identity, or in another directory', async () => {
    const { links } = await temporaryDatabase().open();
    await links.add(first);
    await links.add({ ...first, identity: 'q' });
    await links.add({ ...first, directory: 'wiki' });
    expect(links.list()).toHaveLength(3);
  });

  it('have one winner when two processes link at once', async () => {
    const database = temporaryDatabase();
    const stores = [await database.open(), await database.open()];
    const outcomes = await Promise.allSettled(
      stores.map(({ links }, index) => links.add({ ...first, subject: `member-${index}` })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(database.run('select count(*) as number from links')).toEqual([{ number: 1 }]);
  });

  it('are unique by the constraints of the database, not by our look-up', async () => {
    const database = temporaryDatabase();
    await (await database.open()).links.add(first);
    const insert = (subject: string, canonical: string): unknown =>
      database.run(`insert into links values ('jira', 'p', '${subject}', 'x', '${canonical}', 1, 'admin', 9)`);
    expect(() => insert('member-1', 'user-2')).toThrow(/UNIQUE constraint failed/);
    expect(() => insert('member-2', 'user-1')).toThrow(/UNIQUE constraint failed/);
  });

  it('removed are gone here and elsewhere, and free both sides', async () => {
    const database = temporaryDatabase();
    const [here, there] = [await database.open(), await database.open()];
    await here.links.add(first);
    expect(await here.links.remove('jira', 'p', 'member-1')).toBe(true);
    expect(await here.links.remove('jira', 'p', 'member-1')).toBe(false);
    expect(here.links.find('jira', 'p', 'member-1')).toBeUndefined();
    await there.links.refresh();
    expect(there.links.list()).toEqual([]);
    await there.links.add({ ...first, user: 'user-2' });
    await here.links.refresh();
    expect(here.links.find('jira', 'p', 'member-1')).toMatchObject({ user: 'user-2' });
  });

  it('refuse a user name that can not be told apart by eye', async () => {
    const { links } = await temporaryDatabase().open();
    await expect(links.add({ ...first, user: 'use\u200br-1' })).rejects.toBeInstanceOf(UserNameError);
    expect(links.list()).toEqual([]);
  });

  it('refuse a subject that SQLite would store as another (a lone surrogate)', async () => {
    const { links } = await temporaryDatabase().open();
    await expect(links.add({ ...first, subject: '\udc00' })).rejects.toMatchObject({ code: 'invalid_value' });
    await expect(links.add({ ...first, subject: 'a\0b' })).rejects.toMatchObject({ code: 'invalid_value' });
  });

  it('say who is in the way on one line, whatever the subject contains', async () => {
    const { links } = await temporaryDatabase().open();
    await links.add({ ...first, subject: 'x\r\nadmin logged in\u202e' });
    const error = await links.add({ ...first, subject: 'member-2' }).catch((caught: unknown) => caught);
    expect(String(error)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });
});
