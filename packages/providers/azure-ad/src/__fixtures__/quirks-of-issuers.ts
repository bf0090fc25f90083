import { faults } from '@bearerkit/testkit';
import { expect } from 'vitest';
import { azureAd } from '../azure-ad.ts';
import type { AzureAdFake, AzureAdTokenRequest } from '../fake/index.ts';
import type { registryFor } from './sign-in.ts';
import { type QuirkTests, wordsOf } from './words.ts';

type Options = Parameters<typeof registryFor>[1];

/** Claims of long ago, so that keys read now are surely newer. */
const old = { iat: 1, nbf: 1 };

/** Issuers, their keys, and directories that have others. */
export function quirksOfIssuers(fake: AzureAdFake): QuirkTests {
  const { member, ask, get } = wordsOf(fake);
  const b2cIssuer = () => `${fake.url}/${fake.tenants.home}/v2.0/`;
  const b2c = (more: Options = {}): Options => ({
    directory: 'b2c',
    authority: `${fake.url}/example.onmicrosoft.com/B2C_1_signin`,
    endpoints: { issuer: [b2cIssuer()] },
    ...more,
  });
  const b2cToken = (claims: object = {}): AzureAdTokenRequest => ({
    key: 'b2c',
    claims: {
      iss: b2cIssuer(),
      tid: undefined,
      ver: '1.0',
      tfp: 'B2C_1_signin',
      sub: 'member-1',
      nonce: 'n',
      ...claims,
    },
  });

  const ciamIssuer = () => `${fake.url.replace('127.0.0.1', 'localhost')}/${fake.tenants.home}/v2.0`;
  const ciam = (more: object = {}): Options => ({
    directory: 'external-id',
    authority: `${fake.url}/ciam/${fake.tenants.home}`,
    endpoints: { issuer: [ciamIssuer()], ...more },
  });

  return {
    'v1-issuer-slash': async () => {
      const base = `${fake.url}/${fake.tenants.home}`;
      expect(await ask({ version: 1, claims: { iss: base } })).toBe('401 unknown_issuer');
      expect(await ask({ version: 2, claims: { iss: `${base}/v2.0/` } })).toBe('401 unknown_issuer');
      expect(await ask(b2cToken({ iss: `${base}/v2.0` }), b2c())).toBe('401 unknown_issuer');
    },

    'templated-issuer': async () => {
      expect((await get('/common/v2.0/.well-known/openid-configuration')).issuer).toBe(`${fake.url}/{tenantid}/v2.0`);
      expect(() => azureAd({ tenantId: 'common', audience: fake.apps.api.id })).toThrow('tenants');
      for (const tenant of ['common', '{tenantid}']) {
        const iss = `${fake.url}/${tenant}/v2.0`;
        expect(await ask({ claims: { iss, tid: tenant } })).toBe('401 unknown_issuer');
      }
    },

    'tenant-substring': async () => {
      const { home, partner } = fake.tenants;
      const iss = `${fake.url}/${partner}/${home}/v2.0`;
      expect(await ask({ claims: { iss } })).toBe('401 unknown_issuer');
      expect(await ask({ claims: { tid: home.slice(0, 8) } })).toBe('401 unknown_issuer');
      const tenantId = 'ABCDEF00-0000-4000-8000-000000000001';
      const tenant = tenantId.toLowerCase();
      const options = { tenantId, endpoints: { ...fake.endpoints, issuer: [`${fake.url}/${tenant}/v2.0`] } };
      const claims = { iss: options.endpoints.issuer[0] };
      expect(await ask({ claims: { ...claims, tid: tenant } }, options)).toMatch(tenant);
      expect(await ask({ claims: { ...claims, tid: tenantId } }, options)).toBe('401 unknown_issuer');
    },

    'key-issuer': async () => {
      expect(await ask({ key: 'consumers' })).toBe('401 bad_signature');
      const { personal } = fake.tenants;
      const options = { tenantId: 'consumers', endpoints: fake.endpointsOf(personal) };
      expect(await ask({ tenant: personal }, options)).toMatch(personal);
      expect(await ask({ tenant: personal, key: 'tenants' }, options)).toMatch(personal);
    },

    'foreign-cloud-keys': async () => {
      for (const version of [1, 2] as const) {
        expect(await ask({ version, key: 'us-gov' })).toBe('401 bad_signature');
        expect(await ask({ version, key: 'us-gov' }, { cloud: 'us-gov' })).toBe(member());
      }
    },

    'no-alg-in-jwks': async () => {
      const { keys } = await get(fake.paths.proof[0] ?? '');
      expect(keys.some((key: object) => 'alg' in key)).toBe(false);
      for (const alg of ['PS256', 'RS512', 'HS256', 'none']) {
        expect(await ask({ header: { alg } })).toBe('401 bad_signature');
      }
    },

    'v1-jwks-without-issuer': async () => {
      const { keys } = await get(fake.paths.proof[1] ?? '');
      expect(keys.some((key: object) => 'issuer' in key)).toBe(false);
      expect(await ask({ version: 1 })).toBe(member());
      for (const [issuer, answer] of [
        ['https://login.microsoftonline.com/{TenantId}/v2.0', member()],
        ['https://login.microsoftonline.us/{tenantid}/v2.0', '401 bad_signature'],
      ] as const) {
        fake.fail(faults.json({ keys: keys.map((key: object) => ({ ...key, issuer })) }));
        expect(await ask({ version: 1 })).toBe(answer);
        fake.heal();
      }
    },

    'b2c-shared-key': async () => {
      expect(await ask(b2cToken(), b2c())).toBe(`${fake.tenants.home}.member-1`);
      const iss = `${fake.url}/${fake.tenants.partner}/v2.0/`;
      expect(await ask(b2cToken({ iss }), b2c())).toBe('401 unknown_issuer');
    },

    'b2c-ver-1-0': async () => {
      expect(await ask(b2cToken({ aud: 'api://orders' }), b2c())).toBe('401 wrong_audience');
      expect(await ask(b2cToken({ azp: undefined }), b2c())).toBe('401 id_token');
      expect(await ask(b2cToken({ scp: undefined, oid: 'member-1' }), b2c())).toBe('401 unrecognised');
    },

    'b2c-tfp-issuer': async () => {
      const iss = `${fake.url}/tfp/${fake.tenants.home}/b2c_1_signin/v2.0/`;
      const options = b2c({ endpoints: { issuer: [b2cIssuer(), iss] } });
      expect(await ask(b2cToken({ iss, tfp: 'b2c_1_signin' }), options)).toBe(`${fake.tenants.home}.member-1`);
      expect(await ask(b2cToken({ tfp: undefined, acr: 'b2c_1_signin' }), options)).toMatch('member-1');
      expect(await ask(b2cToken({ tfp: 'B2C_1_reset' }), options)).toBe('401 unrecognised');
      expect(await ask(b2cToken({ tfp: 'B2C_1_reset' }), b2c({ policies: ['B2C_1_reset'] }))).toMatch('member-1');
    },

    'ciam-guid-host': async () => {
      const { home } = fake.tenants;
      const { endpoints } = azureAd({ tenantId: home, audience: fake.apps.api.id, directory: 'external-id' });
      expect(endpoints.issuer).toEqual([`https://${home}.ciamlogin.com/${home}/v2.0`]);
      const token = { key: 'external-id', claims: { iss: ciamIssuer(), sub: 'member-1', ...old } } as const;
      expect(await ask(token, ciam())).toBe(`${home}.member-1`);
      expect(await ask(token, ciam({ jwks: fake.endpoints.jwks[0] }))).toBe('401 unknown_key');
    },

    'china-two-hosts': async () => {
      const { home } = fake.tenants;
      const authority = `https://login.chinacloudapi.cn/${home}`;
      const { endpoints } = azureAd({ tenantId: home, audience: fake.apps.api.id, cloud: 'china', authority });
      expect(endpoints).toMatchObject({
        issuer: [`https://login.partner.microsoftonline.cn/${home}/v2.0`],
        issuerV1: [`https://sts.chinacloudapi.cn/${home}/`],
        token: `${authority}/oauth2/v2.0/token`,
      });
    },
  };
}
