import { type Revocation, type RevocationStore, RevocationView } from '@bearerkit/core';
import type { Feed, View } from './feed.ts';
import type { News } from './news.ts';
import { remember } from './removals.ts';

/** Revocations that survive a restart and reach every process on the same database. */
export class SqlRevocationStore implements RevocationStore, View {
  readonly scope: 'process' | 'shared';
  readonly #feed: Feed;
  readonly #view = new RevocationView();

  constructor(feed: Feed, scope: 'process' | 'shared') {
    this.scope = scope;
    this.#feed = feed;
    feed.show(this);
  }

  get epoch(): number {
    return this.#view.epoch;
  }

  get isEmpty(): boolean {
    return this.#view.isEmpty;
  }

  get ready(): boolean {
    return this.#feed.ready;
  }

  refused(tokenHash: string, provider: string, subject: string | undefined, issuedAt: number | undefined): boolean {
    return this.#view.refused(tokenHash, provider, subject, issuedAt);
  }

  /** Of two revocations of one thing, the one that refuses more holds. */
  add(revocation: Revocation): Promise<void> {
    return this.#feed.write(async (transaction, change) => {
      if ('tokenHash' in revocation) {
        const { tokenHash, expiresAt = null } = revocation;
        const row = { token_hash: tokenHash, expires_at: expiresAt, change };
        await transaction
          .insertInto('revoked_tokens')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .column('token_hash')
              .doUpdateSet(row)
              .where(({ eb, ref }) =>
                eb.or([
                  eb('excluded.expires_at', 'is', null),
                  eb('excluded.expires_at', '>', ref('revoked_tokens.expires_at')),
                ]),
              ),
          )
          .execute();
        return;
      }
      const { provider, subject, notAfter } = revocation;
      const row = { provider, subject, not_after: notAfter, change };
      await transaction
        .insertInto('revoked_subjects')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['provider', 'subject'])
            .doUpdateSet(row)
            .where(({ eb, ref }) => eb('excluded.not_after', '>', ref('revoked_subjects.not_after'))),
        )
        .execute();
    });
  }

  lift(provider: string, subject: string): Promise<void> {
    return this.#feed.write(async (transaction, change) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('revoked_subjects')
        .where('provider', '=', provider)
        .where('subject', '=', subject)
        .executeTakeFirst();
      if (numDeletedRows > 0n) await remember(transaction, 'revoked_subject', [provider, subject], change);
    });
  }

  refresh(): Promise<void> {
    return this.#feed.refresh();
  }

  close(): Promise<void> {
    return this.#feed.close();
  }

  take({ whole, removals, revokedTokens, revokedSubjects }: News): void {
    if (whole) this.#view.clear();
    for (const { kind, key } of removals) {
      if (kind !== 'revoked_subject') continue;
      const [provider, subject] = JSON.parse(key) as [string, string];
      this.#view.lift(provider, subject);
    }
    for (const { token_hash, expires_at } of revokedTokens)
      this.#view.add({ tokenHash: token_hash, expiresAt: expires_at ?? undefined });
    for (const { provider, subject, not_after } of revokedSubjects)
      this.#view.add({ provider, subject, notAfter: not_after });
  }

  purge(instant: number): void {
    this.#view.purge(instant);
  }
}
