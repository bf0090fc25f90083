import type { ProviderSetup } from '@bearerkit/core/provider';

/** What to do in the console of AWS; names differ from release to release. */
export const setup: ProviderSetup = {
  registerUrl: 'https://console.aws.amazon.com/cognito/v2/idp/user-pools',
  steps: [
    'Amazon Cognito > User pools > Create user pool. Note the User pool ID: `userPoolId`.',
    'Branding > Domain: a Cognito prefix or your own domain: `domain`. Without one there are no custom scopes.',
    'Resource servers > Create: an identifier and custom scopes for this API: `resourceServer`.',
    'App clients > Create app client for each application: `clientIds`. Leave token revocation enabled.',
    'Login pages > Edit: callback `<your origin>/auth/<key>/callback`, Authorization code grant, scopes.',
    'Attribute permissions of the client: keep `email` and `email_verified` readable, else logins end in invalid_grant.',
    'Machines: an app client with a secret, the Client credentials grant and custom scopes.',
  ],
};
