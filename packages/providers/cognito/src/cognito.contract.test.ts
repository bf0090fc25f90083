import { type ProviderFake, providerContract } from '@bearerkit/testkit';
import { describe, expect, it } from 'vitest';
import { asking } from './__fixtures__/outcome.ts';
import { cognito } from './cognito.ts';
import { createCognitoFake } from './fake/index.ts';

const provider = (fake: ProviderFake, common: object = {}) =>
  cognito({
    ...asking,
    userPoolId: 'us-east-1_AbCdEf123',
    clientIds: [fake.client.id],
    clientId: fake.client.id,
    clientSecret: fake.client.secret,
    endpoints: fake.endpoints,
    ...common,
  });

const revoked = 'bad token: one that the provider revoked is inactive or revoked';

describe('with userinfo', () => {
  providerContract(
    { it, expect },
    {
      factory: cognito,
      tests: import.meta.dirname,
      create: provider,
      fake: createCognitoFake,
      skip: { [revoked]: 'signed tokens say nothing of it' },
    },
  );
});

describe('from claims alone', () => {
  const claimsOnly = 'userinfo is not asked';
  providerContract(
    { it, expect },
    {
      factory: cognito,
      tests: import.meta.dirname,
      create: (fake, common = {}) => provider(fake, { profile: 'claims', ...common }),
      fake: async () => {
        const fake = await createCognitoFake();
        const member = { ...fake.accounts.member, emailVerified: false };
        return { ...fake, accounts: { ...fake.accounts, member } };
      },
      skip: {
        [revoked]: 'signed tokens say nothing of it',
        'good token: email as the provider says it': claimsOnly,
        'good token: name as the provider says it': claimsOnly,
        'unverified e-mail: never verified': claimsOnly,
      },
    },
  );
});
