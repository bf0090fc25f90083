import { createProviderRegistry } from '@bearerkit/core';
import { afterEach, describe, expect, it } from 'vitest';
import { api, bearer, outcome } from './__fixtures__/outcome.ts';
import { createOidcVendorFake, type OidcVendor, type OidcVendorFake, type OidcVendorRequest } from './fake/index.ts';
import { oidc } from './oidc.ts';

const ours = 'our@client';
const forApi = { audience: api ?? '' };

/** What the README says for each vendor, and what an ID token of our client and another client's token then get. */
const advice: Readonly<Record<OidcVendor, readonly [options: object, id: string, other: string]>> = {
  rfc9068: [{ ...forApi, accessTokenTyp: 'require' }, '401 id_token', 'member-1'],
  auth0: [forApi, '401 id_token', 'member-1'],
  authentik: [{ audience: ours, idTokenGuard: false }, 'member-1', '401 wrong_audience'],
  dex: [{ audience: ours, idTokenGuard: false }, 'member-1', '401 wrong_audience'],
  hydra: [{ clientIds: [ours] }, '401 id_token', '401 wrong_app'],
  logto: [{ ...forApi, algorithms: ['ES384'] }, '401 id_token', 'member-1'],
  nop: [forApi, '401 id_token', 'member-1'],
  pingfederate: [forApi, '401 id_token', 'member-1'],
  zitadel: [forApi, '401 id_token', 'member-1'],
};
const names = Object.keys(advice) as OidcVendor[];

let fake: OidcVendorFake;
afterEach(() => fake.stop());

const start = async (name: OidcVendor) => {
  fake = await createOidcVendorFake(name);
  return (options: object = {}) =>
    createProviderRegistry({ issuer: oidc({ issuer: fake.issuer, ...advice[name][0], ...options }) });
};
const asking = (more: object = {}) => {
  const [{ id, secret }] = fake.clients;
  return { mode: 'introspection', clientId: id, clientSecret: secret, ...more };
};

describe.each(names)('signed tokens of %s', (name) => {
  const [, id, other] = advice[name];

  it('a user is let in; where the guard is off, an ID token of ours too, as the README warns', async () => {
    const registry = (await start(name))();
    const said = await Promise.all([{}, { kind: 'id' as const }].map((what) => outcome(registry, fake.token(what))));
    expect(said).toEqual(['member-1', id]);
  });

  it("another client's token passes only where the API is what is bound, and then `clientIds` refuses it", async () => {
    const open = await start(name);
    expect(await outcome(open(), fake.token({ client: 'other' }))).toBe(other);
    const both = open({ clientIds: [ours] });
    expect(await outcome(both, fake.token({ client: 'other' }))).toMatch(/^401 wrong_(app|audience)$/);
  });

  it('a token for another API, and a refresh token, are refused; a machine is a client, if anything tells', async () => {
    const registry = (await start(name))();
    const isBoundByApi = other === 'member-1';
    const foreign = fake.token({ api: 'https://api.example.com.evil.example' });
    expect(await outcome(registry, foreign)).toBe(isBoundByApi ? '401 wrong_audience' : 'member-1');
    expect(await outcome(registry, fake.token({ kind: 'refresh' }))).toBe('401 unrecognised');
    const { kind } = await registry.verify(bearer(fake.token({ kind: 'machine' })));
    expect(kind).toBe(name === 'authentik' || name === 'dex' ? 'user' : 'client');
  });

  it('userinfo never decides: whatever it says, the claims are the profile', async () => {
    const auth = await (await start(name))().verify(bearer(fake.token()));
    const profile = await auth.profile();
    expect(profile.sub).toBe('member-1');
    const bad = await fetch(fake.log.at(-1)?.path === undefined ? '' : fake.url + fake.log.at(-1)?.path);
    expect(bad.status).toBe(name === 'dex' ? 403 : 401);
  });
});

describe('scopes', () => {
  it.each([
    ...(['rfc9068', 'auth0', 'hydra', 'logto', 'nop', 'pingfederate'] as const).map((name) => [name, 200] as const),
    ...(['authentik', 'dex', 'zitadel'] as const).map((name) => [name, 403] as const),
  ])('%s: a route that demands one answers %i', async (name, status) => {
    const registry = (await start(name))(name === 'hydra' ? { grant: ['orders:read'] } : {});
    const said = registry.verify(bearer(fake.token()), { scopes: ['orders:read'] });
    expect(await said.then(() => 200).catch((error) => error.status)).toBe(status);
  });
});

describe('introspection', () => {
  const opaque: OidcVendorRequest = { isOpaque: true };
  const asked = async (name: OidcVendor, what: OidcVendorRequest, more: object = {}) => {
    const open = await start(name);
    const endpoints = name === 'hydra' ? { endpoints: { introspect: fake.introspection } } : {};
    return outcome(open(asking({ ...endpoints, ...more })), fake.token(what));
  };

  it.each(['rfc9068', 'hydra', 'logto', 'nop', 'pingfederate', 'zitadel'] as const)(
    '%s: opaque tokens',
    async (name) => {
      expect(await asked(name, opaque)).toBe('member-1');
      await fake.stop();
      expect(await asked(name, { ...opaque, api: 'https://other.example.com', client: 'other' })).toMatch(
        /^401 wrong_/,
      );
    },
  );

  it.each(['nop', 'logto'] as const)('%s: a signed token is 400, which is no outage', async (name) => {
    expect(await asked(name, {})).toBe('401 unrecognised');
    await fake.stop();
    expect(await asked(name, {}, { mode: 'jwt+introspection' })).toBe('member-1');
  });

  it("authentik: another client's token is inactive, and a wrong secret of ours makes all of them so", async () => {
    expect(await asked('authentik', {})).toBe('member-1');
    await fake.stop();
    expect(await asked('authentik', { client: 'other' })).toBe('401 inactive');
    await fake.stop();
    expect(await asked('authentik', {}, { clientSecret: 'wrong' })).toBe('401 inactive');
  });

  it.each(['dex', 'hydra'] as const)('%s: refresh tokens are active, asked by anybody, and refused', async (name) => {
    const nobody = { clientId: undefined, clientSecret: undefined, clientAuthentication: 'none' };
    expect(await asked(name, {}, nobody)).toBe('member-1');
    await fake.stop();
    expect(await asked(name, { kind: 'refresh' }, nobody)).toBe('401 refresh_token');
    await fake.stop();
    expect(await asked(name, { client: 'other' }, nobody)).toMatch(/^401 wrong_/);
  });

  it.each(['dex', 'pingfederate', 'rfc9068'] as const)(
    '%s: ID tokens are active, and refused while the guard is on',
    async (name) => {
      expect(await asked(name, { kind: 'id' }, { idTokenGuard: true })).toBe('401 id_token');
    },
  );

  it('zitadel: roles are the keys of an object, which a function reads', async () => {
    const open = await start('zitadel');
    const roles = (document: Readonly<Record<string, unknown>>) =>
      Object.keys(Object(document['urn:zitadel:iam:org:project:roles']));
    const auth = await open({ attributes: { roles } }).verify(bearer(fake.token()));
    expect(auth.roles).toEqual(['admin']);
  });
});
