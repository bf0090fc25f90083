import { faults } from '@bearerkit/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bearer, outcome, providerFor, registryFor, signIn } from './__fixtures__/sign-in.ts';
import { type AzureAdFake, createAzureAdFake } from './fake/index.ts';
import { azureAd } from './index.ts';

let fake: AzureAdFake;
beforeAll(async () => {
  fake = await createAzureAdFake({ seed: 'azure-ad' });
});
afterEach(() => {
  fake.heal();
  fake.forget();
  fake.setVersion(2);
});
afterAll(() => fake.stop());

const member = () => fake.accounts.member.subject;

describe('a good token', () => {
  it.each([1, 2] as const)('version %d: who it is, for whom and what it may', async (version) => {
    const registry = registryFor(fake);
    const auth = await registry.verify(bearer(fake.mint({ version })), { scopes: ['access_as_user'] });
    expect(auth).toMatchObject({
      kind: 'user',
      subject: member(),
      username: 'member-1@example.com',
      email: 'user@example.com',
      emailVerified: true,
      name: 'Member One',
      groups: fake.accounts.member.groups,
      clientId: fake.apps.client.id,
      scopes: ['access_as_user'],
    });
    expect(fake.log.map(({ path }) => path)).toEqual([fake.paths.proof[2 - version]]);
  });

  it('is checked against keys alone: nobody is asked about it, and its profile is its claims', async () => {
    const auth = await registryFor(fake).verify(bearer(fake.mint()));
    expect(await auth.profile()).toMatchObject({ oid: auth.subject.split('.')[1], ver: '2.0' });
    expect(fake.log.map(({ path }) => path)).toEqual([fake.paths.proof[0]]);
  });

  it('names no group, and has an e-mail that nobody verified', async () => {
    const token = (await fake.token({ account: 'unverified' })) ?? '';
    const auth = await registryFor(fake).verify(bearer(token));
    expect([auth.email, auth.emailVerified, auth.groups]).toEqual(['user-2@example.com', false, []]);
  });

  it('of an app: a machine with its roles, without a name, an e-mail and scopes', async () => {
    const auth = await registryFor(fake).verify(bearer(fake.mint({ kind: 'app' })), { roles: ['Orders.Read'] });
    expect([auth.kind, auth.subject, auth.clientId, auth.roles]).toEqual([
      'client',
      `${fake.tenants.home}.${fake.apps.daemon.oid}`,
      fake.apps.daemon.id,
      ['Orders.Read'],
    ]);
    expect([auth.username, auth.email, auth.scopes]).toEqual([undefined, undefined, []]);
  });

  it('of a managed identity: version 1, and its client must be listed while it has no role', async () => {
    const token = fake.mint({ kind: 'managed-identity', audience: 'api://orders', client: fake.apps.otherClient });
    expect(await outcome(registryFor(fake), token)).toBe('403 forbidden');
    const registry = registryFor(fake, { rolelessClients: [fake.apps.otherClient.id] });
    expect(await registry.verify(bearer(token))).toMatchObject({ kind: 'client', clientId: fake.apps.otherClient.id });
  });

  it('of a guest: the resource tenant and an object of it', async () => {
    const idp = 'https://sts.windows.net/00000000-0000-4000-8000-000000000002/';
    expect(await outcome(registryFor(fake), fake.mint({ claims: { idp } }))).toBe(member());
  });
});

