import { faults } from '@bearerkit/testkit';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { bearer, outcome, providerFor, registryFor, signIn } from './__fixtures__/sign-in.ts';
import { azureAd } from './azure-ad.ts';
import { type AzureAdFake, type AzureAdTokenRequest, createAzureAdFake } from './fake/index.ts';

let fake: AzureAdFake;
beforeAll(async () => {
  fake = await createAzureAdFake({ seed: 'quirks' });
});
afterEach(() => {
  fake.heal();
  fake.forget();
  fake.setVersion(2);
});
afterAll(() => fake.stop());

type Options = Parameters<typeof registryFor>[1];

const member = () => fake.accounts.member.subject;
const ask = (request: AzureAdTokenRequest = {}, options: Options = {}) =>
  outcome(registryFor(fake, options), fake.mint(request));
const get = async (path: string) => Object(await (await fetch(fake.url + path)).json());
/** Claims of long ago, so that keys read now are surely newer. */
const old = { iat: 1, nbf: 1 };

const b2cIssuer = () => `${fake.url}/${fake.tenants.home}/v2.0/`;
const b2c = (more: Options = {}): Options => ({
  directory: 'b2c',
  authority: `${fake.url}/example.onmicrosoft.com/B2C_1_signin`,
  endpoints: { issuer: [b2cIssuer()] },
  ...more,
});
const b2cToken = (claims: object = {}): AzureAdTokenRequest => ({
  key: 'b2c',
  claims: { iss: b2cIssuer(), tid: undefined, ver: '1.0', tfp: 'B2C_1_signin', sub: 'member-1', nonce: 'n', ...claims },
});

