import type { Kysely, Transaction } from 'kysely';
import { StoreError } from './errors.ts';
import { first } from './migrations/0001-first.ts';
import type { Tables } from './tables.ts';

/** In order; a published one never changes. The version before must be able to go on working after each. */
const migrations = new Map<string, (transaction: Transaction<Tables>) => Promise<void>>([['0001-first', first]]);

/**
 * Brings the tables up to date, all or nothing. Of processes that start at once, one gets the write lock; the others
 * begin anew when it is done.
 * @throws StoreError `newer_schema`
 */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction.schema
      .createTable('schema_migrations')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.notNull().primaryKey())
      .addColumn('applied_at', 'double precision', (column) => column.notNull())
      .execute();
    const rows = await transaction.selectFrom('schema_migrations').select('name').execute();
    const applied = new Set(rows.map(({ name }) => name));
    const unknown = [...applied].find((name) => !migrations.has(name));
    if (unknown !== undefined) {
      const known = [...migrations.keys()].at(-1);
      throw new StoreError(
        'newer_schema',
        `the database is newer than this version of @bearerkit/store-sql: it has had migration "${unknown}", and ` +
          `the last known here is "${known}". Update the package, or go back to a copy of the database made before`,
      );
    }
    for (const [name, up] of migrations) {
      if (applied.has(name)) continue;
      await up(transaction);
      await transaction
        .insertInto('schema_migrations')
        .values({ name, applied_at: Date.now() / 1000 })
        .execute();
    }
  });
}
