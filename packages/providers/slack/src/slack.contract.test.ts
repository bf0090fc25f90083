import { providerContract } from '@bearerkit/testkit';
import { describe, expect, it } from 'vitest';
import { createSlackFake } from './fake/index.ts';
import { slack } from './slack.ts';

const noMachines = 'a bot token stands for an app in a workspace, and is refused by sight';

describe.each(['oidc', 'oauth-v2'] as const)('%s', (mode) => {
  providerContract(
    { it, expect },
    {
      factory: slack,
      tests: import.meta.dirname,
      create: ({ client: { id, secret }, endpoints }, common) =>
        slack({ clientId: id, clientSecret: secret, mode, teams: ['T00000001'], endpoints, ...common }),
      fake: () => createSlackFake({ mode, settings: { rotation: true } }),
      skip: { 'machine token: a client, without user name and e-mail': noMachines },
    },
  );
});
