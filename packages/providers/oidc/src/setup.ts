import type { ProviderSetup } from '@bearerkit/core/provider';

/** What to do in the console of the vendor, whichever it is. */
export const setup: ProviderSetup = {
  registerUrl: 'https://openid.net/developers/how-connect-works/',
  steps: [
    'Register this API (a "resource", "API" or "audience") with an identifier of your choice: that is `audience`.',
    'Choose signed access tokens (JWT) with RS256, of type RFC 9068 where offered.',
    'For opaque tokens register this API as a client that may introspect: `clientId` and `clientSecret`.',
    'For logins register the exact callback `<your origin>/auth/<key>/callback` at that client.',
    'Choose an immutable subject; some vendors can be set to put the e-mail or the user name there.',
    'Let applications ask for the API by `resource` or `audience`, else they get tokens for something else.',
  ],
};
