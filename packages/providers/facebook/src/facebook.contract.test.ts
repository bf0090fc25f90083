import { providerContract } from '@bearerkit/testkit';
import { expect, it } from 'vitest';
import { facebook } from './facebook.ts';
import { createFacebookFake } from './fake/index.ts';

providerContract(
  { it, expect },
  {
    factory: facebook,
    create: ({ client, endpoints }, common) =>
      facebook({ clientId: client.id, clientSecret: client.secret, endpoints, ...common }),
    fake: () => createFacebookFake(),
    tests: import.meta.dirname,
    skip: {
      'bad token: a refresh token is no access token': 'Facebook has no refresh tokens',
      'refresh: gives a token of the same subject (RFC 6749 §6)': 'Facebook has no refresh tokens',
      'machine token: a client, without user name and e-mail': 'an app token names no user, and is not taken',
    },
  },
);
