import type { Transaction } from 'kysely';
import type { Removal, Tables } from './tables.ts';

/** Leaves word that a row is gone. @param key the columns that named it */
export async function remember(
  transaction: Transaction<Tables>,
  kind: Removal['kind'],
  key: readonly string[],
  change: number,
): Promise<void> {
  const row = { kind, key: JSON.stringify(key), change, removed_at: Date.now() / 1000 };
  await transaction
    .insertInto('removals')
    .values(row)
    .onConflict((conflict) => conflict.columns(['kind', 'key']).doUpdateSet(row))
    .execute();
}
