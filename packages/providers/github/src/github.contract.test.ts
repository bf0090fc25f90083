import { providerContract } from '@bearerkit/testkit';
import { expect, it } from 'vitest';
import { createGithubFake } from './fake/index.ts';
import { github } from './github.ts';

providerContract(
  { it, expect },
  {
    factory: github,
    tests: import.meta.dirname,
    create: ({ client, endpoints }, common = {}) =>
      github({
        clientId: client.id,
        clientSecret: client.secret,
        endpoints,
        groups: 'organization-ids',
        actions: { audience: 'https://api.example.com', ownerIds: ['9000001'] },
        ...common,
      }),
    fake: () => createGithubFake({ settings: { tokensExpire: true } }),
    skip: { 'bad token: an ID token is no access token': 'GitHub issues none for people' },
  },
);
