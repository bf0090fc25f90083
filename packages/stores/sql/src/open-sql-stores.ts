import { resolve } from 'node:path';
import type { LoginTokenStore, RevocationStore } from '@bearerkit/core';
import { ConfigurationError } from '@bearerkit/core/errors';
import type { Kysely } from 'kysely';
import { StoreError } from './errors.ts';
import { Feed } from './feed.ts';
import type { LinkStore } from './link-store.ts';
import { SqlLinkStore } from './sql-link-store.ts';
import { SqlLoginTokenStore } from './sql-login-token-store.ts';
import { SqlRevocationStore } from './sql-revocation-store.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

const memory = 'sqlite::memory:';

/** Where the database is, and how often to look at it. */
export interface SqlStoresOptions {
  /** `sqlite:./bearerkit.db`, `sqlite:/var/lib/bearerkit.db`, or `sqlite::memory:`; a relative path begins here. */
  readonly url: string;
  /** Seconds between two looks at what other processes wrote, from 0.05 to 2. @default 1 */
  readonly pollSeconds?: number | undefined;
  /** Told when a poll or a purge in the background fails, once per outage. @default nobody is told */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Stores over one database. `close` of any of them closes all. */
export interface SqlStores {
  readonly revocations: RevocationStore;
  readonly loginTokens: LoginTokenStore;
  readonly links: LinkStore;
  close(): Promise<void>;
}

/**
 * Opens the database, brings its tables up to date and fills the views. From then on a poll takes in what other
 * processes write; 5 s without a successful one make the stores not `ready`, until one succeeds.
 * @throws ConfigurationError for a URL that is not SQLite's or a file that can not be opened
 * @throws StoreError `newer_schema` when a newer version migrated the database; `unavailable` when it stays locked
 */
export async function openSqlStores(options: SqlStoresOptions): Promise<SqlStores> {
  const { url, pollSeconds = 1, onError = () => {} } = options;
  if (!(pollSeconds >= 0.05 && pollSeconds <= 2))
    throw invalid('pollSeconds', `\`pollSeconds\` is ${pollSeconds}; it must be between 0.05 and 2`);
  const feed = new Feed(await openDatabase(url));
  const close = (): Promise<void> => feed.close();
  const revocations = new SqlRevocationStore(feed, url === memory ? 'process' : 'shared');
  const loginTokens = new SqlLoginTokenStore(feed);
  const links = new SqlLinkStore(feed);
  try {
    await feed.start(pollSeconds, onError);
  } catch (error) {
    await close();
    throw error;
  }
  return { revocations, loginTokens, links, close };
}

async function openDatabase(url: string): Promise<Kysely<Tables>> {
  const path = pathOf(url);
  try {
    return await openSqlite(path);
  } catch (error) {
    if (StoreError.isInstance(error)) throw error;
    const reason = error instanceof Error ? error.message : 'unknown error';
    throw invalid(
      'url',
      `${path} can not be opened as a SQLite database: ${reason}. Does its folder exist, and may we write?`,
    );
  }
}

/** The URL of another database may hold a password: only its scheme is repeated. */
function pathOf(url: string): string {
  const [, scheme = '', path = ''] = /^([a-z][a-z0-9+.-]*:)?(.*)$/is.exec(url) ?? [];
  if (scheme !== 'sqlite:') {
    const given = scheme === '' ? 'has no scheme' : `begins with "${scheme}"`;
    throw invalid('url', `the store URL ${given}; supported is SQLite: sqlite:./bearerkit.db or sqlite::memory:`);
  }
  if (url === memory) return path;
  if (path === '' || path.startsWith('//'))
    throw invalid(
      'url',
      `"${url}" names no file; write sqlite:./bearerkit.db, sqlite:/folder/bearerkit.db or sqlite::memory:`,
    );
  return resolve(path);
}

const invalid = (option: string, message: string): ConfigurationError =>
  new ConfigurationError('invalid_options', message, [option]);
