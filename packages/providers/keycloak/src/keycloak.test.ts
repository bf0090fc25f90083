import { generateKeyPairSync } from 'node:crypto';
import { faults } from '@bearerkit/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bearer, outcome, registryFor } from './__fixtures__/outcome.ts';
import { createKeycloakFake, type KeycloakFake, type KeycloakForgery, keycloakSubjects as who } from './fake/index.ts';
import { keycloak } from './keycloak.ts';

const issuer = 'https://kc.example.com/realms/acme';
const audience = 'rest-api';

describe('options', () => {
  it.each([
    ['misspelt', { issuer, audience, audiences: [] }, '`audiences`: this option does not exist'],
    ['no issuer', { audience }, '`issuer`: is missing'],
    ['a server in place of an issuer', { issuer: 'https://kc.example.com', audience }, 'the whole issuer of a realm'],
    ['an issuer with a slash at its end', { issuer: `${issuer}/`, audience }, 'the whole issuer of a realm'],
    ['an http issuer', { issuer: 'http://kc.example.com/realms/acme', audience }, 'use https'],
    ['RFC 8725 §3.9: neither audience nor clientIds', { issuer }, '`audience`: name this API'],
    ['a client id alone', { issuer, clientId: audience, clientSecret: 'x' }, '`audience`: name this API'],
    ['an empty list', { issuer, audience: [] }, '`audience`'],
    ['the audience of everybody', { issuer, audience: 'account' }, 'client of Keycloak itself'],
    ['it in a list', { issuer, audience: [audience, 'realm-management'] }, 'client of Keycloak itself'],
    ['RFC 8725 §2.1: HS256', { issuer, audience, algorithms: ['HS256'] }, '`algorithms.0`'],
    ['introspection without a secret', { issuer, audience, mode: 'introspection' }, 'only confidential clients may'],
    ['a secret of nobody', { issuer, audience, clientSecret: 'x' }, '`clientId`: is needed'],
    ['a role source without a client', { issuer, audience, roles: {} }, '`roles'],
  ])('%s: refused by name', (_, options, text) => {
    expect(() => keycloak(options as { issuer: string })).toThrow(text);
  });

  it('never show the secret', () => {
    const provider = keycloak({ issuer, audience, clientId: audience, clientSecret: 'hidden' });
    expect(JSON.stringify(provider)).not.toContain('hidden');
    expect(provider.client).toMatchObject({ id: audience, authentication: 'client_secret_basic' });
  });

  it('make a public client where there is no secret', () => {
    expect(keycloak({ issuer, audience, clientId: 'web-app' }).client).toMatchObject({ authentication: 'none' });
  });

  it('bind by audience, or by client where none is named', () => {
    const rules = (options: object) =>
      keycloak({ issuer, clientId: audience, clientSecret: 'x', ...options }).accepts.map(
        ({ token, binding }) => `${token} ${binding}`,
      );
    expect(rules({ audience })).toEqual(['jwt audience']);
    expect(rules({ clientIds: ['web-app'], mode: 'introspection' })).toEqual(['opaque app']);
    expect(rules({ audience, mode: 'jwt+introspection' })).toEqual(['jwt audience', 'opaque audience']);
  });
});

describe.each(['', '/auth'] as const)('a realm below %s/realms', (prefix) => {
  let fake: KeycloakFake;
  beforeAll(async () => {
    fake = await createKeycloakFake({ prefix });
  });
  afterEach(() => fake.heal());
  afterAll(() => fake.stop());

  it.each(['jwt', 'introspection', 'jwt+introspection'] as const)('%s: lets a user in', async (mode) => {
    const auth = await registryFor(fake, { mode }).verify(bearer(fake.signIn({ client: 'web-app' }).accessToken));
    expect(auth).toMatchObject({
      id: `realm/${who.member}`,
      kind: 'user',
      username: 'member-1',
      name: 'Member 1',
      email: 'user@example.com',
      emailVerified: true,
      groups: ['staff'],
      roles: ['orders'],
      clientId: 'web-app',
      audience: ['rest-api', 'account'],
    });
    expect([...auth.scopes].sort()).toEqual(['email', 'openid', 'profile']);
  });

  it('asks Keycloak about a token only where the mode says so', async () => {
    fake.forget();
    await registryFor(fake).verify(bearer(fake.signIn().accessToken));
    expect([fake.calls(fake.path('certs')), fake.calls(fake.path('token/introspect'))]).toEqual([1, 0]);
    await registryFor(fake, { mode: 'introspection' }).verify(bearer(fake.signIn().accessToken));
    expect([fake.calls(fake.path('certs')), fake.calls(fake.path('token/introspect'))]).toEqual([1, 1]);
  });
});