describe('a token that is not for us', () => {
  it('of another application: wrong_audience, though Graph answers every application', async () => {
    const { otherClient, otherApi } = fake.apps;
    expect(await outcome(registryFor(fake), (await fake.token({ client: 'other' })) ?? '')).toBe('401 wrong_audience');
    const graph = fake.mint({ kind: 'graph', client: otherClient });
    expect((await fetch(`${fake.url}/oidc/userinfo`, bearer(graph))).status).toBe(200);
    expect(await outcome(registryFor(fake), graph)).toBe('401 graph_token');
    const v1 = fake.mint({ version: 1, audience: otherApi.uri ?? '' });
    expect(await outcome(registryFor(fake), v1)).toBe('401 wrong_audience');
  });

  it('of a client that is not listed: wrong_app', async () => {
    const registry = registryFor(fake, { clientIds: [fake.apps.client.id] });
    for (const version of [1, 2] as const) {
      expect(await outcome(registry, fake.mint({ version }))).toBe(member());
      expect(await outcome(registry, fake.mint({ version, client: fake.apps.otherClient }))).toBe('401 wrong_app');
    }
  });

  it.each([
    ['an array', (id: string) => [id]],
    ['a prefix', (id: string) => id.slice(0, -1)],
    ['a suffix', (id: string) => `x${id}`],
    ['the Application ID URI in version 2', () => 'api://orders'],
    ['nothing', () => undefined],
  ])('with %s as audience: wrong_audience', async (_title, aud) => {
    const token = fake.mint({ claims: { aud: aud(fake.apps.api.id) } });
    expect(await outcome(registryFor(fake), token)).toBe('401 wrong_audience');
  });

  it('of another kind: its own reason', async () => {
    const registry = registryFor(fake);
    expect(await outcome(registry, (await fake.token({ kind: 'id' })) ?? '')).toBe('401 id_token');
    expect(await outcome(registry, (await fake.token({ kind: 'refresh' })) ?? '')).toBe('401 unrecognised');
    expect(await outcome(registry, fake.mint({ kind: 'agent' }))).toBe('401 unrecognised');
    expect(await outcome(registry, fake.mint({ claims: { idtyp: 'device' } }))).toBe('401 unrecognised');
    expect(await outcome(registry, `EwB${'A'.repeat(900)}`)).toBe('401 graph_token');
    expect(await outcome(registry, 'EwBgarbage')).toBe('401 unrecognised');
    expect(await outcome(registry, 'a.b.c.d.e')).toBe('401 unrecognised');
  });

  it('that has ended, was altered, or is signed by nobody we know', async () => {
    const registry = registryFor(fake);
    expect(await outcome(registry, (await fake.token({ state: 'expired' })) ?? '')).toBe('401 expired');
    expect(await outcome(registry, fake.mint({ key: 'foreign', claims: { iat: 1 } }))).toBe('401 unknown_key');
    const [head, claims] = fake.mint().split('.');
    const [, , signature] = fake.mint({ kind: 'app' }).split('.');
    expect(await outcome(registry, `${head}.${claims}.${signature}`)).toBe('401 bad_signature');
    expect(await outcome(registry, fake.mint({ header: { alg: 'HS256' } }))).toBe('401 bad_signature');
  });

  it('without the object id: refused, and nobody else is made of it', async () => {
    expect(await outcome(registryFor(fake), fake.mint({ claims: { oid: undefined } }))).toBe('401 unrecognised');
  });
});

describe('tenants', () => {
  const several = (list: readonly string[], more: object = {}) =>
    registryFor(fake, { tenantId: 'common', tenants: [...list], endpoints: fake.endpointsOf(...list), ...more });

  it('several, each with its own keys: the same object id is two people', async () => {
    const { home, partner } = fake.tenants;
    const registry = several([home, partner]);
    const subjects = [home, partner].map((tenant) => outcome(registry, fake.mint({ tenant })));
    expect(await Promise.all(subjects)).toEqual([member(), member().replace(home, partner)]);
    expect(fake.calls(`/${partner}/discovery/v2.0/keys`)).toBe(1);
  });

  it('one that is not listed is unknown, whichever keys it shares', async () => {
    const { home, partner, personal } = fake.tenants;
    for (const tenant of [partner, personal]) {
      for (const version of [1, 2] as const) {
        expect(await outcome(several([home]), fake.mint({ tenant, version }))).toBe('401 unknown_issuer');
      }
    }
  });

  it('personal accounts, where listed', async () => {
    const { home, personal } = fake.tenants;
    const registry = several([home, personal]);
    expect(await outcome(registry, fake.mint({ tenant: personal }))).toBe(member().replace(home, personal));
  });

  it.each([
    ['another tenant than the issuer', { tid: '00000000-0000-4000-8000-000000000002' }],
    ['no tenant', { tid: undefined }],
    ['a tenant twice', { TID: '00000000-0000-4000-8000-000000000001' }],
  ])('%s: refused', async (_title, claims) => {
    expect(await outcome(registryFor(fake), fake.mint({ claims }))).toBe('401 unknown_issuer');
  });
});

describe('when Microsoft can not be asked', () => {
  it.each([
    ['an outage', faults.status(503)],
    ['a page', faults.html()],
    ['a redirect', faults.redirect('http://127.0.0.1:9/')],
    ['a cut connection', faults.reset()],
  ])('%s: 503, never 401', async (_title, fault) => {
    fake.fail(fault);
    expect(await outcome(registryFor(fake), fake.mint())).toMatch(/^503 provider_(unreachable|malformed)$/);
  });

  it('keys that are known serve on, and a new key is fetched', async () => {
    const registry = registryFor(fake);
    await outcome(registry, fake.mint());
    fake.fail(faults.status(503));
    expect(await outcome(registry, fake.mint())).toBe(member());
    fake.heal();
    fake.rollKey();
    expect(await outcome(registry, fake.mint())).toBe(member());
  });
});

