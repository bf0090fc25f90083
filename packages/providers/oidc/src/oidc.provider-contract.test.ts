import { providerContract } from '@bearerkit/testkit';
import { expect, it } from 'vitest';
import { createContractFake } from './__fixtures__/contract-fake.ts';
import { api } from './__fixtures__/outcome.ts';
import { oidc } from './oidc.ts';

providerContract(
  { it, expect },
  {
    factory: oidc,
    create: ({ client: { id, secret }, endpoints }, common) => {
      const ours = { clientId: id, clientSecret: secret, clientIds: [id], audience: api };
      return oidc({ issuer: String(endpoints.issuer), ...ours, endpoints, ...common });
    },
    fake: createContractFake,
    tests: import.meta.dirname,
    skip: {
      'stolen token: a hand-written GET userinfo check lets it in': 'it names no userinfo endpoint',
      'bad token: one that the provider revoked is inactive or revoked': 'nobody is asked about a signed token',
      'revoke: the token is refused here, and the provider is told (RFC 7009)': 'the metadata say whether it can be',
    },
  },
);
