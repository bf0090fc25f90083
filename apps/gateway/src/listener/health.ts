import type { SqlStores } from '@bearerkit/store-sql';
import { json, send } from '../pipeline/errors/answer.ts';
import type { Exchange } from './exchange.ts';
import { allowMethods } from './methods.ts';

/** Milliseconds that an answer of the store is believed. */
const believed = 5_000;

/**
 * `/-/live`: the loop turns. `/-/ready`: the configuration is loaded, the store answers, and nobody asked us to stop.
 */
export class Health {
  readonly #stores: Pick<SqlStores, 'links'>;
  #stopping = false;
  #asked = Number.NEGATIVE_INFINITY;
  #store: Promise<boolean> = Promise.resolve(false);

  constructor(stores: Pick<SqlStores, 'links'>) {
    this.#stores = stores;
  }

  /** From now on not ready. */
  stop(): void {
    this.#stopping = true;
  }

  async ready(): Promise<boolean> {
    // One feed fills all stores, and one of them speaks for it.
    const { links } = this.#stores;
    if (this.#stopping || !links.ready) return false;
    if (performance.now() - this.#asked > believed) {
      this.#asked = performance.now();
      this.#store = links.refresh().then(
        () => true,
        () => false,
      );
    }
    return this.#store;
  }

  /** Answers when the path is one of its own. @returns whether it was */
  async answer({ request, response, entry }: Exchange, path: string): Promise<boolean> {
    if (path !== '/-/live' && path !== '/-/ready') return false;
    allowMethods(request.method, 'GET', 'HEAD');
    const isWell = path === '/-/live' || (await this.ready());
    entry.outcome = 'answered';
    send(request, response, json({ status: isWell ? path.slice(3) : 'not ready' }, isWell ? 200 : 503));
    return true;
  }
}
