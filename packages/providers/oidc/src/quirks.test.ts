import { createFakeServer, faults, json } from '@bearerkit/testkit';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { api, asking, bearer, opaqueApi, outcome, registryFor } from './__fixtures__/outcome.ts';
import { createOidcFake, type OidcFake, oidcPaths } from './fake/index.ts';
import { oidc } from './oidc.ts';

const ecApi = 'https://ec.example.com';
let fake: OidcFake;
beforeAll(async () => {
  const resources = { [api]: { format: 'jwt' }, [opaqueApi]: { format: 'opaque' } } as const;
  fake = await createOidcFake({ resources: { ...resources, [ecApi]: { format: 'jwt', algorithm: 'ES384' } } });
});
afterEach(() => fake.heal());
afterAll(() => fake.stop());

/** What the registry makes of an answer to the introspection of some opaque token. */
const introspected = (answer: object, options: object = {}) => {
  fake.outage('introspection', faults.json(answer));
  return outcome(registryFor(fake, { ...asking(fake), ...options }), 'some-token');
};
const active = { active: true, sub: 'member-1', aud: opaqueApi, token_type: 'Bearer' };
const userinfoAnswering = async (status: number, headers: Record<string, string>) => {
  fake.outage('userinfo', faults.status(status, { headers, body: 'Unauthorized' }));
  const auth = await registryFor(fake).verify(bearer(fake.forge()));
  return [auth.subject, await auth.profile().catch((error) => error.status)];
};
const discovery = async (changes: object) => {
  const document = Object(await (await fetch(fake.issuer + oidcPaths.discovery)).json());
  fake.outage('discovery', faults.json({ ...document, ...changes }));
};
const forged = (claims: object, header: object = {}) => fake.forge({ claims: { ...claims }, header: { ...header } });
const claims = { sub: 'member-1', aud: api };

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'issuer-trailing-slash': async () => {
    expect(await outcome(registryFor(fake), forged({ iss: `${fake.issuer}/` }))).toBe('401 unknown_issuer');
    const slashed = registryFor(fake, { issuer: `${fake.issuer}/` });
    expect(await outcome(slashed, fake.forge())).toBe('401 unknown_issuer');
    expect(await outcome(slashed, forged({ iss: `${fake.issuer}/` }))).toBe('503 provider_malformed');
  },

  'well-known-append-vs-insert': async () => {
    const [appended, inserted] = [
      '/tenant/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server/tenant',
    ];
    const document = () => json({ issuer: `${server.url}/tenant`, jwks_uri: `${server.url}/keys` });
    const keys = () =>
      json({ keys: fake.keys.map(({ kid, publicKey }) => ({ ...publicKey.export({ format: 'jwk' }), kid })) });
    const server = await createFakeServer({ routes: { [`GET ${inserted}`]: document, 'GET /keys': keys } });
    const issuer = `${server.url}/tenant`;
    expect(await outcome(registryFor(fake, { issuer }), forged({ iss: issuer }))).toBe('member-1');
    expect(server.log.map(({ path }) => path)).toEqual([appended, inserted, '/keys']);
    await server.stop();
  },

  'typ-at-jwt-rare': async () => {
    for (const typ of ['JWT', undefined]) {
      expect(await outcome(registryFor(fake), forged({}, { typ }))).toBe('member-1');
      expect(await outcome(registryFor(fake, { accessTokenTyp: 'require' }), forged({}, { typ }))).toBe(
        '401 unrecognised',
      );
    }
    expect(await outcome(registryFor(fake, { accessTokenTyp: 'require' }), fake.forge())).toBe('member-1');
  },

  'aud-is-client-id': async () => {
    const registry = registryFor(fake, { audience: fake.clients[0].id });
    expect(await outcome(registry, (await fake.signIn()).idToken ?? '')).toBe('401 id_token');
    expect(await outcome(registry, forged({ aud: fake.clients[0].id }, { typ: 'JWT' }))).toBe('member-1');
    const lookalike = forged({ aud: fake.clients[0].id, nonce: 'x' }, { typ: 'JWT' });
    expect(await outcome(registry, lookalike)).toBe('401 id_token');
    const unguarded = registryFor(fake, { audience: fake.clients[0].id, idTokenGuard: false });
    expect(await outcome(unguarded, lookalike)).toBe('member-1');
  },

  'aud-empty-array': async () => {
    expect(await outcome(registryFor(fake), forged({ aud: [] }))).toBe('401 wrong_audience');
    expect(await outcome(registryFor(fake, { clientIds: [fake.clients[0].id] }), forged({ aud: [] }))).toBe('member-1');
  },

  'aud-has-userinfo': async () => {
    const userinfo = `${fake.issuer}/me`;
    expect(await outcome(registryFor(fake), forged({ aud: [api, userinfo] }))).toBe('member-1');
    expect(await outcome(registryFor(fake), forged({ aud: [userinfo] }))).toBe('401 wrong_audience');
  },

  'no-audience-means-opaque': async () => {
    const { accessToken } = await fake.signIn({ resource: null, scope: 'openid' });
    expect(await outcome(registryFor(fake), accessToken)).toBe('401 unrecognised');
    expect(await outcome(registryFor(fake, asking(fake)), accessToken)).toBe('401 wrong_audience');
  },

  'scp-array': async () => {
    const token = forged({ scope: undefined, scp: ['orders:read', 'offline'] });
    const auth = await registryFor(fake).verify(bearer(token), { scopes: ['orders:read'] });
    expect(auth.scopes).toEqual(['orders:read', 'offline']);
  },

  'no-scope-claim': async () => {
    const token = forged({ scope: undefined });
    const demand = { scopes: ['orders:read'] };
    await expect(registryFor(fake).verify(bearer(token), demand)).rejects.toMatchObject({ status: 403 });
    const granting = registryFor(fake, { grant: ['orders:read'] });
    expect((await granting.verify(bearer(token), demand)).subject).toBe('member-1');
  },

  'introspection-unlisted': async () => {
    await discovery({ introspection_endpoint: undefined });
    const { accessToken } = await fake.clientCredentials({ resource: opaqueApi });
    const error = await registryFor(fake, asking(fake))
      .verify(bearer(accessToken))
      .catch((caught) => caught);
    expect([error.reason, error.message]).toEqual([
      'provider_malformed',
      expect.stringContaining('endpoints.introspect'),
    ]);
    const endpoints = { introspect: fake.issuer + oidcPaths.introspection };
    expect(await outcome(registryFor(fake, { ...asking(fake), endpoints }), accessToken)).toBe(fake.clients[0].id);
  },

  'introspection-unauthenticated': async () => {
    const open = { clientAuthentication: 'none', clientId: undefined, clientSecret: undefined };
    fake.forget();
    expect(await introspected({ ...active, aud: 'https://other.example' }, open)).toBe('401 wrong_audience');
    const call = fake.log.find(({ path }) => path === oidcPaths.introspection);
    expect([call?.headers.authorization, call?.form.get('client_id')]).toEqual([undefined, null]);
  },

  'introspection-client-id-is-caller': async () => {
    const client_id = fake.clients[0].id;
    expect(await introspected({ ...active, client_id, aud: 'their-app' })).toBe('401 wrong_audience');
    expect(await introspected({ ...active, client_id, aud: undefined })).toBe('401 wrong_audience');
  },

  'introspection-bad-secret-inactive': async () => {
    expect(await introspected({ active: false })).toBe('401 inactive');
    fake.heal();
    const { accessToken } = await fake.clientCredentials({ resource: opaqueApi });
    expect(await outcome(registryFor(fake, { ...asking(fake), clientSecret: 'wrong' }), accessToken)).toBe(
      '503 provider_malformed',
    );
  },

  'introspection-other-provider-inactive': async () => {
    expect(await introspected({ active: false, client_id: 'other-app', aud: opaqueApi })).toBe('401 inactive');
  },

  'introspection-refuses-jwt': async () => {
    const { accessToken } = await fake.signIn();
    expect(await outcome(registryFor(fake, asking(fake, 'introspection')), accessToken)).toBe('401 unrecognised');
    expect(await outcome(registryFor(fake, asking(fake)), accessToken)).toBe('member-1');
  },

  'introspection-accepts-id-token': async () => {
    expect(await introspected({ ...active, nonce: 'x' })).toBe('401 id_token');
    expect(await introspected({ ...active, aud: fake.clients[0].id })).toBe('401 id_token');
    expect(await introspected({ ...active, token_use: 'id_token' })).toBe('401 id_token');
  },

  'introspection-accepts-refresh': async () => {
    const { refreshToken = '' } = await fake.signIn({ resource: opaqueApi });
    const byClient = registryFor(fake, { ...asking(fake), clientIds: [fake.clients[0].id] });
    expect(await outcome(byClient, refreshToken)).toBe('401 unrecognised');
    expect(await outcome(registryFor(fake, asking(fake)), refreshToken)).toBe('401 wrong_audience');
    expect(await introspected({ ...active, token_use: 'refresh_token' })).toBe('401 refresh_token');
    expect(await introspected({ ...active, token_type: 'Refresh' })).toBe('401 refresh_token');
  },

  'active-not-boolean': async () => {
    for (const value of ['true', 1, {}, null]) {
      expect(await introspected({ ...active, active: value })).toBe('503 provider_malformed');
      fake.heal();
    }
  },

  'userinfo-refuses-aud': async () => {
    const auth = await registryFor(fake).verify(bearer((await fake.signIn()).accessToken));
    expect(await auth.profile()).toMatchObject(claims);
    expect(fake.log.at(-1)?.path).toBe(oidcPaths.userinfo);
  },

  'userinfo-403-bad-token': async () => {
    const [subject] = await userinfoAnswering(403, {});
    expect(subject).toBe('member-1');
  },

  'userinfo-text-body': async () => {
    const answer = await userinfoAnswering(401, { 'content-type': 'text/plain' });
    expect(answer).toEqual(['member-1', expect.objectContaining(claims)]);
  },

  'challenge-without-scheme': async () => {
    const answer = await userinfoAnswering(401, { 'www-authenticate': 'error="invalid_token"' });
    expect(answer).toEqual(['member-1', expect.objectContaining(claims)]);
  },

  'userinfo-any-client': async () => {
    const { accessToken } = await fake.signIn({ resource: null, scope: 'openid', client: fake.clients[1] });
    const userinfo = await fetch(fake.issuer + oidcPaths.userinfo, bearer(accessToken));
    expect(userinfo.status).toBe(200);
    expect(await outcome(registryFor(fake, asking(fake)), accessToken)).toBe('401 wrong_audience');
  },

  'basic-needs-urlencoding': async () => {
    const [{ id, secret }] = fake.clients;
    expect(`${id}${secret}`).toMatch(/@.*:.*\+.*%/);
    const { accessToken } = await fake.clientCredentials({ resource: opaqueApi });
    expect(await outcome(registryFor(fake, asking(fake)), accessToken)).toBe(id);
  },

  'roles-as-object': async () => {
    const claim = 'urn:zitadel:iam:org:project:roles';
    const token = forged({ [claim]: { admin: { '1': 'example.com' } } });
    const rolesBy = async (roles: string | ((document: Readonly<Record<string, unknown>>) => unknown)) =>
      (await registryFor(fake, { attributes: { roles } }).verify(bearer(token))).roles;
    expect(await rolesBy(`/${claim}`)).toEqual([]);
    expect(await rolesBy((document) => Object.keys(Object(document[claim])))).toEqual(['admin']);
  },

  'sub-mode-mutable': async () => {
    expect(oidc.about.setup?.steps.join()).toContain('immutable subject');
    const attributes = { subject: '/email' } as object;
    expect(() => registryFor(fake, { attributes })).toThrow('subject');
  },

  'discovery-algs-not-allow-list': async () => {
    await discovery({ id_token_signing_alg_values_supported: ['none', 'HS256', 'RS256'] });
    for (const alg of ['none', 'HS256']) {
      expect(await outcome(registryFor(fake), forged({}, { alg }))).toBe('401 bad_signature');
    }
  },

  'ec-keys': async () => {
    const { accessToken } = await fake.clientCredentials({ resource: ecApi });
    expect(await outcome(registryFor(fake, { audience: ecApi }), accessToken)).toBe('401 bad_signature');
    const registry = registryFor(fake, { audience: ecApi, algorithms: ['RS256', 'ES384'] });
    expect(await outcome(registry, accessToken)).toBe(fake.clients[0].id);
  },

  'html-errors': async () => {
    const { accessToken } = await fake.signIn({ resource: opaqueApi });
    fake.forget();
    await outcome(registryFor(fake, asking(fake)), accessToken);
    await outcome(registryFor(fake), fake.forge());
    expect(fake.log.map(({ path }) => path)).toEqual(expect.arrayContaining([oidcPaths.introspection, oidcPaths.jwks]));
    for (const { headers } of fake.log) expect(headers.accept).toMatch(/application\/json$/);
  },

  'relative-endpoint': async () => {
    await discovery({ jwks_uri: '/jwks' });
    expect(await outcome(registryFor(fake), fake.forge())).toBe('503 provider_malformed');
  },

  'logout-token-typ-jwt': async () => {
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    const token = forged({ sub: undefined, sid: 'x', scope: undefined, events }, { typ: 'JWT' });
    expect(await outcome(registryFor(fake), token)).toBe('401 unrecognised');
  },

  'oidc-key-may-sign-all': async () => {
    const { idToken = '', accessToken } = await fake.signIn();
    const kid = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
    expect(kid(idToken)).toBe(kid(accessToken));
    expect(await outcome(registryFor(fake), idToken)).toBe('401 id_token');
    expect(await outcome(registryFor(fake), forged({}, { typ: 'dpop+jwt' }))).toBe('401 unrecognised');
  },
};

it.each(oidc.about.quirks.map(({ id }) => id))('%s', (id) => tests[id]?.() ?? expect.fail('this quirk has no test'));

it('every test belongs to a quirk', () => {
  expect(Object.keys(tests)).toEqual(oidc.about.quirks.map(({ id }) => id));
});
