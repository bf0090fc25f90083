import { providerContract } from '@bearerkit/testkit';
import { expect, it } from 'vitest';
import { createContractFake } from './__fixtures__/contract-fake.ts';
import { meetup } from './meetup.ts';

providerContract(
  { it, expect },
  {
    factory: meetup,
    create: ({ client, endpoints }, common) =>
      meetup({ clientId: client.id, clientSecret: client.secret, endpoints, ...common }),
    fake: createContractFake,
    tests: import.meta.dirname,
    skip: {
      'bad token: an ID token is no access token': 'Meetup issues none',
      'machine token: a client, without user name and e-mail': 'Meetup issues none',
      'revoke: the token is refused here, and the provider is told (RFC 7009)': 'Meetup has no such endpoint',
    },
  },
);
