import { providerContract } from '@bearerkit/testkit';
import { describe, expect, it } from 'vitest';
import { createKeycloakFake } from './fake/index.ts';
import { keycloak } from './keycloak.ts';

const issuer = 'https://kc.example.com/realms/acme';
const revoked = 'bad token: one that the provider revoked is inactive or revoked';

describe.each(['jwt', 'introspection'] as const)('mode %s', (mode) => {
  providerContract(
    { it, expect },
    {
      factory: keycloak,
      tests: import.meta.dirname,
      create: ({ client, endpoints }, common) => {
        const userinfo = `${endpoints.issuer}/protocol/openid-connect/userinfo`;
        const own = { audience: 'rest-api', clientId: client.id, clientSecret: client.secret };
        return keycloak({ issuer, ...own, mode, endpoints: { ...endpoints, userinfo }, ...common });
      },
      fake: async () => {
        const fake = await createKeycloakFake({ seed: 'contract' });
        const [discovery = '', keys = ''] = fake.paths.proof;
        const proof = [discovery, mode === 'jwt' ? keys : fake.path('token/introspect')];
        return { ...fake, paths: { ...fake.paths, proof } };
      },
      skip: mode === 'jwt' ? { [revoked]: 'a signature says nothing of it' } : {},
    },
  );
});
