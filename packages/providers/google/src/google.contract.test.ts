import { providerContract } from '@bearerkit/testkit';
import { expect, it } from 'vitest';
import { createGoogleFake } from './fake/index.ts';
import { google } from './google.ts';

providerContract(
  { it, expect },
  {
    factory: google,
    create: ({ client, endpoints }, common) =>
      google({
        clientId: client.id,
        clientSecret: client.secret,
        offline: true,
        serviceAccounts: ['110000000000000000001'],
        endpoints,
        ...common,
      }),
    fake: () => createGoogleFake(),
    tests: import.meta.dirname,
  },
);
