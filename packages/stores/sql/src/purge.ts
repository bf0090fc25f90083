import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Seconds that an expired row is kept, so that clocks may differ. */
const grace = 300;
/** Seconds that news of a removal is kept; who slept longer reads everything again. */
const memory = 86_400;

/** Deletes what nobody needs any more. @param now seconds since the epoch */
export async function purge(database: Kysely<Tables>, now: number): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction
      .deleteFrom('login_tokens')
      .where('expires_at', '<', now - grace)
      .execute();
    await transaction
      .deleteFrom('revoked_tokens')
      .where('expires_at', '<', now - grace)
      .execute();
    const forgotten = await transaction
      .deleteFrom('removals')
      .where('removed_at', '<', now - memory)
      .returning('change')
      .execute();
    if (forgotten.length === 0) return;
    const last = Math.max(...forgotten.map(({ change }) => change));
    await transaction.updateTable('change_counter').set({ forgotten: last }).where('forgotten', '<', last).execute();
  });
}
