import { describe, expect, it } from 'vitest';
import { temporaryDatabase } from './__fixtures__/database.ts';

const subject = { provider: 'p', subject: 'member-1' } as const;

describe('revocations in SQL', () => {
  it('of a token refuse that token, whatever else is known of it', async () => {
    const { revocations } = await temporaryDatabase().open();
    await revocations.add({ tokenHash: 'h', expiresAt: 9e9 });
    expect(revocations.refused('h', 'p', undefined, undefined)).toBe(true);
    expect(revocations.refused('h', 'another', 'member-1', 9e9)).toBe(true);
    expect(revocations.refused('other', 'p', undefined, undefined)).toBe(false);
  });

  it('of a subject refuse what was issued up to that instant, and what has no issue time', async () => {
    const { revocations } = await temporaryDatabase().open();
    await revocations.add({ ...subject, notAfter: 100.5 });
    const refused = (issuedAt: number | undefined): boolean => revocations.refused('h', 'p', 'member-1', issuedAt);
    expect([refused(100), refused(100.5), refused(100.6), refused(undefined)]).toEqual([true, true, false, true]);
    expect(revocations.refused('h', 'another', 'member-1', 1)).toBe(false);
    expect(revocations.refused('h', 'p', 'member-2', 1)).toBe(false);
    expect(revocations.refused('h', 'p', undefined, 1)).toBe(false);
  });

  it('of two the one that refuses more holds, also after a restart', async () => {
    const database = temporaryDatabase();
    const before = await database.open();
    for (const notAfter of [100, 50]) await before.revocations.add({ ...subject, notAfter });
    await before.revocations.add({ tokenHash: 'ever' });
    await before.revocations.add({ tokenHash: 'ever', expiresAt: 1 });
    await before.revocations.add({ tokenHash: 'longer', expiresAt: 1 });
    await before.revocations.add({ tokenHash: 'longer', expiresAt: 9e9 });
    await before.revocations.add({ tokenHash: 'over', expiresAt: 1 });
    expect(before.revocations.refused('h', 'p', 'member-1', 100)).toBe(true);
    await before.close();
    const { revocations } = await database.open();
    expect(revocations.refused('h', 'p', 'member-1', 100)).toBe(true);
    const refused = ['ever', 'longer', 'over'].map((hash) => revocations.refused(hash, 'p', undefined, undefined));
    expect(refused).toEqual([true, true, false]);
  });

  it('lifted here are lifted everywhere, and can be made again', async () => {
    const database = temporaryDatabase();
    const [here, there] = [await database.open(), await database.open()];
    await here.revocations.add({ ...subject, notAfter: 100 });
    await there.revocations.refresh();
    expect(there.revocations.refused('h', 'p', 'member-1', 1)).toBe(true);
    await there.revocations.lift('p', 'member-1');
    await there.revocations.lift('p', 'nobody');
    await here.revocations.refresh();
    expect(here.revocations.refused('h', 'p', 'member-1', 1)).toBe(false);
    await here.revocations.add({ ...subject, notAfter: 20 });
    await there.revocations.refresh();
    expect(there.revocations.refused('h', 'p', 'member-1', 10)).toBe(true);
    expect(there.revocations.refused('h', 'p', 'member-1', 30)).toBe(false);
  });

  it('change the epoch of every process that takes them in', async () => {
    const database = temporaryDatabase();
    const [here, there] = [await database.open(), await database.open()];
    const epochs = [here.revocations.epoch, there.revocations.epoch] as const;
    await here.revocations.add({ tokenHash: 'h' });
    expect(here.revocations.epoch).toBeGreaterThan(epochs[0]);
    expect(there.revocations.epoch).toBe(epochs[1]);
    await there.revocations.refresh();
    expect(there.revocations.epoch).toBeGreaterThan(epochs[1]);
  });

  it('are shown only once they are committed', async () => {
    const database = temporaryDatabase();
    const { revocations } = await database.open();
    const added = revocations.add({ tokenHash: 'h' });
    expect(revocations.refused('h', 'p', undefined, undefined)).toBe(false);
    await added;
    expect(revocations.refused('h', 'p', undefined, undefined)).toBe(true);
    expect(database.run('select token_hash from revoked_tokens')).toEqual([{ token_hash: 'h' }]);
  });

  it('keep quotes and brackets of a subject apart', async () => {
    const database = temporaryDatabase();
    const odd = `x","y']; drop table links; --`;
    const { revocations } = await database.open();
    await revocations.add({ provider: 'p', subject: odd, notAfter: 100 });
    expect(revocations.refused('h', 'p', odd, 1)).toBe(true);
    await revocations.lift('p', odd);
    expect(revocations.refused('h', 'p', odd, 1)).toBe(false);
  });
});
