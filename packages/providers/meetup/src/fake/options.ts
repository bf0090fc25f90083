import type { Clock } from '@bearerkit/testkit';
import type { MeetupClient } from './clients.ts';
import type { MeetupFakeSettings } from './settings.ts';

/** What {@link createMeetupFake} takes; nothing is required. */
export interface MeetupFakeOptions {
  /** @default a free port */
  readonly port?: number | undefined;
  /** @default a clock of its own */
  readonly clock?: Clock | undefined;
  /** The same seed gives the same codes, tokens and secrets in the same order. @default random */
  readonly seed?: string | undefined;
  /** Values of the first client, which is the application under test. */
  readonly client?: Partial<MeetupClient> | undefined;
  readonly settings?: Partial<MeetupFakeSettings> | undefined;
}
