/** What to do in the console of AWS; names differ from release to release. */
export const setup = {
  registerUrl: 'https://console.aws.amazon.com/cognito/v2/idp/user-pools',
  steps: [
    'Amazon Cognito > User pools > Create user pool. Note the User pool ID: `userPoolId`.',
    'Branding > Domain: `domain`. There, Resource servers > Create with custom scopes for this API: `resourceServer`.',
    'App clients > Create app client for each application: `clientIds`. Leave token revocation enabled.',
    'Login pages > Edit: callback `<your origin>/auth/<key>/callback`, Authorization code grant, scopes.',
    'Attribute permissions of the client: keep `email` and `email_verified` readable, else logins end in invalid_grant.',
  ],
};
