import type { Transaction } from 'kysely';
import { LinkConflictError } from './errors.ts';
import type { Feed, View } from './feed.ts';
import type { Link, LinkStore, NewLink } from './link-store.ts';
import type { News } from './news.ts';
import { remember } from './removals.ts';
import type { Tables } from './tables.ts';
import { canonicalUserName } from './user-name.ts';

/** Links in a database; its constraints, and no look-up before, decide who comes first. */
export class SqlLinkStore implements LinkStore, View {
  readonly #feed: Feed;
  readonly #links = new Map<string, Link>();
  #epoch = 0;

  constructor(feed: Feed) {
    this.#feed = feed;
    feed.show(this);
  }

  get ready(): boolean {
    return this.#feed.ready;
  }

  get epoch(): number {
    return this.#epoch;
  }

  find(directory: string, identity: string, subject: string): Link | undefined {
    return this.#links.get(JSON.stringify([directory, identity, subject]));
  }

  list(directory?: string): readonly Link[] {
    return [...this.#links.values()].filter((link) => directory === undefined || link.directory === directory);
  }

  async add(link: NewLink): Promise<void> {
    const { directory, identity, subject, user, createdAt = Date.now() / 1000, createdBy } = link;
    const canonical_user = canonicalUserName(user);
    await this.#feed.write(async (transaction, change) => {
      const row = { directory, identity, subject, canonical_user, change };
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('links')
        .values({ ...row, user_name: user, created_at: createdAt, created_by: createdBy })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 0n) throw await conflictWith(transaction, row);
    });
  }

  remove(directory: string, identity: string, subject: string): Promise<boolean> {
    return this.#feed.write(async (transaction, change) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('links')
        .where('directory', '=', directory)
        .where('identity', '=', identity)
        .where('subject', '=', subject)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return false;
      await remember(transaction, 'link', [directory, identity, subject], change);
      return true;
    });
  }

  refresh(): Promise<void> {
    return this.#feed.refresh();
  }

  take({ whole, removals, links }: News): void {
    if (whole) this.#links.clear();
    for (const { kind, key } of removals) if (kind === 'link') this.#links.delete(key);
    for (const row of links) this.#links.set(JSON.stringify([row.directory, row.identity, row.subject]), toLink(row));
    if (whole || links.length > 0 || removals.some(({ kind }) => kind === 'link')) this.#epoch++;
  }
}

/** Why nothing was inserted; a taken subject is named before a taken user. */
async function conflictWith(
  transaction: Transaction<Tables>,
  row: Pick<Tables['links'], 'directory' | 'identity' | 'subject' | 'canonical_user'>,
): Promise<LinkConflictError> {
  const rows = await transaction
    .selectFrom('links')
    .selectAll()
    .where('directory', '=', row.directory)
    .where('identity', '=', row.identity)
    .where((where) => where.or({ subject: row.subject, canonical_user: row.canonical_user }))
    .execute();
  const bySubject = rows.find(({ subject }) => subject === row.subject);
  const existing = bySubject ?? (rows[0] as Tables['links']);
  return new LinkConflictError(bySubject === undefined ? 'user' : 'subject', toLink(existing));
}

function toLink({ directory, identity, subject, user_name, created_at, created_by }: Tables['links']): Link {
  return { directory, identity, subject, user: user_name, createdAt: created_at, createdBy: created_by };
}
