import type { Clock } from '@bearerkit/testkit';
import type { GithubFakeSettings } from './settings.ts';

/** What {@link createGithubFake} takes; nothing is required. */
export interface GithubFakeOptions {
  /** @default a free port */
  readonly port?: number | undefined;
  /** @default a clock of its own */
  readonly clock?: Clock | undefined;
  /** The same seed gives the same codes, tokens and secrets in the same order. @default random */
  readonly seed?: string | undefined;
  readonly settings?: Partial<GithubFakeSettings> | undefined;
}
