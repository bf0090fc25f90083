/** How the fake behaves where GitLab's versions differ. All may be changed while it runs. */
export interface GitlabFakeSettings {
  /** How token info answers a bad token: status and error. @default '401 invalid_token' */
  badToken: '401 invalid_token' | '401 invalid_request' | '400 invalid_request';
  /** How introspection answers a good token: rightly, as if it were dead, or with a page and 500. @default 'right' */
  introspection: 'right' | 'inactive' | 'error';
  /** The shape of scopes in token info. @default 'list' */
  scopeShape: 'list' | 'text' | 'deprecated';
  /** Whether token answers name the granted scopes. @default true */
  scopeInTokenAnswer: boolean;
  /** Whether a code needs a PKCE challenge, as that of an application registered dynamically. @default false */
  pkceDemanded: boolean;
}

export const defaultSettings: Readonly<GitlabFakeSettings> = {
  badToken: '401 invalid_token',
  introspection: 'right',
  scopeShape: 'list',
  scopeInTokenAnswer: true,
  pkceDemanded: false,
};
