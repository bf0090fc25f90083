import type { Clock } from '@bearerkit/testkit';
import type { GitlabFakeSettings } from './settings.ts';
import type { GitlabApplication } from './state.ts';

/** What {@link createGitlabFake} takes; nothing is required. */
export interface GitlabFakeOptions {
  /** @default a free port */
  readonly port?: number | undefined;
  /** @default a clock of its own */
  readonly clock?: Clock | undefined;
  /** The same seed gives the same codes, tokens and secrets in the same order. @default random */
  readonly seed?: string | undefined;
  /** A relative root before every path, such as `/gitlab`. @default none */
  readonly root?: string | undefined;
  /** The external URL, where it is not the one that is asked. @default the URL of the fake, with its root */
  readonly issuer?: string | undefined;
  /** Values of the first application, which is the one under test. */
  readonly application?: Partial<GitlabApplication> | undefined;
  readonly settings?: Partial<GitlabFakeSettings> | undefined;
}
