import type { Clock } from '@bearerkit/testkit';
import type { SlackClient } from './clients.ts';

/** How the fake behaves where Slack lets an app choose. All may be changed while it runs. */
export interface SlackFakeSettings {
  /** Tokens end after 12 hours and are refreshed, each refresh token once. @default false */
  rotation: boolean;
  /** The app was switched to PKCE. @default false */
  pkce: boolean;
}

/** What {@link createSlackFake} takes; nothing is required. */
export interface SlackFakeOptions {
  /** For which mode of the provider `endpoints` are. @default 'oidc' */
  readonly mode?: 'oidc' | 'oauth-v2' | undefined;
  /** @default a free port */
  readonly port?: number | undefined;
  /** @default a clock of its own */
  readonly clock?: Clock | undefined;
  /** The same seed gives the same codes, tokens and secrets in the same order. @default random */
  readonly seed?: string | undefined;
  /** Values of the first app, which is the application under test. */
  readonly client?: Partial<SlackClient> | undefined;
  readonly settings?: Partial<SlackFakeSettings> | undefined;
}
