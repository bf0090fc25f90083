import { describe, expect, it } from 'vitest';
import { temporaryDatabase } from './__fixtures__/database.ts';

const token = { tokenHash: 'h', type: 'access', provider: 'p', client: 'c', mintedAt: 10, expiresAt: 9e9 } as const;

describe('minted tokens in SQL', () => {
  it('are found by hash, with what was stored and nothing more', async () => {
    const { loginTokens } = await temporaryDatabase().open();
    await loginTokens.add([token, { ...token, tokenHash: 'r', type: 'refresh', expiresAt: undefined }]);
    await loginTokens.add([]);
    expect(loginTokens.find('h')).toEqual(token);
    expect(Object.keys(loginTokens.find('r') ?? {})).not.toContain('expiresAt');
    expect(loginTokens.find('other')).toBeUndefined();
  });

  it('are added all or none', async () => {
    const database = temporaryDatabase();
    const { loginTokens } = await database.open();
    const bad = { ...token, tokenHash: 'bad', client: 'lone surrogate \ud800' };
    await expect(loginTokens.add([token, bad])).rejects.toMatchObject({ code: 'invalid_value' });
    expect(loginTokens.find('h')).toBeUndefined();
    expect(database.run('select * from login_tokens')).toEqual([]);
  });

  it('learn their subject once, in every process', async () => {
    const database = temporaryDatabase();
    const [here, there] = [await database.open(), await database.open()];
    await here.loginTokens.add([token]);
    await here.loginTokens.setSubject('h', 'member-1');
    await here.loginTokens.setSubject('h', 'member-2');
    await here.loginTokens.setSubject('unknown', 'member-3');
    expect(here.loginTokens.find('h')).toEqual({ ...token, subject: 'member-1' });
    await there.loginTokens.refresh();
    expect(there.loginTokens.find('h')).toEqual({ ...token, subject: 'member-1' });
  });

  it('minted again keep their age and subject, so that a revoked one does not revive', async () => {
    const { loginTokens } = await temporaryDatabase().open();
    await loginTokens.add([token]);
    await loginTokens.setSubject('h', 'member-1');
    await loginTokens.add([{ ...token, mintedAt: 500, expiresAt: undefined }]);
    const { expiresAt: _, ...rest } = token;
    expect(loginTokens.find('h')).toEqual({ ...rest, subject: 'member-1' });
  });

  it('are all there after many callers wrote at once', async () => {
    const database = temporaryDatabase();
    const [here, there] = [await database.open(), await database.open()];
    const hashes = Array.from({ length: 50 }, (_, index) => `h${index}`);
    const add = (tokenHash: string, index: number): Promise<void> =>
      (index % 2 === 0 ? here : there).loginTokens.add([{ ...token, tokenHash }]);
    await Promise.all(hashes.map(add));
    await Promise.all([here.loginTokens.refresh(), there.loginTokens.refresh()]);
    for (const { loginTokens } of [here, there])
      expect(hashes.filter((hash) => loginTokens.find(hash) === undefined)).toEqual([]);
  });
});
