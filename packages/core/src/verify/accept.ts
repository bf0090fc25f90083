import { ConfigurationError } from '../errors/configuration-error.ts';
import { checkOverlap } from './overlap.ts';
import type { RuleIndex } from './recognise.ts';

/**
 * The `accept` lists of a registry as sets, each checked once: its keys exist and no token could belong to two of them.
 */
export class AcceptSets {
  readonly #index: RuleIndex;
  readonly #keys: ReadonlySet<string>;
  readonly #sets = new WeakMap<readonly string[], ReadonlySet<string>>();
  #allChecked = false;

  constructor(index: RuleIndex, keys: Iterable<string>) {
    this.#index = index;
    this.#keys = new Set(keys);
  }

  /** @throws ConfigurationError `unknown_provider` `ambiguous_providers` */
  of(accept: readonly string[] | undefined): ReadonlySet<string> | undefined {
    if (accept === undefined) {
      if (!this.#allChecked) checkOverlap(this.#index, undefined);
      this.#allChecked = true;
      return undefined;
    }
    const known = this.#sets.get(accept);
    if (known !== undefined) return known;
    const set = new Set(accept);
    for (const key of set) {
      if (this.#keys.has(key)) continue;
      const text = `\`accept\` names \`${key}\`; configured providers are ${[...this.#keys].join(', ') || 'none'}`;
      throw new ConfigurationError('unknown_provider', text, ['accept']);
    }
    checkOverlap(this.#index, set);
    this.#sets.set(accept, set);
    return set;
  }
}
