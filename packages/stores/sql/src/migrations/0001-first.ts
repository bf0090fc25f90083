import type { Transaction } from 'kysely';
import type { Tables } from '../tables.ts';

/** Revocations, minted tokens, links, and the numbered changes by which processes learn of each other. */
export async function first(transaction: Transaction<Tables>): Promise<void> {
  const { schema } = transaction;
  await schema
    .createTable('change_counter')
    .addColumn('latest', 'bigint', (column) => column.notNull())
    .addColumn('forgotten', 'bigint', (column) => column.notNull())
    .execute();
  await transaction.insertInto('change_counter').values({ latest: 0, forgotten: 0 }).execute();
  await schema
    .createTable('removals')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('change', 'bigint', (column) => column.notNull())
    .addColumn('removed_at', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('removals_key', ['kind', 'key'])
    .execute();
  await schema
    .createTable('revoked_tokens')
    .addColumn('token_hash', 'text', (column) => column.notNull().primaryKey())
    .addColumn('expires_at', 'double precision')
    .addColumn('change', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('revoked_subjects')
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('not_after', 'double precision', (column) => column.notNull())
    .addColumn('change', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('revoked_subjects_key', ['provider', 'subject'])
    .execute();
  await schema
    .createTable('login_tokens')
    .addColumn('token_hash', 'text', (column) => column.notNull().primaryKey())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('minted_at', 'double precision', (column) => column.notNull())
    .addColumn('expires_at', 'double precision')
    .addColumn('change', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('links')
    .addColumn('directory', 'text', (column) => column.notNull())
    .addColumn('identity', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('canonical_user', 'text', (column) => column.notNull())
    .addColumn('created_at', 'double precision', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('change', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('links_subject', ['directory', 'identity', 'subject'])
    .addUniqueConstraint('links_user', ['directory', 'identity', 'canonical_user'])
    .execute();
  for (const table of ['removals', 'revoked_tokens', 'revoked_subjects', 'login_tokens', 'links'])
    await schema.createIndex(`${table}_change`).on(table).column('change').execute();
  for (const table of ['revoked_tokens', 'login_tokens'])
    await schema.createIndex(`${table}_expiry`).on(table).column('expires_at').execute();
}
