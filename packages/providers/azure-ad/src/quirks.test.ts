import { faults } from '@bearerkit/testkit';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { quirksOfIssuers } from './__fixtures__/quirks-of-issuers.ts';
import { bearer, outcome, providerFor, registryFor, signIn } from './__fixtures__/sign-in.ts';
import { type QuirkTests, wordsOf } from './__fixtures__/words.ts';
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

const words = () => wordsOf(fake);
const member = () => words().member();
const ask: ReturnType<typeof wordsOf>['ask'] = (...asked) => words().ask(...asked);
const get: ReturnType<typeof wordsOf>['get'] = (path) => words().get(path);

const tests = (): QuirkTests => ({
  ...quirksOfIssuers(fake),
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
});

const ids = azureAd.about.quirks.map(({ id }) => id);

it.each(ids)('%s', (id) => tests()[id]?.() ?? expect.fail('this quirk has no test'));

it('every test belongs to a quirk', () => {
  expect(Object.keys(tests()).sort()).toEqual([...ids].sort());
});
