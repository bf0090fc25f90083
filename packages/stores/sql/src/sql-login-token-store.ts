import type { LoginToken, LoginTokenStore } from '@bearerkit/core';
import type { Feed, View } from './feed.ts';
import type { News } from './news.ts';
import type { Tables } from './tables.ts';

/** Minted tokens that survive a restart and are known to every process on the same database. */
export class SqlLoginTokenStore implements LoginTokenStore, View {
  readonly #feed: Feed;
  readonly #tokens = new Map<string, LoginToken>();

  constructor(feed: Feed) {
    this.#feed = feed;
    feed.show(this);
  }

  get ready(): boolean {
    return this.#feed.ready;
  }

  find(tokenHash: string): LoginToken | undefined {
    return this.#tokens.get(tokenHash);
  }

  /** A token that is minted again keeps what is known of it, first of all its age: else a revoked one would revive. */
  async add(tokens: readonly LoginToken[]): Promise<void> {
    if (tokens.length === 0) return;
    await this.#feed.write(async (transaction, change) => {
      for (const token of tokens) {
        await transaction
          .insertInto('login_tokens')
          .values(toRow(token, change))
          .onConflict((conflict) =>
            conflict.column('token_hash').doUpdateSet(({ fn, ref }) => ({
              subject: fn.coalesce('login_tokens.subject', 'excluded.subject'),
              expires_at: ref('excluded.expires_at'),
              change,
            })),
          )
          .execute();
      }
    });
  }

  async setSubject(tokenHash: string, subject: string): Promise<void> {
    await this.#feed.write((transaction, change) =>
      transaction
        .updateTable('login_tokens')
        .set({ subject, change })
        .where('token_hash', '=', tokenHash)
        .where('subject', 'is', null)
        .execute(),
    );
  }

  refresh(): Promise<void> {
    return this.#feed.refresh();
  }

  close(): Promise<void> {
    return this.#feed.close();
  }

  take({ whole, loginTokens }: News): void {
    if (whole) this.#tokens.clear();
    for (const row of loginTokens) this.#tokens.set(row.token_hash, toToken(row));
  }

  purge(instant: number): void {
    for (const [hash, { expiresAt }] of this.#tokens)
      if (expiresAt !== undefined && expiresAt < instant) this.#tokens.delete(hash);
  }
}

function toRow(token: LoginToken, change: number): Tables['login_tokens'] {
  const { tokenHash, type, provider, subject = null, client, mintedAt, expiresAt = null } = token;
  return { token_hash: tokenHash, type, provider, subject, client, minted_at: mintedAt, expires_at: expiresAt, change };
}

function toToken(row: Tables['login_tokens']): LoginToken {
  const { token_hash, type, provider, subject, client, minted_at, expires_at } = row;
  return {
    tokenHash: token_hash,
    type,
    provider,
    client,
    mintedAt: minted_at,
    ...(subject === null ? {} : { subject }),
    ...(expires_at === null ? {} : { expiresAt: expires_at }),
  };
}
