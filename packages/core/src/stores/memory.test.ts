import { describe, expect, it } from 'vitest';
import { memoryLoginTokenStore, RevocationView } from './memory.ts';

describe('what stores keep in memory', () => {
  it('a token minted again keeps its age and subject, so that a revoked one does not revive', async () => {
    const store = memoryLoginTokenStore();
    const token = { tokenHash: 'h', type: 'access', provider: 'p', client: 'c', mintedAt: 10 } as const;
    await store.add([token]);
    await store.setSubject('h', 'member-1');
    await store.add([{ ...token, mintedAt: 500, expiresAt: 900 }]);
    expect(store.find('h')).toEqual({ ...token, subject: 'member-1', expiresAt: 900 });
  });

  it('a view that is cleared refuses nothing, and says that it changed', () => {
    const view = new RevocationView();
    view.add({ tokenHash: 'h' });
    view.add({ provider: 'p', subject: 'member-1', notAfter: 100 });
    const { epoch } = view;
    view.clear();
    expect(view.refused('h', 'p', 'member-1', 1)).toBe(false);
    expect(view.epoch).toBeGreaterThan(epoch);
  });
});
