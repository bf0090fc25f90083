/** How the fake behaves where GitHub's products and applications differ. All may be changed while it runs. */
export interface GithubFakeSettings {
  /** Enterprise Server knows neither PKCE nor `iss` in callbacks. @default 'github.com' */
  product: 'github.com' | 'enterprise-server';
  /** What the applications are: `gho_` or `ghu_` tokens. @default 'oauth-app' */
  application: 'oauth-app' | 'github-app';
  /** Whether user tokens end after 8 hours; `offline_access` asks for it in one login. @default false */
  tokensExpire: boolean;
  /** Whether sub-domains and paths below the registered callback are let through. @default true */
  redirectWildcard: boolean;
  /** Whether applications may use the device flow. @default true */
  deviceFlow: boolean;
  /** `/user/emails` as the old `beta` media type lists them. @default false */
  emailsAsStrings: boolean;
  /** Checks that each application may make in an hour. @default 5000 */
  quota: number;
  /** Bad tokens until `/user` refuses everybody. @default 10 */
  badTries: number;
}

export const defaultSettings: Readonly<GithubFakeSettings> = {
  product: 'github.com',
  application: 'oauth-app',
  tokensExpire: false,
  redirectWildcard: true,
  deviceFlow: true,
  emailsAsStrings: false,
  quota: 5000,
  badTries: 10,
};
