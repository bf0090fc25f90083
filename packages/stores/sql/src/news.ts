import type { Kysely } from 'kysely';
import type { Removal, Tables } from './tables.ts';

/** What changed since somebody last read. Removals come first: a row that is there was written after them. */
export interface News {
  /** Number of the last change; what to ask for next time. */
  readonly latest: number;
  /** This is everything there is: forget what you have. */
  readonly whole: boolean;
  readonly removals: readonly Removal[];
  readonly revokedTokens: readonly Tables['revoked_tokens'][];
  readonly revokedSubjects: readonly Tables['revoked_subjects'][];
  readonly loginTokens: readonly Tables['login_tokens'][];
  readonly links: readonly Tables['links'][];
}

/**
 * Reads, from one snapshot, what is newer than `cursor`; `undefined` when nothing is. It is everything when `cursor` is
 * not given, when removals since then are forgotten, and when the database went back in time (a backup took its place).
 */
export function readNews(database: Kysely<Tables>, cursor: number | undefined): Promise<News | undefined> {
  const snapshot = database.transaction().setAccessMode('read only').setIsolationLevel('repeatable read');
  return snapshot.execute(async (transaction) => {
    const { latest, forgotten } = await transaction.selectFrom('change_counter').selectAll().executeTakeFirstOrThrow();
    if (latest === cursor) return undefined;
    const whole = cursor === undefined || cursor < forgotten || cursor > latest;
    const since = whole ? -1 : cursor;
    const removals = await transaction.selectFrom('removals').selectAll().where('change', '>', since).execute();
    const revokedTokens = await transaction
      .selectFrom('revoked_tokens')
      .selectAll()
      .where('change', '>', since)
      .execute();
    const revokedSubjects = await transaction
      .selectFrom('revoked_subjects')
      .selectAll()
      .where('change', '>', since)
      .execute();
    const loginTokens = await transaction.selectFrom('login_tokens').selectAll().where('change', '>', since).execute();
    const links = await transaction
      .selectFrom('links')
      .selectAll()
      .where('change', '>', since)
      .orderBy('change')
      .execute();
    return { latest, whole, removals, revokedTokens, revokedSubjects, loginTokens, links };
  });
}
