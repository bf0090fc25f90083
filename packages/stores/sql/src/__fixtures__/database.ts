import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { openSqlStores, type SqlStores, type SqlStoresOptions } from '../open-sql-stores.ts';

/** A database file of this test's own; opened stores are closed and the folder is removed when it ends. */
export interface TemporaryDatabase {
  readonly path: string;
  readonly url: string;
  open(options?: Partial<SqlStoresOptions>): Promise<SqlStores>;
  /** Runs SQL past the stores, as another program could. */
  run(sql: string): readonly Record<string, unknown>[];
}

export function temporaryDatabase(): TemporaryDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'bearerkit-sql-'));
  const opened: SqlStores[] = [];
  onTestFinished(async () => {
    await Promise.all(opened.map((stores) => stores.close()));
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'test.db');
  const url = `sqlite:${path}`;
  return {
    path,
    url,
    open: async (options) => {
      const stores = await openSqlStores({ url, ...options });
      opened.push(stores);
      return stores;
    },
    run: (sql) => {
      const database = new DatabaseSync(path, { timeout: 1000 });
      try {
        return database.prepare(sql).all();
      } finally {
        database.close();
      }
    },
  };
}
