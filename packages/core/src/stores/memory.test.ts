import { describe, expect, it, vi } from 'vitest';
import type { LoginToken } from './login-token-store.ts';
import { memoryLoginTokenStore, memoryRevocationStore, RevocationView } from './memory.ts';

const now = () => Date.now() / 1000;

describe('revocations in memory', () => {
  it('of a token refuse that token, whoever it belongs to', async () => {
    const store = memoryRevocationStore();
    await store.add({ tokenHash: 'one' });
    expect(store.refused('one', 'acme', 'member-1', now())).toBe(true);
    expect(store.refused('one', 'acme', undefined, undefined)).toBe(true);
    expect(store.refused('two', 'acme', 'member-1', now())).toBe(false);
  });

  it('of a subject refuse what was issued at or before the instant, and what does not say when', async () => {
    const store = memoryRevocationStore();
    await store.add({ provider: 'acme', subject: 'member-1', notAfter: 100 });
    const refused = (issuedAt: number | undefined, subject = 'member-1', provider = 'acme') =>
      store.refused('x', provider, subject, issuedAt);
    expect([refused(99), refused(100), refused(undefined)]).toEqual([true, true, true]);
    expect([refused(100.001), refused(99, 'member-2'), refused(99, 'member-1', 'emca')]).toEqual([false, false, false]);
    expect(store.refused('x', 'acme', undefined, undefined)).toBe(false);
  });

  it('never move back: an earlier instant does not let in what a later one refused', async () => {
    const store = memoryRevocationStore();
    await store.add({ provider: 'acme', subject: 'member-1', notAfter: 200 });
    await store.add({ provider: 'acme', subject: 'member-1', notAfter: 100 });
    expect(store.refused('x', 'acme', 'member-1', 150)).toBe(true);
  });

  it('can be lifted for a subject', async () => {
    const store = memoryRevocationStore();
    await store.add({ provider: 'acme', subject: 'member-1', notAfter: 200 });
    await store.lift('acme', 'member-1');
    expect(store.refused('x', 'acme', 'member-1', 150)).toBe(false);
  });

  it('keep provider and subject apart, however they are spelled (rule 29)', async () => {
    const store = memoryRevocationStore();
    await store.add({ provider: 'a', subject: 'b","c', notAfter: 200 });
    expect(store.refused('x', 'a","b', 'c', 100)).toBe(false);
    expect(store.refused('x', 'a', 'b","c', 100)).toBe(true);
  });

  it('count every change, so that a cache compares one integer', async () => {
    const store = memoryRevocationStore();
    const seen = [store.epoch];
    for (const change of [
      () => store.add({ tokenHash: 'a' }),
      () => store.add({ tokenHash: 'a' }),
      () => store.add({ provider: 'a', subject: 'b', notAfter: 1 }),
      () => store.lift('a', 'b'),
    ]) {
      await change();
      seen.push(store.epoch);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect([store.scope, store.ready]).toEqual(['process', true]);
    await expect(Promise.all([store.refresh(), store.close()])).resolves.toBeDefined();
  });
});

describe('the view of a store', () => {
  it('drops rows of tokens that have expired by themselves, and no others', () => {
    const view = new RevocationView();
    view.add({ tokenHash: 'gone', expiresAt: 100 });
    view.add({ tokenHash: 'later', expiresAt: 300 });
    view.add({ tokenHash: 'for ever' });
    view.purge(200);
    const refused = ['gone', 'later', 'for ever'].map((hash) => view.refused(hash, 'a', undefined, undefined));
    expect(refused).toEqual([false, true, true]);
  });

  it('can be filled anew', () => {
    const view = new RevocationView();
    view.add({ tokenHash: 'one' });
    view.add({ provider: 'a', subject: 'b', notAfter: 9 });
    const { epoch } = view;
    view.clear();
    expect(view.epoch).toBeGreaterThan(epoch);
    expect([view.refused('one', 'a', undefined, 1), view.refused('x', 'a', 'b', 1)]).toEqual([false, false]);
  });

  it('of the process is purged on the way, so that it does not grow for ever', async () => {
    const store = memoryRevocationStore();
    for (let index = 0; index < 1_000; index++) await store.add({ tokenHash: `${index}`, expiresAt: 1 });
    expect(store.refused('1', 'a', undefined, undefined)).toBe(false);
  });
});

describe('minted tokens in memory', () => {
  const token = (more: Partial<LoginToken> = {}): LoginToken => ({
    tokenHash: 'hash-1',
    type: 'access',
    provider: 'acme',
    client: 'client-1',
    mintedAt: 100,
    ...more,
  });

  it('are found by their hash', async () => {
    const store = memoryLoginTokenStore();
    await store.add([token(), token({ tokenHash: 'hash-2', type: 'refresh' })]);
    expect(store.find('hash-1')).toMatchObject({ type: 'access', client: 'client-1', mintedAt: 100 });
    expect(store.find('hash-2')?.type).toBe('refresh');
    expect(store.find('hash-3')).toBeUndefined();
    expect(store.ready).toBe(true);
  });

  it('learn their subject once', async () => {
    const store = memoryLoginTokenStore();
    await store.add([token()]);
    await store.setSubject('hash-1', 'member-1');
    await store.setSubject('hash-1', 'member-2');
    await store.setSubject('unknown', 'member-2');
    expect(store.find('hash-1')?.subject).toBe('member-1');
    expect(store.find('unknown')).toBeUndefined();
  });

  it('keep their age and subject when they are minted again', async () => {
    const store = memoryLoginTokenStore();
    await store.add([token({ subject: 'member-1' })]);
    await store.add([token({ mintedAt: 900, expiresAt: 999 })]);
    expect(store.find('hash-1')).toMatchObject({ mintedAt: 100, subject: 'member-1', expiresAt: 999 });
  });

  it('go some time after they expired, when there are many; those without an expiry stay', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const store = memoryLoginTokenStore();
    const expiresAt = now() + 10;
    await store.add(Array.from({ length: 900 }, (_, index) => token({ tokenHash: `old-${index}`, expiresAt })));
    await store.add([token({ tokenHash: 'endless' })]);
    vi.advanceTimersByTime(400_000);
    await store.add(
      Array.from({ length: 200 }, (_, index) => token({ tokenHash: `new-${index}`, expiresAt: now() + 10 })),
    );
    expect([store.find('old-0'), store.find('endless') !== undefined, store.find('new-0') !== undefined]).toEqual([
      undefined,
      true,
      true,
    ]);
    vi.useRealTimers();
    await expect(Promise.all([store.refresh(), store.close()])).resolves.toBeDefined();
  });
});