describe('tokens', () => {
  let fake: KeycloakFake;
  beforeAll(async () => {
    fake = await createKeycloakFake();
  });
  afterEach(() => fake.heal());
  afterAll(() => fake.stop());

  const modes = ['jwt', 'introspection'] as const;
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const seconds = Math.floor(Date.now() / 1000);

  it.each(modes)('%s: of another application are refused, though userinfo takes them', async (mode) => {
    const { accessToken } = fake.signIn({ client: 'other-app' });
    const userinfo = await fetch(fake.url + fake.path('userinfo'), bearer(accessToken));
    expect(userinfo.status).toBe(200);
    fake.settings.introspectionWithoutAudience = true;
    expect(await outcome(registryFor(fake, { mode }), accessToken)).toBe('401 wrong_audience');
    expect(await outcome(registryFor(fake, { mode, clientIds: ['web-app'] }), accessToken)).toBe('401 wrong_app');
    fake.settings.introspectionWithoutAudience = false;
  });

  it('the client is `azp`, whatever a mapper writes into client_id', async () => {
    const token = fake.forge({ claims: { azp: 'other-app', client_id: 'web-app' } });
    expect(await outcome(registryFor(fake, { clientIds: ['web-app'] }), token)).toBe('401 wrong_app');
  });

  it.each(modes)('%s: an ID token and a refresh token are no access tokens, and are sent nowhere', async (mode) => {
    const { idToken, refreshToken } = fake.signIn();
    const registry = registryFor(fake, { mode });
    fake.forget();
    expect(await outcome(registry, idToken)).toBe('401 id_token');
    expect(await outcome(registry, refreshToken)).toBe('401 refresh_token');
    const { refreshToken: offline } = fake.signIn({ scope: 'openid offline_access' });
    expect(await outcome(registry, offline)).toBe('401 refresh_token');
    expect(fake.calls()).toBe(0);
  });

  it.each(modes)('%s: of another realm are refused', async (mode) => {
    expect(await outcome(registryFor(fake, { mode }), fake.signIn({ realm: 'other' }).accessToken)).toBe(
      '401 unknown_issuer',
    );
  });

  it.each(modes)('%s: a service account is a client', async (mode) => {
    const auth = await registryFor(fake, { mode }).verify(bearer(fake.serviceToken()));
    expect(auth).toMatchObject({ kind: 'client', clientId: 'svc' });
    expect(auth.username).toBeUndefined();
  });

  it.each(modes)('%s: an e-mail that nobody checked is never verified', async (mode) => {
    const { accessToken } = fake.signIn({ subject: who.unverified });
    const auth = await registryFor(fake, { mode }).verify(bearer(accessToken));
    expect([auth.email, auth.emailVerified]).toEqual(['user-2@example.com', false]);
  });

  it('introspection: sees that a session has ended, which a signature does not tell', async () => {
    const { accessToken } = fake.signIn();
    fake.logoutAll();
    expect(await outcome(registryFor(fake, { mode: 'introspection' }), accessToken)).toBe('401 inactive');
    expect(await outcome(registryFor(fake), accessToken)).toBe(who.member);
  });

  it('roles: of one client, whose id may hold a slash', async () => {
    const { accessToken } = fake.signIn({ subject: who.writer });
    const rolesOf = async (roles: 'realm' | { readonly client: string }, token = accessToken) =>
      (await registryFor(fake, { roles }).verify(bearer(token))).roles;
    expect(await rolesOf('realm')).toEqual([]);
    expect(await rolesOf({ client: 'rest-api' })).toEqual(['write']);
    expect(await rolesOf({ client: 'other-app' })).toEqual([]);
    const odd = fake.forge({ claims: { resource_access: { 'https://a~b': { roles: ['read'] } } } });
    expect(await rolesOf({ client: 'https://a~b' }, odd)).toEqual(['read']);
  });

  it.each<readonly [title: string, expected: string, forgery: KeycloakForgery]>([
    ['nothing wrong', who.member, {}],
    ['the type of RFC 9068', who.member, { header: { typ: 'at+jwt' } }],
    ['another audience', '401 wrong_audience', { claims: { aud: 'account' } }],
    ['an audience that begins like ours', '401 wrong_audience', { claims: { aud: 'rest-api-2' } }],
    ['no audience', '401 wrong_audience', { claims: { aud: undefined } }],
    ['another issuer', '401 unknown_issuer', { claims: { iss: 'http://keycloak:8080/realms/acme' } }],
    ['RFC 7519 §4.1.4: an expiry that is past', '401 expired', { claims: { exp: seconds - 120 } }],
    ['RFC 8725 §3.1: alg none', '401 bad_signature', { header: { alg: 'none' } }],
    ['RFC 8725 §2.1: HS256 with the public key', '401 bad_signature', { header: { alg: 'HS256' } }],
    ['the key of a stranger', '401 bad_signature', { key: stranger }],
    ['an unknown kid', '401 unknown_key', { header: { kid: 'nobody' } }],
    ['no kind', '401 unrecognised', { claims: { typ: undefined } }],
    ['a kind to come', '401 unrecognised', { claims: { typ: 'Serialized-ID' } }],
    ['the kind of a refresh token', '401 refresh_token', { claims: { typ: 'Offline' } }],
    ['the kind of a logout token', '401 unrecognised', { claims: { typ: 'Logout' } }],
    ['RFC 9449 §6: a key', '401 unsupported_confirmation', { claims: { cnf: { jkt: 'x' } } }],
    ['the kind DPoP and no key', '401 unsupported_confirmation', { claims: { typ: 'DPoP' } }],
    ['no subject', '401 unrecognised', { claims: { sub: undefined } }],
  ])('signed, with %s: %s', async (_, expected, forgery) => {
    expect(await outcome(registryFor(fake), fake.forge(forgery))).toBe(expected);
  });

  it.each(modes)('%s: garbage is sent nowhere', async (mode) => {
    fake.forget();
    for (const token of ['garbage', 'x'.repeat(100), 'eyJhbGciOiJSUzI1NiJ9', 'a.b.c']) {
      expect(await outcome(registryFor(fake, { mode }), token)).toBe('401 unrecognised');
    }
    expect(fake.calls()).toBe(0);
  });

  it('introspection: a forged token is inactive', async () => {
    const registry = registryFor(fake, { mode: 'introspection' });
    expect(await outcome(registry, fake.forge({ key: stranger }))).toBe('401 inactive');
  });

  it('a key that is rotated in is found, one that is gone is not', async () => {
    const [registry, before] = [registryFor(fake), fake.signIn().accessToken];
    expect(await outcome(registry, before)).toBe(who.member);
    fake.rotateKeys();
    expect(await outcome(registry, fake.signIn().accessToken)).toBe(who.member);
    fake.rotateKeys();
    expect(await outcome(registryFor(fake), before)).toBe('401 unknown_key');
  });

  const broken = [
    ['an outage', faults.status(503), '503 provider_unreachable'],
    ['a page of a proxy', faults.html(502), '503 provider_unreachable'],
    ['a page with status 200', faults.html(), '503 provider_malformed'],
    ['a list', faults.array(), '503 provider_malformed'],
    ['a cut connection', faults.reset(), '503 provider_unreachable'],
    ['a limit', faults.status(429, { headers: { 'retry-after': '7' } }), '503 provider_rate_limited'],
    ['a redirect', faults.redirect('https://evil.example/'), '503 provider_unreachable'],
  ] as const;
  it.each(broken)('keys: %s is never a bad token', async (_, fault, expected) => {
    fake.fail(fault, { path: fake.path('certs') });
    expect(await outcome(registryFor(fake), fake.signIn().accessToken)).toBe(expected);
  });
  it.each(broken)('introspection: %s is never a bad token', async (_, fault, expected) => {
    fake.fail(fault, { path: fake.path('token/introspect') });
    expect(await outcome(registryFor(fake, { mode: 'introspection' }), fake.signIn().accessToken)).toBe(expected);
  });

  it.each(['true', 1, null])('RFC 7662 §2.2: active %j is no answer', async (active) => {
    fake.fail(faults.json({ active, sub: who.member, aud: audience, typ: 'Bearer' }));
    const registry = registryFor(fake, { mode: 'introspection', endpoints: { introspect: fake.url } });
    expect(await outcome(registry, fake.signIn().accessToken)).toBe('503 provider_malformed');
  });

  it('introspection: a wrong secret of ours, and a public client, are 503', async () => {
    const { accessToken } = fake.signIn();
    const mode = 'introspection';
    const wrong = registryFor(fake, { mode, clientSecret: 'wrong' });
    expect(await outcome(wrong, accessToken)).toBe('503 provider_malformed');
    const open = registryFor(fake, { mode, clientId: 'web-app', clientSecret: 'x' });
    expect(await outcome(open, accessToken)).toBe('503 provider_malformed');
  });

  it('an internal address of the keys: nothing else is called, and the issuer in tokens is wanted still', async () => {
    const internal = await createKeycloakFake();
    const registry = registryFor(internal, { issuer, endpoints: { jwks: internal.url + internal.path('certs') } });
    expect(await outcome(registry, internal.forge({ claims: { iss: issuer } }))).toBe(who.member);
    expect(await outcome(registry, internal.forge())).toBe('401 unknown_issuer');
    expect(internal.log.map(({ path }) => path)).toEqual([internal.path('certs')]);
    await internal.stop();
  });
});

