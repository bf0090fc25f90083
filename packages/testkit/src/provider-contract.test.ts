import { expect, it } from 'vitest';
import { acme } from './__fixtures__/acme.ts';
import { createAcmeFake } from './__fixtures__/acme-fake.ts';
import { providerContract } from './provider-contract.ts';

providerContract(
  { it, expect },
  {
    factory: acme,
    create: (fake, common) =>
      acme({ clientId: fake.client.id, clientSecret: fake.client.secret, endpoints: fake.endpoints, ...common }),
    fake: createAcmeFake,
  },
);
