import { type ProviderFake, providerContract } from '@bearerkit/testkit';
import { describe, expect, it } from 'vitest';
import { createOktaFake } from './fake/index.ts';
import { okta } from './okta.ts';

const provider =
  (mode: 'jwt' | 'introspection') =>
  (fake: ProviderFake, common: object = {}) =>
    okta({
      issuer: 'https://example.okta.com/oauth2/default',
      audience: 'api://default',
      mode,
      clientIds: [fake.client.id],
      clientId: fake.client.id,
      clientSecret: fake.client.secret,
      scopes: ['openid', 'email', 'offline_access'],
      endpoints: fake.endpoints,
      ...common,
    });

const userinfo = 'stolen token: a hand-written GET userinfo check lets it in';
const revoked = 'bad token: one that the provider revoked is inactive or revoked';

describe('local', () => {
  providerContract(
    { it, expect },
    {
      factory: okta,
      tests: import.meta.dirname,
      create: provider('jwt'),
      fake: createOktaFake,
      skip: { [userinfo]: 'userinfo is only known by discovery', [revoked]: 'signed tokens say nothing of it' },
    },
  );
});

describe('introspection', () => {
  providerContract(
    { it, expect },
    {
      factory: okta,
      tests: import.meta.dirname,
      create: provider('introspection'),
      fake: createOktaFake,
      skip: { [userinfo]: 'userinfo is only known by discovery' },
    },
  );
});
