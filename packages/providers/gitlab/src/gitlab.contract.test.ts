import { providerContract } from '@bearerkit/testkit';
import { expect, it } from 'vitest';
import { createGitlabFake } from './fake/index.ts';
import { gitlab } from './gitlab.ts';

providerContract(
  { it, expect },
  {
    factory: gitlab,
    create: ({ client, endpoints }, common) =>
      gitlab({ clientId: client.id, clientSecret: client.secret, endpoints, ...common }),
    fake: () => createGitlabFake(),
    tests: import.meta.dirname,
  },
);
