import { type Clock, type Fault, json } from '@bearerkit/testkit';
import type { FacebookApp } from './state.ts';

/** What {@link createFacebookFake} takes; nothing is required. */
export interface FacebookFakeOptions {
  /** @default a free port */
  readonly port?: number | undefined;
  /** @default a clock of its own */
  readonly clock?: Clock | undefined;
  /** The same seed gives the same codes, tokens and secrets in the same order. @default random */
  readonly seed?: string | undefined;
  /** Values of the app under test. */
  readonly client?: Partial<FacebookApp> | undefined;
}

/** How the fake behaves where Facebook varies. All may be changed while it runs. */
export interface FacebookFakeSettings {
  /** Ids of debug_token as numbers, as in older answers; only safe for the app. @default false */
  numericIds: boolean;
  /** "Require App Secret" of all apps. @default false */
  proofRequired: boolean;
  /** User tokens that do not end. @default false */
  endless: boolean;
  /** Sends back a platform failure: `error_code` and `error_message`, no `error`. @default false */
  dialogFails: boolean;
}

/** The behaviour of a fake that nobody has changed. */
export const defaultSettings: Readonly<FacebookFakeSettings> = {
  numericIds: false,
  proofRequired: false,
  endless: false,
  dialogFails: false,
};

/** An error of the Graph API, such as 4 (limit), 2 (down) or any with `is_transient`. @param status @default 400 */
export const graphFault =
  (code: number, more: Readonly<Record<string, unknown>> = {}, status = 400): Fault =>
  () =>
    json({ error: { message: `(#${code}) It went wrong`, type: 'OAuthException', code, ...more } }, { status });
