import type { ProviderSetup } from '@bearerkit/core/provider';

/** @see https://docs.gitlab.com/integration/oauth_provider/ (checked 2026-11) */
export const setup: ProviderSetup = {
  registerUrl: 'https://gitlab.com/-/user_settings/applications',
  steps: [
    'Open Edit profile → Applications → Add new application; of a group: Settings → Applications.',
    'Name it, with the exact callback `<your origin>/auth/<key>/callback` as redirect URI, Confidential ticked.',
    'Tick the scopes `openid`, `email` and `read_user`, and no more: never `api`, `sudo` or `admin_mode`.',
    'Save, and copy Application ID (`clientId`) and Secret (`clientSecret`), which is shown once.',
    'Self-managed: note the external URL exactly, with its relative root (`baseUrl`).',
  ],
};
