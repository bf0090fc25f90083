import { createOidcFake, type OidcFake } from '@bearerkit/oidc/fake';
import { faults } from '@bearerkit/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expressSurface, gatewaySurface, type OidcOptions, type Surface } from './surfaces.ts';

const api = 'https://api.example.com';
const opaqueApi = 'https://opaque.example.com';
let issuer: OidcFake;
beforeAll(async () => {
  issuer = await createOidcFake();
});
afterAll(() => issuer.stop());

const surfaces = { Express: expressSurface, gateway: gatewaySurface } as const;
const own = () => ({ clientId: issuer.clients[0].id, clientSecret: issuer.clients[0].secret });

describe.each(['Express', 'gateway'] as const)('tokens of a real issuer at %s', (name) => {
  const opened: Surface[] = [];
  const open = async (options: Omit<OidcOptions, 'issuer'>) => {
    const surface = await surfaces[name]({ issuer: issuer.issuer, ...options });
    opened.push(surface);
    return surface;
  };
  afterEach(async () => {
    issuer.heal();
    await Promise.all(opened.splice(0).map((surface) => surface.stop()));
  });

  it('a signed token for our audience: 200, of a machine and of a user (RFC 9068)', async () => {
    const surface = await open({ audience: api });
    expect(await surface.ask((await issuer.clientCredentials()).accessToken)).toMatchObject({ status: 200 });
    expect(await surface.ask((await issuer.signIn()).accessToken)).toMatchObject({ status: 200 });
  });

  it.each<[string, () => string | Promise<string>, string]>([
    [
      'for another audience',
      async () => (await issuer.clientCredentials({ resource: 'https://other.example.com' })).accessToken,
      'wrong_audience',
    ],
    ['an ID token', async () => (await issuer.signIn()).idToken ?? '', 'id_token'],
    ['an ID token with a nonce', async () => (await issuer.signIn({ nonce: 'n' })).idToken ?? '', 'id_token'],
    ['expired', () => issuer.forge({ claims: { exp: Math.floor(Date.now() / 1000) - 3600 } }), 'expired'],
    ['alg none (RFC 8725 §2.1)', () => issuer.forge({ header: { alg: 'none' } }), 'bad_signature'],
    [
      'HS256 keyed with the public key (RFC 8725 §2.1)',
      () => issuer.forge({ header: { alg: 'HS256' } }),
      'bad_signature',
    ],
    ['an unknown kid, with a readable key set', () => issuer.forge({ header: { kid: 'unknown' } }), 'unknown_key'],
    ['of another issuer', () => issuer.forge({ claims: { iss: 'https://evil.example.com' } }), 'unknown_issuer'],
    ['garbage', () => 'garbage', 'unrecognised'],
  ])('%s: 401 with its own reason', async (_, token, reason) => {
    const surface = await open({ audience: api, ...own() });
    expect(await surface.ask(await token())).toEqual({ status: 401, retryAfter: null, reason });
  });

  it.each(['jwks', 'discovery'] as const)('%s down: 503 with Retry-After, then 200 when it is back', async (where) => {
    const surface = await open({ audience: api });
    const { accessToken } = await issuer.clientCredentials();
    const off = issuer.outage(where);
    const refused = await surface.ask(accessToken);
    expect(refused).toMatchObject({ status: 503, reason: 'provider_unreachable' });
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    off();
    await expect
      .poll(async () => (await surface.ask(accessToken)).status, { timeout: 15_000, interval: 250 })
      .toBe(200);
  });

  it('an opaque token by introspection: 200 for our audience, 401 for another and for garbage (RFC 7662)', async () => {
    const surface = await open({ mode: 'introspection', audience: opaqueApi, ...own() });
    const { accessToken } = await issuer.clientCredentials({ resource: opaqueApi });
    expect(await surface.ask(accessToken)).toMatchObject({ status: 200 });
    const other = await issuer.clientCredentials({ resource: null });
    expect(await surface.ask(other.accessToken)).toEqual({ status: 401, retryAfter: null, reason: 'wrong_audience' });
    expect(await surface.ask('garbage')).toEqual({ status: 401, retryAfter: null, reason: 'inactive' });
  });

  it.each([
    ['down', () => faults.status(503)],
    ['reset', () => faults.reset()],
    ['not JSON', () => faults.html()],
    ['redirecting', () => faults.redirect('http://127.0.0.1:9/')],
  ])('introspection %s: 503, never 401', async (_, fault) => {
    const surface = await open({ mode: 'introspection', audience: opaqueApi, ...own() });
    const { accessToken } = await issuer.clientCredentials({ resource: opaqueApi });
    issuer.outage('introspection', fault());
    const refused = await surface.ask(accessToken);
    expect(refused.status).toBe(503);
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
  });

  it('our client secret wrong: 503, never 401', async () => {
    const surface = await open({ mode: 'introspection', audience: opaqueApi, ...own(), clientSecret: 'wrong' });
    const { accessToken } = await issuer.clientCredentials({ resource: opaqueApi });
    expect(await surface.ask(accessToken)).toMatchObject({ status: 503, reason: 'provider_malformed' });
  });
});
