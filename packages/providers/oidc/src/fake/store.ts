import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What oidc-provider keeps, in memory and for one fake alone; it looks at expiry itself. */
export function createStore(): (model: string) => Adapter {
  const records = new Map<string, AdapterPayload>();
  return (model) => {
    const key = (id: string): string => `${model}:${id}`;
    const where = (wanted: Partial<AdapterPayload>): AdapterPayload | undefined =>
      [...records].find(([name, record]) => name.startsWith(key('')) && has(record, wanted))?.[1];
    return {
      upsert: async (id, payload) => void records.set(key(id), payload),
      find: async (id) => records.get(key(id)),
      findByUid: async (uid) => where({ uid }),
      findByUserCode: async (userCode) => where({ userCode }),
      consume: async (id) => {
        const record = records.get(key(id));
        if (record !== undefined) record.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => void records.delete(key(id)),
      revokeByGrantId: async (grantId) => {
        for (const [name, record] of records) if (has(record, { grantId })) records.delete(name);
      },
    };
  };
}

function has(record: AdapterPayload, wanted: Partial<AdapterPayload>): boolean {
  return Object.entries(wanted).every(([name, value]) => record[name] === value);
}
