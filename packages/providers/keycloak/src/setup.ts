import type { ProviderSetup } from '@bearerkit/core/provider';

/** What to do in the admin console (wording of 24 to 26). */
export const setup: ProviderSetup = {
  registerUrl:
    'https://www.keycloak.org/docs/latest/server_admin/#assembly-managing-clients_server_administration_guide',
  steps: [
    'Clients → Create client: a client that stands for this API; its id is `audience`. Client authentication On.',
    'Credentials: Client secret, for introspection or logins.',
    'Client scopes → Create client scope → Mappers → Audience: Included Client Audience = that client, Add to access ' +
      'token On (for lightweight tokens and introspection: the switches of that name too).',
    'Each calling client → Client scopes → Add client scope → Default. Without it `aud` is only `account`.',
    'Each calling client → `<client>-dedicated` → Scope → Full scope allowed Off, so that `aud` does not follow roles.',
    'For logins register the exact callback `<your origin>/auth/<key>/callback`, with Standard flow On.',
    'For groups: mapper Group Membership with Token Claim Name `groups`.',
  ],
};