describe('a login', () => {
  it('authorizes with S256, exchanges, verifies, refreshes; there is nothing to revoke at', async () => {
    const registry = registryFor(fake);
    const tokens = await signIn(fake, registry);
    expect(await outcome(registry, tokens.accessToken)).toBe(member());
    expect(await outcome(registry, tokens.idToken ?? '')).toBe('401 id_token');
    const fresh = await registry.client('azure').refresh(tokens.refreshToken ?? '');
    expect(await outcome(registry, fresh.accessToken)).toBe(member());
    await registry.client('azure').revoke(fresh.accessToken);
    expect(await outcome(registry, fresh.accessToken)).toBe('401 revoked');
  });

  it('as an app: the scope names the API', async () => {
    const registry = registryFor(fake, { rolelessClients: [fake.apps.client.id] });
    const { accessToken } = await registry.client('azure').clientCredentials({ scopes: ['api://orders/.default'] });
    expect(await outcome(registry, accessToken)).toBe(`${fake.tenants.home}.${fake.apps.client.oid}`);
    await expect(registry.client('azure').clientCredentials()).rejects.toMatchObject({ code: 'invalid_scope' });
  });

  it('with a wrong secret: invalid_client', async () => {
    const registry = registryFor(fake, { clientSecret: 'wrong' });
    await expect(registry.client('azure').refresh('x')).rejects.toMatchObject({ code: 'invalid_client' });
  });
});

describe('options', () => {
  const tenantId = '00000000-0000-4000-8000-000000000001';
  const audience = '00000000-0000-4000-8000-000000000011';

  it.each([
    ['common without a list', { tenantId: 'common' }, 'tenants'],
    ['organizations without a list', { tenantId: 'organizations' }, 'tenants'],
    ['a domain without a list', { tenantId: 'example.onmicrosoft.com' }, 'tenants'],
    ['no audience', { audience: [] }, 'audience'],
    ['version 2 without the client id of the API', { audience: 'api://orders' }, 'audience'],
    ['B2C without an authority', { directory: 'b2c' as const }, 'authority'],
    ['External ID of several tenants', { directory: 'external-id' as const, tenants: [tenantId] }, 'tenants'],
    ['External ID of a domain', { directory: 'external-id' as const, tenantId: 'example.com' }, 'tenants'],
    ['scopes that are all of Microsoft Graph', { scopes: ['openid', 'User.Read'] }, 'scopes'],
    ['a secret without a client id', { clientSecret: 'x' }, 'clientId'],
  ])('%s: refuses to start', (_title, options, name) => {
    expect(() => azureAd({ tenantId, audience, ...options })).toThrow(`azure-ad: option \`${name}`);
  });

  it('a tenant alone is its own list; version 1 alone needs no client id', () => {
    const { endpoints, accepts } = azureAd({ tenantId, audience: 'api://orders', versions: [1] });
    expect(endpoints).toMatchObject({
      issuer: [`https://login.microsoftonline.com/${tenantId}/v2.0`],
      issuerV1: [`https://sts.windows.net/${tenantId}/`],
      jwksV1: [`https://login.microsoftonline.com/${tenantId}/discovery/keys`],
      authorize: `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/authorize`,
    });
    expect(accepts.map(({ issuer, audience: names }) => [issuer, names])).toEqual([
      ['issuerV1', ['api://orders', 'api://orders/']],
      ['issuerV1', ['api://orders', 'api://orders/']],
    ]);
  });

  it('the secret does not show', () => {
    expect(JSON.stringify(providerFor(fake))).not.toContain(fake.client.secret);
  });
});

it.each(['aud', 'oid', 'tid', 'ver', 'azp', 'scp', 'roles', 'idtyp', 'sub'])(
  'a claim %s that no text can be made of is 401: nobody can make this API say 503',
  async (name) => {
    const fake = await createAzureAdFake();
    try {
      const token = fake.mint({ claims: { [name]: { toString: 1, valueOf: 1 } } });
      expect(await outcome(registryFor(fake), token)).not.toMatch(/^503/);
    } finally {
      await fake.stop();
    }
  },
);
