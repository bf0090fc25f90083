import { BearerkitError } from '@bearerkit/core/errors';
import type { Kysely, Transaction } from 'kysely';
import { whileBusy } from './busy.ts';
import { StoreError } from './errors.ts';
import { migrate } from './migrate.ts';
import { type News, readNews } from './news.ts';
import { purge } from './purge.ts';
import type { Tables } from './tables.ts';

/** What a store keeps in memory, fed by a {@link Feed}. */
export interface View {
  take(news: News): void;
  /** Drops what expired before that instant. @param instant seconds since the epoch */
  purge?(instant: number): void;
}

/** Milliseconds after which a view that could not be refreshed is not relied on. */
const staleAfter = 5_000;
const purgeEvery = 600_000;

/**
 * The one way into the views: a write commits and then reads, as a poll does, what is new. So a view never shows what
 * is not committed, and never an older state after a newer one.
 */
export class Feed {
  readonly #database: Kysely<Tables>;
  readonly #views: View[] = [];
  #cursor: number | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;
  #timers: readonly NodeJS.Timeout[] = [];
  #closed: Promise<void> | undefined;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  get ready(): boolean {
    return this.#closed === undefined && performance.now() - this.#readAt < staleAfter;
  }

  show(view: View): void {
    this.#views.push(view);
  }

  /** Commits `work` under a change number of its own, then shows it. @throws StoreError */
  async write<T>(work: (transaction: Transaction<Tables>, change: number) => Promise<T>): Promise<T> {
    const result = await attempt(() =>
      this.#database.transaction().execute(async (transaction) => {
        const { latest } = await transaction
          .updateTable('change_counter')
          .set(({ eb }) => ({ latest: eb('latest', '+', 1) }))
          .returning('latest')
          .executeTakeFirstOrThrow();
        return work(transaction, latest);
      }),
    );
    if (this.#closed === undefined) await this.refresh();
    return result;
  }

  /** Callers that come while one read is under way share the next. @throws StoreError */
  refresh(): Promise<void> {
    this.#waiting ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#waiting = undefined;
        this.#running = attempt(() => this.#read());
        return this.#running;
      });
    return this.#waiting;
  }

  /** Drops what expired 300 s ago, and removals that are a day old. @throws StoreError */
  async purge(): Promise<void> {
    const now = Date.now() / 1000;
    await attempt(() => purge(this.#database, now));
    for (const view of this.#views) view.purge?.(now - 300);
  }

  /**
   * Brings tables and views up to date, then polls until closed, without keeping the process alive.
   * @param onError told of the first failure in a row
   * @throws StoreError
   */
  async start(pollSeconds: number, onError: (error: unknown) => void): Promise<void> {
    await attempt(() => migrate(this.#database));
    await this.purge();
    await this.refresh();
    let failing = false;
    const failed = (error: unknown): void => {
      if (!failing && this.#closed === undefined) onError(error);
      failing = true;
    };
    const succeeded = (): void => {
      failing = false;
    };
    const poll = setInterval(() => void this.refresh().then(succeeded, failed), pollSeconds * 1000);
    const sweep = setInterval(() => void this.purge().catch(failed), purgeEvery);
    this.#timers = [poll.unref(), sweep.unref()];
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    // It comes free when what was begun before is done.
    await this.#database.connection().execute(async () => {});
    await this.#database.destroy();
  }

  async #read(): Promise<void> {
    const began = performance.now();
    const news = await readNews(this.#database, this.#cursor);
    if (news !== undefined) {
      for (const view of this.#views) view.take(news);
      this.#cursor = news.latest;
    }
    this.#readAt = began;
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await whileBusy(work);
  } catch (error) {
    if (BearerkitError.isInstance(error)) throw error;
    const reason = error instanceof Error ? error.message : 'unknown error';
    throw new StoreError('unavailable', `the database could not be used: ${reason}`, error);
  }
}
