import type { ProviderSetup } from '@bearerkit/core/provider';

/** What to do in the Admin Console. */
export const setup: ProviderSetup = {
  registerUrl: 'https://developer.okta.com/docs/guides/customize-authz-server/main/',
  steps: [
    'Security > API > Authorization Servers > Add Authorization Server: its Audience is the URI of this API.',
    'Settings: Signing Key Rotation is Automatic. With a dynamic issuer note every domain: `otherIssuers`.',
    'Scopes > Add Scope, without "Set as a default scope".',
    'Access Policies > Add Policy for the clients of this API, not for all; Add Rule with grant types and token life.',
    'Claims > Add Claim for groups, e-mail or name in the Access Token. Leave `sub` as it is.',
    'Applications > Create App Integration: OIDC, or API Services for machines; assign its users. Note the client ids.',
    'For logins register the exact callback `<your origin>/auth/<key>/callback` as sign-in redirect URI.',
    'For introspection create an API Services app of its own, with a client secret: `clientId`, `clientSecret`.',
  ],
};
