import { generateKeyPairSync } from 'node:crypto';
import { faults } from '@bearerkit/testkit';
import { expect } from 'vitest';
import { createKeycloakFake, type KeycloakFake, keycloakSubjects as who } from '../fake/index.ts';
import { keycloakJson } from '../keycloak-json.ts';
import { asking, callsOf, claimsOf, type QuirkTests } from './calls.ts';
import { bearer, outcome, registryFor } from './outcome.ts';

/** What differs between releases, realms and settings. */
export function quirksOfServers(fake: KeycloakFake): QuirkTests {
  const { post, reasonOf } = callsOf(fake);
  return {
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
      const { keys } = (await (await fetch(fake.url + fake.path('certs'))).json()) as {
        keys: Record<string, string>[];
      };
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
      // A lightweight token of a service account keeps `sub`, and nothing else that names it.
      const light = fake.forge({ claims: { preferred_username: undefined, sid: undefined } });
      for (const mode of ['jwt', 'jwt+introspection']) expect(await kindOf({ mode }, light)).toBe('client');
      expect(await kindOf({}, fake.forge({ claims: { preferred_username: undefined } }))).toBe('user');
      expect(await kindOf({}, fake.forge({ claims: { clientHost: '127.0.0.1' } }))).toBe('user');
      const stranger = { preferred_username: 'service-account-svc', sid: undefined };
      expect(await kindOf({}, fake.forge({ claims: stranger }))).toBe('user');
    },

    'kcc-audience-off': async () => {
      const file = { realm: 'acme', 'auth-server-url': fake.url, resource: 'rest-api' };
      const { options, notices } = keycloakJson(file);
      expect(notices.join()).toContain('verify-token-audience');
      expect(await reasonOf(options, fake.signIn({ client: 'other-app' }).accessToken)).toBe('401 wrong_audience');
      expect(keycloakJson({ ...file, 'verify-token-audience': true }).notices).toEqual([]);
    },
  };
}
