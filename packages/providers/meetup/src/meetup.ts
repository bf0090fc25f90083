import { defineProvider, opaque, userinfoProof } from '@bearerkit/core/provider';
import { options } from './options.ts';
import { graphql, restV2 } from './profile.ts';
import { quirks } from './quirks.ts';

const setup = {
  registerUrl: 'https://www.meetup.com/api/oauth/list/',
  steps: [
    'Sign in with an account that has an active Meetup Pro subscription: the API is for those alone.',
    'Create an OAuth client, with the exact callback `<your origin>/auth/<key>/callback` as redirect URI.',
    'Wait for approval, where Meetup asks for it.',
    'Copy Key (`clientId`) and Secret (`clientSecret`).',
  ],
};

/**
 * Meetup (https://www.meetup.com). Takes the tokens that our own login or token relay obtained, since Meetup can not
 * tell whom a token was issued to.
 *
 * @example
 * const registry = createProviderRegistry({ meetup: meetup({ clientId, clientSecret, relay: {} }) });
 * @throws ConfigurationError `unbound_tokens` for `binding: 'none'` without `acceptTokensOfAnyApp: true`
 */
export const meetup = defineProvider({
  contract: 1,
  id: 'meetup',
  name: 'Meetup',
  options,
  setup,
  quirks,
  define: ({ clientId, clientSecret, api, binding, refuseStatus }) => {
    const { userinfo, liveness, judge, status, attributes } = api === 'graphql' ? graphql : restV2;
    return {
      // https://www.meetup.com/graphql/authentication/ (checked 2026-08); neither revocation nor introspection exists.
      endpoints: {
        authorize: 'https://secure.meetup.com/oauth2/authorize',
        token: 'https://secure.meetup.com/oauth2/access',
        userinfo,
        liveness,
      },
      client: { id: clientId, secret: clientSecret, authentication: 'client_secret_post' },
      scopes: { request: [] },
      pkce: 'S256',
      grants: ['authorization_code', 'refresh_token'],
      accepts: [
        opaque({
          shape: { alphabet: 'token68', jwtLooking: true },
          binding,
          inspect: userinfoProof('userinfo', { judge, again: 'liveness' }),
          reject: [{ claim: status, oneOf: refuseStatus.flatMap((s) => [s, s.toLowerCase()]), reason: 'forbidden' }],
          attributes,
        }),
      ],
    };
  },
});
