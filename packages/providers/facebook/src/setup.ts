/** How an administrator registers with Facebook. */
export const setup = {
  registerUrl: 'https://developers.facebook.com/apps',
  steps: [
    'Create App, with the use case "Authentication and request data from users with Facebook Login".',
    'Use cases, Facebook Login, Settings: Valid OAuth Redirect URIs, the exact `<your origin>/auth/<key>/callback`.',
    'Use cases, Customize: add `email` next to `public_profile`.',
    'App settings, Basic: App ID (`clientId`) and App secret (`clientSecret`); privacy policy and data deletion URL.',
    'Publish: before that, only people with a role in the app can sign in.',
  ],
};
