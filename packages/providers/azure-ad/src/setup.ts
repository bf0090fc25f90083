import type { ProviderSetup } from '@bearerkit/core/provider';

/** What to do at https://entra.microsoft.com. */
export const setup: ProviderSetup = {
  registerUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
  steps: [
    'App registrations, New registration: one for this API, without a redirect URI.',
    'Expose an API: add an Application ID URI and a scope; App roles: create the roles that apps shall have.',
    'Manifest: set `api.requestedAccessTokenVersion` to 2; null means 1.',
    'Token configuration: add `idtyp` to access tokens, and `email` with `xms_edov` where e-mail is wanted.',
    'Token configuration, Groups: prefer the groups assigned to the application, since too many are left out.',
    'Enterprise applications: Assignment required, so that apps without a role get no tokens.',
    'For logins register a second application, with the callback `<your origin>/auth/<key>/callback`.',
    'Copy the directory id (`tenantId`), and client id and Application ID URI of the API (`audience`).',
  ],
};
