import { providerContract } from '@bearerkit/testkit';
import { expect, it } from 'vitest';
import { discord } from './discord.ts';
import { createDiscordFake } from './fake/index.ts';

providerContract(
  { it, expect },
  {
    factory: discord,
    fake: createDiscordFake,
    create: ({ client, endpoints }, common) =>
      discord({
        clientId: client.id,
        clientSecret: client.secret,
        endpoints,
        ...common,
      }),
    // What Discord does not have: by the title of the case, each with its reason.
    skip: {
      'machine token: a client, without user name and e-mail': 'tokens of an application alone are not taken',
      'bad token: an ID token is no access token': 'Discord issues no ID tokens',
    },
  },
);
