import { providerContract } from '@bearerkit/testkit';
import { expect, it } from 'vitest';
import { azureAd } from './azure-ad.ts';
import { createAzureAdFake } from './fake/index.ts';

providerContract(
  { it, expect },
  {
    factory: azureAd,
    create: ({ client: { id, secret }, tenants, apps: { api }, endpoints }, common) =>
      azureAd({
        tenantId: tenants.home,
        audience: [api.id, api.uri ?? ''],
        clientId: id,
        clientSecret: secret,
        endpoints,
        ...common,
      }),
    fake: () => createAzureAdFake({ seed: 'contract' }),
    tests: import.meta.dirname,
    skip: {
      'stolen token: a hand-written GET userinfo check lets it in':
        'userinfo is Microsoft Graph, for tokens of its own',
      'bad token: one that the provider revoked is inactive or revoked': 'signed tokens say nothing of it',
      'revoke: the token is refused here, and the provider is told (RFC 7009)': 'Entra ID has no such endpoint',
    },
  },
);
