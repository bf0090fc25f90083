import type { ProviderSetup } from '@bearerkit/core/provider';

/** What to do in the admin console (wording of 24 to 26). */
export const setup: ProviderSetup = {
  registerUrl: 'https://www.keycloak.org/docs/latest/server_admin/',
  steps: [
    'Clients → Create client, with Client authentication On: its id is `audience`, its secret is under Credentials.',
    'Client scopes → Create client scope → Mappers → Audience: Included Client Audience = that client.',
    'There: Add to access token On; for lightweight tokens and introspection the switches of those names too.',
    'Each calling client → Client scopes → Add client scope → Default; without it `aud` is only `account`.',
    'Each calling client → `<client>-dedicated` → Scope → Full scope allowed Off, or `aud` follows the roles of users.',
    'For groups: mapper Group Membership with the Token Claim Name `groups`.',
    'For logins: Standard flow On, and the exact callback `<your origin>/auth/<key>/callback`.',
  ],
};
