import { join } from 'node:path';
import type { ProviderUnderTest } from '../provider-contract/world.ts';
import { acme } from './acme.ts';
import { createAcmeFake } from './acme-fake.ts';

/** The provider that passes every case, as its author hands it to the contract. */
export const acmeUnderTest: ProviderUnderTest = {
  factory: acme,
  create: ({ client, endpoints }, common) =>
    acme({ clientId: client.id, clientSecret: client.secret, endpoints, ...common }),
  fake: createAcmeFake,
  tests: join(import.meta.dirname, '..'),
};
