import { generateKeyPairSync } from 'node:crypto';
import { faults } from '@bearerkit/testkit';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { bearer, outcome, registryFor } from './__fixtures__/outcome.ts';
import {
  createKeycloakFake,
  type KeycloakFake,
  type KeycloakFakeSettings,
  keycloakSubjects as who,
} from './fake/index.ts';
import { keycloak } from './keycloak.ts';
import { keycloakJson } from './keycloak-json.ts';

let fake: KeycloakFake;
let usual: KeycloakFakeSettings;
beforeAll(async () => {
  fake = await createKeycloakFake();
  usual = { ...fake.settings };
});
afterEach(() => {
  fake.heal();
  Object.assign(fake.settings, usual);
});
afterAll(() => fake.stop());

const asking = { mode: 'introspection' } as const;
const userinfo = (token?: string) => fetch(fake.url + fake.path('userinfo'), token === undefined ? {} : bearer(token));
const post = (path: string, form: Readonly<Record<string, string>>, id = fake.client.id, secret = fake.client.secret) =>
  fetch(fake.url + fake.path(path), {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams(form),
  });
const introspected = async (token: string, id?: string) =>
  (await post('token/introspect', { token }, id, fake.clients.get(id ?? 'rest-api')?.secret)).json();
const part = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString());
const claimsOf = (token: string) => part(token, 1);
const reasonOf = (options: object, token: string) => outcome(registryFor(fake, options), token);

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'aud-is-account': async () => {
    const { accessToken } = fake.signIn({ client: 'other-app' });
    expect(claimsOf(accessToken).aud).toBe('account');
    expect(await reasonOf({}, accessToken)).toBe('401 wrong_audience');
    expect(() => registryFor(fake, { audience: 'account' })).toThrow('which tokens of every application name');
  },

  'aud-follows-roles': async () => {
    const { accessToken } = fake.signIn({ client: 'other-app', subject: who.writer });
    expect(claimsOf(accessToken)).toMatchObject({ azp: 'other-app', aud: ['account', 'rest-api'] });
    expect(await reasonOf({}, accessToken)).toBe(who.writer);
    for (const options of [{}, asking]) {
      const both = { ...options, audience: 'rest-api', clientIds: ['web-app'] };
      expect(await reasonOf(both, accessToken)).toBe('401 wrong_app');
      expect(await reasonOf(both, fake.signIn({ client: 'web-app' }).accessToken)).toBe(who.member);
    }
  },

  'issuer-not-in-aud': async () => {
    fake.settings.audienceMapper = [];
    const { accessToken } = fake.signIn({ subject: who.writer });
    expect(claimsOf(accessToken)).toMatchObject({ azp: 'rest-api', aud: 'account' });
    expect(await reasonOf({}, accessToken)).toBe('401 wrong_audience');
    expect(await reasonOf({ clientIds: ['rest-api'] }, accessToken)).toBe(who.writer);
    expect(keycloak.about.setup?.steps.join()).toContain('Mappers → Audience');
  },

  'id-token-same-header': async () => {
    const { idToken, accessToken } = fake.signIn();
    expect(part(idToken, 0)).toEqual(part(accessToken, 0));
    expect(await reasonOf({}, idToken)).toBe('401 id_token');
    expect(await reasonOf({ clientIds: ['rest-api'] }, idToken)).toBe('401 id_token');
    fake.fail(faults.json({ ...claimsOf(idToken), active: true }), { path: fake.path('token/introspect') });
    expect(await reasonOf(asking, fake.signIn().accessToken)).toBe('401 id_token');
  },

  'nonce-before-25': async () => {
    fake.settings.version = 24;
    const { accessToken, idToken } = fake.signIn({ nonce: 'x' });
    expect([claimsOf(accessToken).nonce, claimsOf(idToken).nonce]).toEqual(['x', 'x']);
    expect(await reasonOf({}, accessToken)).toBe(who.member);
    expect(await reasonOf(asking, accessToken)).toBe(who.member);
    expect(await reasonOf({}, idToken)).toBe('401 id_token');
  },

  'refresh-introspects-active': async () => {
    const { refreshToken, accessToken } = fake.signIn({ client: 'web-app' });
    const answer = await introspected(refreshToken);
    expect(answer).toMatchObject({ active: true, typ: 'Refresh', token_type: 'Refresh', client_id: 'web-app' });
    expect(answer.aud).toEqual(expect.arrayContaining(['rest-api', fake.issuer]));
    fake.forget();
    expect(await reasonOf(asking, refreshToken)).toBe('401 refresh_token');
    expect(fake.calls()).toBe(0);
    for (const typ of ['Refresh', 'Offline']) {
      fake.fail(faults.json({ ...answer, typ, token_type: undefined }), { path: fake.path('token/introspect') });
      expect(await reasonOf(asking, accessToken)).toBe('401 refresh_token');
      fake.heal();
    }
  },

  'introspection-audience-since-26-6-2': async () => {
    fake.settings.audienceMapper = [];
    const { accessToken } = fake.signIn();
    const byClient = { ...asking, clientIds: ['rest-api'] };
    expect(await reasonOf(byClient, accessToken)).toBe('401 inactive');
    fake.settings.introspectionWithoutAudience = true;
    expect(await reasonOf(byClient, accessToken)).toBe(who.member);
    Object.assign(fake.settings, { introspectionWithoutAudience: false, audienceMapper: ['rest-api'] });
    expect(await reasonOf(byClient, fake.signIn().accessToken)).toBe(who.member);
    expect(keycloak.about.setup?.steps.join()).toContain('introspection');
  },

  'introspection-any-client-before': async () => {
    fake.settings.version = 26.5;
    const { accessToken } = fake.signIn({ client: 'other-app' });
    expect(await introspected(accessToken)).toMatchObject({ active: true, client_id: 'other-app' });
    expect(await reasonOf(asking, accessToken)).toBe('401 wrong_audience');
    expect(await reasonOf({ ...asking, clientIds: ['rest-api'] }, accessToken)).toBe('401 wrong_app');
  },

  'userinfo-empty-body': async () => {
    const [none, bad] = [await userinfo(), await userinfo('garbage')];
    expect([none.status, none.headers.get('www-authenticate'), await none.text()]).toEqual([
      401,
      'Bearer realm="acme"',
      '',
    ]);
    expect(bad.headers.get('www-authenticate')).toContain('error="invalid_token"');
    const auth = await registryFor(fake).verify(bearer(fake.signIn().accessToken));
    fake.fail(faults.status(401, { headers: { 'content-type': 'text/plain' }, body: '' }));
    expect(await auth.profile()).toMatchObject({ sub: who.member });
  },

  'userinfo-403-no-openid': async () => {
    const { accessToken } = fake.signIn({ scope: 'email profile' });
    const answer = await userinfo(accessToken);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      403,
      expect.stringContaining('insufficient_scope'),
    ]);
    const auth = await registryFor(fake).verify(bearer(accessToken));
    expect(auth.subject).toBe(who.member);
    await expect(auth.profile()).rejects.toMatchObject({ status: 503 });
  },

  'userinfo-refuses-lightweight': async () => {
    fake.settings.lightweight = 'with-audience';
    const { accessToken } = fake.signIn();
    expect((await userinfo(accessToken)).status).toBe(401);
    expect(await reasonOf({ mode: 'jwt+introspection' }, accessToken)).toBe(who.member);
  },

  'sub-missing': async () => {
    fake.settings.lightweight = 'with-audience';
    const light = fake.signIn().accessToken;
    expect(claimsOf(light)).not.toHaveProperty('sub');
    const auth = await registryFor(fake, { mode: 'jwt+introspection' }).verify(bearer(light));
    expect(auth).toMatchObject({ subject: who.member, username: 'member-1', roles: ['orders'], groups: ['staff'] });
    expect(await reasonOf(asking, light)).toBe(who.member);
    const refused = await registryFor(fake)
      .verify(bearer(light))
      .catch((error) => error);
    expect([refused.reason, refused.detail]).toEqual(['unrecognised', expect.stringContaining('jwt+introspection')]);
    fake.settings.lightweight = 'bare';
    const bare = fake.signIn().accessToken;
    expect(await reasonOf(asking, bare)).toBe('401 inactive');
    Object.assign(fake.settings, { lightweight: 'off', basicScope: false });
    const { accessToken } = fake.signIn();
    for (const mode of ['jwt', 'introspection', 'jwt+introspection'] as const) {
      expect(await reasonOf({ mode }, accessToken)).toBe('401 unrecognised');
    }
    expect(await reasonOf({}, fake.serviceToken())).not.toMatch(/^401/);
  },

  'enc-key-in-jwks': async () => {
    const { keys } = (await (await fetch(fake.url + fake.path('certs'))).json()) as { keys: Record<string, string>[] };
    expect(keys[0]).toMatchObject({ use: 'enc', alg: 'RSA-OAEP' });
    expect(await reasonOf({}, fake.signIn().accessToken)).toBe(who.member);
    expect(await reasonOf({}, fake.forge({ header: { kid: keys[0]?.kid } }))).toBe('401 unknown_key');
    fake.fail(faults.json({ keys: keys.reverse() }), { path: fake.path('certs') });
    expect(await reasonOf({}, fake.signIn().accessToken)).toBe(who.member);
  },

  'iss-follows-host': async () => {
    fake.settings.issuerMode = 'follow-host';
    const elsewhere = fake.url.replace('127.0.0.1', 'localhost');
    const form = {
      grant_type: 'client_credentials',
      client_id: 'svc',
      client_secret: fake.clients.get('svc')?.secret ?? '',
    };
    const answer = await fetch(elsewhere + fake.path('token'), { method: 'POST', body: new URLSearchParams(form) });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect(claimsOf(token).iss).toBe(fake.issuer.replace('127.0.0.1', 'localhost'));
    const refused = await registryFor(fake)
      .verify(bearer(token))
      .catch((error) => error);
    expect([refused.reason, refused.detail]).toEqual(['unknown_issuer', expect.stringContaining('localhost')]);
    fake.settings.metadata = { issuer: `${fake.issuer}-2` };
    expect(await reasonOf({}, fake.signIn().accessToken)).toBe('503 provider_malformed');
  },

  'auth-prefix': async () => {
    const old = await createKeycloakFake({ prefix: '/auth', settings: { version: 18 } });
    expect(new URL(old.issuer).pathname).toBe('/auth/realms/acme');
    expect(await outcome(registryFor(old), old.signIn().accessToken)).toBe(who.member);
    const guessed = registryFor(old, { issuer: old.issuer.replace('/auth', '') });
    expect(await outcome(guessed, old.signIn().accessToken)).toBe('401 unknown_issuer');
    expect(() => registryFor(old, { issuer: old.url })).toThrow('the whole issuer of a realm');
    await old.stop();
  },

  'hs-algs-in-discovery': async () => {
    const document = await (await fetch(`${fake.issuer}/.well-known/openid-configuration`)).json();
    expect(Object(document).id_token_signing_alg_values_supported).toContain('HS256');
    for (const alg of ['HS256', 'HS512', 'none']) {
      expect(await reasonOf({}, fake.forge({ header: { alg } }))).toBe('401 bad_signature');
    }
  },

  'unauthorized-client-for-bad-secret': async () => {
    const form = { grant_type: 'client_credentials' };
    expect(await (await post('token', form, 'rest-api', 'wrong')).json()).toMatchObject({
      error: 'unauthorized_client',
    });
    const { client } = registryFor(fake, { clientSecret: 'wrong' });
    await expect(client('realm').clientCredentials()).rejects.toMatchObject({ code: 'invalid_client' });
    const unable = registryFor(fake, { clientId: 'broker', clientSecret: fake.clients.get('broker')?.secret });
    const refused = unable.client('realm').clientCredentials();
    await expect(refused).rejects.toMatchObject({ code: 'unauthorized_client' });
  },

  'revoke-unknown-200-with-error': async () => {
    const answer = await post('revoke', { token: 'unknown' });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { error: 'invalid_token', error_description: 'Invalid token' },
    ]);
    const client = registryFor(fake).client('realm');
    await expect(client.revoke('unknown')).resolves.toBeUndefined();
    const theirs = client.revoke(fake.signIn({ client: 'web-app' }).accessToken);
    await expect(theirs).rejects.toMatchObject({ name: 'ClientError', status: 400 });
  },

  'aud-string-or-array': async () => {
    const { accessToken } = fake.signIn({ subject: who.roleless });
    expect([claimsOf(accessToken).aud, claimsOf(fake.signIn().accessToken).aud]).toEqual([
      'rest-api',
      ['rest-api', 'account'],
    ]);
    expect(await reasonOf({}, accessToken)).toBe(who.roleless);
    for (const audience of ['rest', 'api', 'r'])
      expect(await reasonOf({ audience }, accessToken)).toBe('401 wrong_audience');
    const { accessToken: nobodys } = fake.signIn({ subject: who.roleless, client: 'other-app' });
    expect(claimsOf(nobodys)).not.toHaveProperty('aud');
    expect(await reasonOf({}, nobodys)).toBe('401 wrong_audience');
  },

  'order-and-jti-noise': async () => {
    const claims = { scope: 'profile openid email', aud: ['account', 'rest-api'], jti: 'onrtro:5b2e' };
    const auth = await registryFor(fake).verify(bearer(fake.forge({ claims })), { scopes: ['email', 'openid'] });
    expect(auth.subject).toBe(who.member);
    expect(claimsOf(fake.signIn().accessToken).jti).toMatch(/^onrtac:/);
  },

  'session-state-removed-25': async () => {
    const now = fake.signIn().accessToken;
    fake.settings.version = 24;
    const before = fake.signIn().accessToken;
    const sessions = [now, before].map((token) => [
      claimsOf(token).sid !== undefined,
      claimsOf(token).session_state !== undefined,
    ]);
    expect(sessions).toEqual([
      [true, false],
      [true, true],
    ]);
    for (const token of [now, before]) expect(await reasonOf({}, token)).toBe(who.member);
  },

  'opportunistic-dpop': async () => {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    const proof = [{ typ: 'dpop+jwt', alg: 'ES256', jwk }, {}].map((value) =>
      Buffer.from(JSON.stringify(value)).toString('base64url'),
    );
    const secret = fake.clients.get('svc')?.secret;
    const answer = await fetch(fake.url + fake.path('token'), {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`svc:${secret}`)}`, dpop: `${proof.join('.')}.x` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: token, token_type } = Object(await answer.json());
    expect([token_type, Object.keys(claimsOf(token).cnf)]).toEqual(['DPoP', ['jkt']]);
    for (const options of [{}, asking]) expect(await reasonOf(options, token)).toBe('401 unsupported_confirmation');
    const proving = registryFor(fake, {}, { resource: 'https://api.example.com', dpop: {} });
    expect(await outcome(proving, token)).toBe('401 proof_required');
  },

  'backchannel-gaps': async () => {
    const { accessToken, refreshToken } = fake.signIn();
    await post('revoke', { token: accessToken });
    expect(await reasonOf({}, accessToken)).toBe(who.member);
    expect(await reasonOf(asking, accessToken)).toBe('401 inactive');
    expect((await post('logout', { refresh_token: refreshToken })).status).toBe(204);
    const [whole, bare] = [fake.logoutToken(who.member, 'x'), fake.logoutToken()];
    expect([claimsOf(whole).sid, claimsOf(bare).sid]).toEqual(['x', undefined]);
    for (const token of [whole, bare])
      expect(await reasonOf({ clientIds: ['rest-api'] }, token)).toBe('401 unrecognised');
  },

  'admin-callback-raw-jws': async () => {
    for (const action of ['LOGOUT', 'PUSH_NOT_BEFORE'] as const) {
      const callback = fake.adminCallback({ action });
      expect(claimsOf(callback)).not.toHaveProperty('iss');
      for (const options of [{}, asking]) expect(await reasonOf(options, callback)).toBe('401 unknown_issuer');
    }
  },

  'wrong-method-404': async () => {
    const answer = await fetch(fake.url + fake.path('token'));
    expect([answer.status, await answer.json()]).toEqual([404, { error: 'HTTP 404 Not Found' }]);
    const { accessToken } = fake.signIn();
    fake.fail(faults.status(404, { body: '{"error":"Realm does not exist"}' }));
    for (const options of [{}, asking]) expect(await reasonOf(options, accessToken)).toBe('503 provider_unreachable');
  },

  'service-account-prefix': async () => {
    const kindOf = async (options: object, token: string) =>
      (await registryFor(fake, options).verify(bearer(token))).kind;
    const { accessToken: namesake } = fake.signIn({ client: 'web-app', subject: who.namesake });
    expect(claimsOf(namesake).preferred_username).toBe('service-account-web-app');
    for (const version of [18, 24, 26.7] as const) {
      fake.settings.version = version;
      const machine = fake.serviceToken();
      for (const options of [{}, asking]) {
        expect(await kindOf(options, machine)).toBe('client');
        expect(await kindOf(options, namesake)).toBe('user');
      }
    }
    const quiet = { preferred_username: undefined, clientHost: '127.0.0.1' };
    expect(await kindOf({}, fake.forge({ claims: quiet }))).toBe('client');
    const stranger = { preferred_username: 'service-account-svc', sid: undefined };
    expect(await kindOf({}, fake.forge({ claims: stranger }))).toBe('user');
  },

  'kcc-audience-off': async () => {
    const file = { realm: 'acme', 'auth-server-url': fake.url, resource: 'rest-api' };
    const { options, notices } = keycloakJson(file, {});
    expect(notices.join()).toContain('verify-token-audience');
    expect(await reasonOf(options, fake.signIn({ client: 'other-app' }).accessToken)).toBe('401 wrong_audience');
    expect(keycloakJson({ ...file, 'verify-token-audience': true }, {}).notices).toEqual([]);
  },
};

it.each(keycloak.about.quirks.map(({ id }) => id))(
  '%s',
  (id) => tests[id]?.() ?? expect.fail('this quirk has no test'),
);

it('every test belongs to a quirk', () => {
  expect(Object.keys(tests)).toEqual(keycloak.about.quirks.map(({ id }) => id));
});
