import { faults } from '@bearerkit/testkit';
import { expect } from 'vitest';
import { type KeycloakFake, keycloakSubjects as who } from '../fake/index.ts';
import { keycloak } from '../keycloak.ts';
import { asking, callsOf, claimsOf, part, type QuirkTests } from './calls.ts';
import { bearer, registryFor } from './outcome.ts';

/** Whom tokens are for, and what answers about them prove. */
export function quirksOfProofs(fake: KeycloakFake): QuirkTests {
  const { introspected, reasonOf, userinfo } = callsOf(fake);
  return {
    'aud-is-account': async () => {
      const { accessToken } = fake.signIn({ client: 'other-app' });
      expect(claimsOf(accessToken).aud).toBe('account');
      expect(await reasonOf({}, accessToken)).toBe('401 wrong_audience');
      expect(() => registryFor(fake, { audience: 'account' })).toThrow('client of Keycloak itself');
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
      fake.heal();
      fake.settings.version = 24;
      const old = fake.signIn({ nonce: 'x' });
      expect([claimsOf(old.accessToken).nonce, claimsOf(old.idToken).nonce]).toEqual(['x', 'x']);
      expect(await reasonOf({}, old.accessToken)).toBe(who.member);
      expect(await reasonOf(asking, old.accessToken)).toBe(who.member);
      expect(await reasonOf({}, old.idToken)).toBe('401 id_token');
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
  };
}
