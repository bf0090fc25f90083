/** How the org is set up; change it at any time. */
export interface OktaFakeSettings {
  /** What refresh tokens do when used. @default 'static' */
  refresh: 'static' | 'rotate';
  /** Seconds for which a rotated refresh token still works. @default 30 */
  graceSeconds: number;
  /** Whether an access policy matches; without one no token is issued. @default true */
  policy: boolean;
  /** Whether a user is in more than 100 groups of the claim: the token request fails. @default false */
  tooManyGroups: boolean;
  /** Whether applications must prove their key at the token endpoint (RFC 9449). @default false */
  dpop: boolean;
  /** What the server's `sub` claim is mapped to. @default 'login' */
  subject: 'login' | 'uid';
  /** Whether `/keys` of the org server shows the key of its access tokens. @default true */
  orgKeyPublished: boolean;
}

/** The org as it begins. */
export const defaultSettings: OktaFakeSettings = {
  refresh: 'static',
  graceSeconds: 30,
  policy: true,
  tooManyGroups: false,
  dpop: false,
  subject: 'login',
  orgKeyPublished: true,
};
