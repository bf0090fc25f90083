import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { whileBusy } from './busy.ts';
import { StoreError } from './errors.ts';
import type { Tables } from './tables.ts';

/** Opens a SQLite file, made with mode 0600 if it is not there. @param path absolute, or `:memory:` */
export async function openSqlite(path: string): Promise<Kysely<Tables>> {
  if (path !== ':memory:') createPrivately(path);
  const database = await whileBusy(() => connect(path));
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: asKyselyWants(database) }) });
}

/**
 * A commit is on the disk when it returns (`synchronous = full`); readers never wait for writers (`wal`). SQLite's own
 * waiting for a lock blocks the event loop, so it is short; {@link whileBusy} does the rest.
 */
function connect(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 10 });
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A file that exists is not touched: closing it would drop the locks that SQLite holds on it in this process. */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Kysely speaks to better-sqlite3; this is the part of it that Kysely uses. */
function asKyselyWants(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...values.map(bindable)),
        run: (values) => statement.run(...values.map(bindable)),
        iterate: (values) => statement.iterate(...values.map(bindable)),
      };
    },
  };
}

/** SQLite would store U+FFFD for a lone surrogate, so that two names became one; PostgreSQL refuses NUL. */
function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'string' && !/[\p{Cs}\0]/u.test(value)) return value;
  throw new StoreError('invalid_value', 'a text with a lone surrogate or a NUL can not be stored');
}