const ciamIssuer = () => `${fake.url.replace('127.0.0.1', 'localhost')}/${fake.tenants.home}/v2.0`;
const ciam = (more: object = {}): Options => ({
  directory: 'external-id',
  authority: `${fake.url}/ciam/${fake.tenants.home}`,
  endpoints: { issuer: [ciamIssuer()], ...more },
});

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'graph-token-nonce': async () => {
    expect(await ask({ kind: 'graph' })).toBe('401 graph_token');
    expect(await ask({ header: { nonce: 'x' } })).toBe('401 graph_token');
    expect(await ask({ claims: { aud: 'https://management.azure.com/' } })).toBe('401 graph_token');
    expect(fake.calls()).toBe(0);
    expect(await ask({ kind: 'graph', header: { nonce: undefined }, claims: { aud: 'api://orders' } })).toBe(member());
  },

  'default-scope-is-graph': async () => {
    const registry = registryFor(fake);
    const { redirectUri } = fake.client;
    const { url, codeVerifier } = await registry
      .client('azure')
      .authorize({ redirectUri, scopes: ['openid', 'profile'] });
    const code = new URL(await fake.authorize(url)).searchParams.get('code') ?? '';
    const tokens = await registry.client('azure').exchange({ code, redirectUri, codeVerifier });
    expect(await outcome(registry, tokens.accessToken)).toBe('401 graph_token');
    expect(await outcome(registry, (await signIn(fake, registry)).accessToken)).toBe(member());
  },

  'resource-mismatch-9010010': async () => {
    const client = registryFor(fake).client('azure');
    const { redirectUri } = fake.client;
    const asked = (parameters: Readonly<Record<string, string>>) => client.authorize({ redirectUri, parameters });
    const back = async (resource: string) =>
      new URL(await fake.authorize((await asked({ resource })).url)).searchParams.get('error_description');
    expect(await back('https://gateway.example')).toMatch(/^AADSTS9010010:/);
    expect(await back('api://orders')).toBeNull();
    expect(new URL((await asked({})).url).searchParams.has('resource')).toBe(false);
  },

  'version-owned-by-api': async () => {
    fake.setVersion(1);
    const registry = registryFor(fake);
    const { accessToken } = await signIn(fake, registry);
    expect(JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()).ver).toBe('1.0');
    expect(await outcome(registry, accessToken)).toBe(member());
    expect(await outcome(registryFor(fake, { versions: [2] }), accessToken)).toBe('401 unknown_issuer');
    expect(await ask({ version: 2, claims: { ver: '1.0' } })).toBe('401 unrecognised');
    expect(await ask({ version: 1, claims: { ver: '2.0' } })).toBe('401 unrecognised');
  },

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
    expect(await ask(token, ciam({ jwks: fake.endpoints.jwks }))).toBe('401 unknown_key');
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

  'aud-at-random': async () => {
    for (const audience of ['api://orders', 'api://orders/', fake.apps.api.id]) {
      expect(await ask({ version: 1, audience })).toBe(member());
    }
    expect(await ask({ version: 1, audience: 'api://orders//' })).toBe('401 wrong_audience');
  },

  'id-token-same-aud': async () => {
    const { api } = fake.apps;
    for (const version of [1, 2] as const) {
      expect(await ask({ kind: 'id', version, client: api, claims: { roles: ['Admin'] } })).toBe('401 id_token');
      expect(await ask({ version, claims: { nonce: 'x' } })).toBe(member());
      expect(await ask({ version, claims: { at_hash: 'x' } })).toBe('401 id_token');
    }
    expect(await ask({ claims: { azp: 1 } })).toBe('401 id_token');
  },

  'roleless-app-token': async () => {
    const client = fake.apps.otherClient;
    for (const version of [1, 2] as const) {
      expect(await ask({ kind: 'app', version, client })).toBe('403 forbidden');
      expect(await ask({ kind: 'app', version, client, claims: { roles: [] } })).toBe('403 forbidden');
      expect(await ask({ kind: 'app', version, client }, { rolelessClients: [client.id] })).toMatch(client.oid);
      expect(await ask({ kind: 'app', version, client }, { clientIds: [client.id] })).toMatch(client.oid);
      expect(await ask({ kind: 'app', version })).toMatch(fake.apps.daemon.oid);
    }
  },

  'idtyp-optional': async () => {
    const kindOf = async (request: AzureAdTokenRequest) =>
      (await registryFor(fake).verify(bearer(fake.mint(request)))).kind;
    for (const idtyp of [undefined, 'app']) expect(await kindOf({ kind: 'app', claims: { idtyp } })).toBe('client');
    for (const idtyp of [undefined, 'user']) expect(await kindOf({ claims: { idtyp } })).toBe('user');
    expect(await ask({ claims: { idtyp: 'app' } })).toBe('401 unrecognised');
    expect(await ask({ kind: 'app', claims: { idtyp: 'user' } })).toBe('401 unrecognised');
    expect(await ask({ claims: { scp: undefined } })).toBe('401 unrecognised');
  },

  'sub-is-pairwise': async () => {
    const subOf = async (request: AzureAdTokenRequest) => {
      const auth = await registryFor(fake).verify(bearer(fake.mint(request)));
      return [auth.subject, auth.claims.sub];
    };
    const [v2, v1] = [await subOf({ version: 2 }), await subOf({ version: 1 })];
    expect(v2[0]).toBe(v1[0]);
    expect(v2[1]).not.toBe(v1[1]);
  },

  'noauth-email': async () => {
    const token = fake.mint({ claims: { email: 'boss@example.com', email_verified: true, xms_edov: undefined } });
    const auth = await registryFor(fake).verify(bearer(token));
    expect([auth.email, auth.emailVerified]).toEqual(['boss@example.com', false]);
  },

  'edov-encoding': async () => {
    const registry = registryFor(fake);
    const verified = async (xms_edov: unknown) =>
      (await registry.verify(bearer(fake.mint({ claims: { xms_edov } })))).emailVerified;
    for (const yes of [true, 'true', 1, '1']) expect(await verified(yes)).toBe(true);
    for (const no of [false, 'false', 0, '0', 'yes', [true], null, 2]) expect(await verified(no)).toBe(false);
  },

  'upn-hash-ext': async () => {
    const token = (await fake.token({ account: 'unverified' })) ?? '';
    const auth = await registryFor(fake).verify(bearer(token));
    expect([auth.username, auth.subject]).toEqual([
      'member-2_home.example.com#EXT#@example.onmicrosoft.com',
      fake.accounts.unverified?.subject,
    ]);
    for (const { attributes } of providerFor(fake).accepts) {
      expect(attributes.username).toMatchObject({ mutable: true, reassignable: true });
    }
  },

  'groups-overage': async () => {
    const sources = {
      _claim_names: { groups: 'src1' },
      _claim_sources: { src1: { endpoint: 'https://graph.windows.net' } },
    };
    for (const more of [sources, { hasgroups: true }, { hasgroups: 'true' }]) {
      const claims = { groups: undefined, ...more };
      expect(await ask({ claims })).toBe('403 forbidden');
      const auth = await registryFor(fake, { groupOverage: 'ignore' }).verify(bearer(fake.mint({ claims })));
      expect(auth.groups).toEqual([]);
    }
  },

  'old-refresh-still-valid': async () => {
    const registry = registryFor(fake);
    const { refreshToken = '' } = await signIn(fake, registry);
    for (const _ of [1, 2]) {
      const fresh = await registry.client('azure').refresh(refreshToken);
      expect(fresh.refreshToken).not.toBe(refreshToken);
      expect(await outcome(registry, fresh.accessToken)).toBe(member());
    }
  },

  'mi-24h-token': async () => {
    const registry = registryFor(fake);
    const request = { kind: 'managed-identity', audience: 'api://orders', lifeSeconds: 86_700 } as const;
    const token = fake.mint(request);
    const { subject, expiresAt = 0 } = await registry.verify(bearer(token));
    expect(expiresAt - Date.now() / 1000).toBeGreaterThan(86_000);
    await registry.revoke({ provider: 'azure', subject });
    expect(await outcome(registry, token)).toBe('401 revoked');
  },

  'string-numbers': async () => {
    const endpoints = { ...fake.endpoints, token: `${fake.url}/${fake.tenants.home}/oauth2/token` };
    const client = registryFor(fake, { endpoints }).client('azure');
    const { expiresAt = 0 } = await client.clientCredentials({ parameters: { resource: 'api://orders' } });
    expect(expiresAt - Date.now() / 1000).toBeGreaterThan(3500);
  },

  'text-429': async () => {
    const headers = { 'content-type': 'text/plain', 'retry-after': '60' };
    fake.fail(faults.status(429, { headers, body: 'Too Many Requests' }));
    const registry = registryFor(fake);
    const refused = await registry.verify(bearer(fake.mint())).catch((error) => error);
    expect([refused.status, refused.reason, refused.retryAfter]).toEqual([503, 'provider_rate_limited', 60]);
    await expect(registry.client('azure').refresh('x')).rejects.toMatchObject({ code: 'provider_rate_limited' });
  },

  'own-default-gives-id-token': async () => {
    const { api } = fake.apps;
    expect(await ask({ kind: 'id', client: api })).toBe('401 id_token');
    const { url } = await registryFor(fake).client('azure').authorize({ redirectUri: fake.client.redirectUri });
    expect(new URL(url).searchParams.get('response_type')).toBe('code');
  },

  'double-slash-default': async () => {
    const { scopes } = providerFor(fake, { audience: [fake.apps.api.id, 'https://orders.example.com/'] });
    expect(scopes.request.at(-1)).toBe('https://orders.example.com//.default');
  },

  'frontchannel-no-iss': async () => {
    expect((await get('/common/v2.0/.well-known/openid-configuration')).frontchannel_logout_supported).toBe(true);
    expect(Object.keys(providerFor(fake).endpoints)).not.toContain('endSession');
  },
};

it.each(azureAd.about.quirks.map(({ id }) => id))('%s', (id) => tests[id]?.() ?? expect.fail('this quirk has no test'));

it('every test belongs to a quirk', () => {
  expect(Object.keys(tests)).toEqual(azureAd.about.quirks.map(({ id }) => id));
});
