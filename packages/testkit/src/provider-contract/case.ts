import type { Provider } from '@bearerkit/core/provider';
import type { ContractExpect } from '../adapter-contract/case.ts';
import type { World } from './world.ts';

/** What a case works with. */
export interface Context extends World {
  readonly expect: ContractExpect;
}

/** One behaviour. */
export interface Case {
  readonly title: string;
  /**
   * Whether a provider may skip it: its data declares nothing of the kind.
   *
   * @default it may not
   */
  readonly absent?: (provider: Provider) => boolean;
  readonly run: (context: Context) => Promise<void>;
}
