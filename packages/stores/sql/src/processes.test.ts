import { describe, expect, it, vi } from 'vitest';
import { startChild } from './__fixtures__/child.ts';
import { temporaryDatabase } from './__fixtures__/database.ts';

const link = { directory: 'jira', identity: 'https://id.example', subject: 'member-1', user: 'user-1' } as const;

describe('two processes on one database', () => {
  it('see what the other writes within a second', { timeout: 30_000 }, async () => {
    const database = temporaryDatabase();
    const child = startChild(
      database.url,
      `await stores.links.add({ ...${JSON.stringify(link)}, createdBy: 'admin' });
       await stores.revocations.add({ tokenHash: 'revoked-there' });
       await stores.loginTokens.add([{ tokenHash: 'minted', type: 'access', provider: 'p', client: 'c', mintedAt: 1 }]);
       say('written');
       const seen = () => stores.revocations.refused('revoked-here', 'p', undefined, undefined);
       while (!seen()) await new Promise((resolve) => setTimeout(resolve, 20));
       say('seen');
       await told();
       await stores.links.remove('jira', 'https://id.example', 'member-1');
       await stores.revocations.lift('p', 'subject');
       say('removed');
       await stores.close();
       process.exit();`,
    );
    const stores = await database.open();
    expect(await child.line()).toBe('written');
    const soon = { timeout: 2000 };
    await vi.waitFor(() => expect(stores.links.find('jira', link.identity, 'member-1')).toMatchObject(link), soon);
    expect(stores.revocations.refused('revoked-there', 'p', undefined, undefined)).toBe(true);
    expect(stores.loginTokens.find('minted')).toMatchObject({ client: 'c' });

    await stores.revocations.add({ tokenHash: 'revoked-here' });
    await stores.revocations.add({ provider: 'p', subject: 'subject', notAfter: 100 });
    expect(await child.line()).toBe('seen');
    child.tell();
    expect(await child.line()).toBe('removed');
    await vi.waitFor(() => expect(stores.links.find('jira', link.identity, 'member-1')).toBeUndefined(), soon);
    await vi.waitFor(() => expect(stores.revocations.refused('x', 'p', 'subject', 50)).toBe(false), soon);
    expect(await child.end()).toEqual({ code: 0, stderr: '' });
  });

  it('do not stay alive for the poll alone', { timeout: 30_000 }, async () => {
    const child = startChild(temporaryDatabase().url, `process.stdin.destroy(); say('open');`);
    expect(await child.line()).toBe('open');
    expect(await child.end()).toMatchObject({ code: 0 });
  });

  it('start at once on no database: it is migrated once', { timeout: 60_000 }, async () => {
    const database = temporaryDatabase();
    const children = Array.from({ length: 6 }, (_, index) =>
      startChild(
        database.url,
        `await stores.revocations.add({ tokenHash: 'from-${index}' });
         await stores.close();
         process.exit();`,
      ),
    );
    for (const child of children) expect(await child.end()).toEqual({ code: 0, stderr: '' });
    expect(database.run('select name from schema_migrations')).toEqual([{ name: '0001-first' }]);
    expect(database.run('select latest from change_counter')).toEqual([{ latest: 6 }]);
    const stores = await database.open();
    const refused = children.map((_, index) => stores.revocations.refused(`from-${index}`, 'p', undefined, undefined));
    expect(refused).toEqual(children.map(() => true));
  });

  it('killed with SIGKILL while writing: nothing acknowledged is lost, nothing is half made', {
    timeout: 60_000,
  }, async () => {
    const database = temporaryDatabase();
    for (let round = 0; round < 3; round++) {
      const child = startChild(
        database.url,
        `for (let index = 0; ; index++) {
           const pair = ['access', 'refresh'].map((type) => (
             { tokenHash: ${round} + type + index, type, provider: 'p', client: 'c', mintedAt: 1 }));
           await stores.loginTokens.add(pair);
           await stores.revocations.add({ tokenHash: '${round}-' + index });
           say(String(index));
         }`,
      );
      const acknowledged = [await child.line()];
      while (acknowledged.length < 10) acknowledged.push(await child.line());
      child.kill('SIGKILL');
      acknowledged.push(...(await child.rest()));

      const stores = await database.open();
      for (const index of acknowledged) {
        expect(stores.revocations.refused(`${round}-${index}`, 'p', undefined, undefined)).toBe(true);
        expect(stores.loginTokens.find(`${round}access${index}`)).toBeDefined();
      }
      const halves = database.run('select type, count(*) as number from login_tokens group by type order by type');
      expect(halves[0]?.number).toBe(halves[1]?.number);
      expect(database.run('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      await stores.close();
    }
  });
});