describe('a login', () => {
  let fake: KeycloakFake;
  beforeAll(async () => {
    fake = await createKeycloakFake();
  });
  afterAll(() => fake.stop());

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    '%s: there, back and away',
    async (clientAuthentication) => {
      const registry = registryFor(fake, { clientAuthentication, mode: 'introspection' });
      const client = registry.client('realm');
      const { redirectUri } = fake.client;
      const { url, state, codeVerifier, issuer: announced } = await client.authorize({ redirectUri });
      const back = new URL(await fake.authorize(url)).searchParams;
      expect([back.get('state'), back.get('iss'), announced]).toEqual([state, fake.issuer, fake.issuer]);
      const code = back.get('code') ?? '';
      const tokens = await client.exchange({ code, redirectUri, codeVerifier });
      expect(await outcome(registry, tokens.accessToken)).toBe(who.member);
      const auth = await registry.verify(bearer(tokens.accessToken));
      expect(await auth.profile()).toMatchObject({ sub: who.member, email: 'user@example.com' });
      const refreshed = await client.refresh(tokens.refreshToken ?? '');
      expect(await outcome(registry, refreshed.accessToken)).toBe(who.member);
      await client.revoke(refreshed.accessToken);
      expect(await outcome(registry, refreshed.accessToken)).toBe('401 revoked');
      expect(await outcome(registryFor(fake, { mode: 'introspection' }), refreshed.accessToken)).toBe('401 inactive');
      await expect(client.exchange({ code, redirectUri, codeVerifier })).rejects.toMatchObject({
        code: 'invalid_grant',
      });
    },
  );

  it('RFC 7636: a wrong verifier burns the code', async () => {
    const client = registryFor(fake).client('realm');
    const { redirectUri } = fake.client;
    const { url, codeVerifier } = await client.authorize({ redirectUri });
    const code = new URL(await fake.authorize(url)).searchParams.get('code') ?? '';
    for (const verifier of ['x'.repeat(43), codeVerifier]) {
      const exchange = client.exchange({ code, redirectUri, codeVerifier: verifier });
      await expect(exchange).rejects.toMatchObject({ code: 'invalid_grant' });
    }
  });

  it('RFC 6749 §4.4: our own service account', async () => {
    const registry = registryFor(fake);
    const { accessToken } = await registry.client('realm').clientCredentials();
    expect(await registry.verify(bearer(accessToken))).toMatchObject({ kind: 'client', clientId: 'rest-api' });
    const open = registryFor(fake, { clientId: 'broker', clientSecret: fake.clients.get('broker')?.secret });
    const refused = open.client('realm').clientCredentials();
    await expect(refused).rejects.toMatchObject({ code: 'unauthorized_client' });
  });
});
