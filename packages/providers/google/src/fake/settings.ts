import type { Clock } from '@bearerkit/testkit';
import type { GoogleClient } from './clients.ts';

/** What {@link createGoogleFake} takes; nothing is required. */
export interface GoogleFakeOptions {
  /** @default a free port */
  readonly port?: number | undefined;
  /** @default a clock of its own */
  readonly clock?: Clock | undefined;
  /** The same seed gives the same ids, tokens and secrets in the same order. @default random */
  readonly seed?: string | undefined;
  /** Values of the application under test. */
  readonly client?: Partial<GoogleClient> | undefined;
}

/** How the fake behaves where Google varies. All may be changed while it runs. */
export interface GoogleFakeSettings {
  /** The 400 of tokeninfo: with `error`, or with a description alone. @default 'full' */
  tokeninfoError: 'full' | 'bare';
  /** The 401 of userinfo. @default 'oidc' */
  userinfoError: 'oidc' | 'api';
  /** `iss` in the callback. @default false */
  issuerInCallback: boolean;
  /** The consent screen is in Testing: refresh tokens live seven days. @default false */
  testing: boolean;
  /** The application was deleted after six idle months. @default false */
  clientDeleted: boolean;
}

/** The behaviour of a fake that nobody has changed. */
export const defaultSettings: Readonly<GoogleFakeSettings> = {
  tokeninfoError: 'full',
  userinfoError: 'oidc',
  issuerInCallback: false,
  testing: false,
  clientDeleted: false,
};
