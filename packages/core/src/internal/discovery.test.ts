import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { opaqueProvider } from '../__fixtures__/opaque.ts';
import { collectLog, outcome, quickHttp, refused } from '../__fixtures__/registry.ts';
import { hang, html, json, reset, status, text, useServer } from '../__fixtures__/server.ts';
import type { HttpRequest } from '../http/client.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);
const quick = quickHttp(1_000);
const wellKnown = '/.well-known/openid-configuration';

/** Requests as the port sees them. */
const sent: HttpRequest[] = [];
const http = {
  send: (request: HttpRequest) => {
    sent.push(request);
    return quick.send(request);
  },
};
beforeEach(() => {
  sent.length = 0;
});
afterEach(() => void vi.useRealTimers());

const registry = (url = server.url) => createProviderRegistry({ a: jwtProvider(url) }, { http });
const metadata = (more: object) => json({ issuer: server.url, jwks_uri: `${server.url}/jwks`, ...more });

describe('metadata of an issuer', () => {
  it('are read once and kept for an hour; the old document serves on while the new one can not be read', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const provider = opaqueProvider(server.url);
    const made = createProviderRegistry({ a: { ...provider, endpoints: { issuer: server.url } } }, { http });
    server.on('/introspect', json({ active: true, sub: 'member-1', client_id: 'client-1' }));
    expect(await outcome(made, 'token-1')).toBe('ok');
    expect(await outcome(made, 'token-2')).toBe('ok');
    expect(server.count(wellKnown)).toBe(1);
    vi.advanceTimersByTime(3_601_000);
    server.on(wellKnown, status(500));
    expect(await outcome(made, 'token-3')).toBe('ok');
    expect(await outcome(made, 'token-4')).toBe('ok');
    await vi.waitFor(() => expect(server.count(wellKnown)).toBe(2));
  });

  it.each([
    ['another issuer', () => json({ issuer: 'https://evil.test', jwks_uri: `${server.url}/evil` })],
    ['no document', () => html()],
  ])('are renewed before they end; %s does not take the place of the good one (RFC 8414 §3.3)', async (_, handler) => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    server.on(wellKnown, handler());
    server.on('/evil', json({ keys: [] }));
    for (let minute = 10; minute <= 120; minute += 10) {
      vi.advanceTimersByTime(600_000);
      expect(await outcome(made, issuer.token({ jti: `${minute}` }))).toBe('ok');
    }
    await vi.waitFor(() => expect(server.count(wellKnown)).toBeGreaterThan(2));
    expect(server.count('/evil')).toBe(0);
    server.on(wellKnown, metadata({ jwks_uri: `${server.url}/moved` }));
    server.on('/moved', json({ keys: [issuer.key.jwk] }));
    vi.advanceTimersByTime(600_000);
    await vi.waitFor(async () => {
      vi.advanceTimersByTime(600_000);
      expect(await outcome(made, issuer.token({ jti: `${performance.now()}` }))).toBe('ok');
      expect(server.count('/moved')).toBeGreaterThan(0);
    });
  });

  it('are found by RFC 8414 where OIDC discovery is not there, path inserted behind the host', async () => {
    const tenant = `${server.url}/tenants/one`;
    server.on(
      '/.well-known/oauth-authorization-server/tenants/one',
      json({ issuer: tenant, jwks_uri: `${server.url}/jwks` }),
    );
    expect(await outcome(registry(tenant), issuer.token({ iss: tenant }))).toBe('ok');
    expect(server.calls.map(({ path }) => path)).toEqual([
      `/tenants/one${wellKnown}`,
      '/.well-known/oauth-authorization-server/tenants/one',
      '/jwks',
    ]);
  });

  it('of an issuer with a slash at its end are found, and compared with the slash', async () => {
    const slashed = `${server.url}/tenant/`;
    server.on(`/tenant${wellKnown}`, json({ issuer: slashed, jwks_uri: `${server.url}/jwks` }));
    expect(await outcome(registry(slashed), issuer.token({ iss: slashed }))).toBe('ok');
  });

  it.each([
    ['another issuer', () => json({ issuer: 'https://evil.test', jwks_uri: `${server.url}/jwks` })],
    ['its issuer with a slash', () => json({ issuer: `${server.url}/`, jwks_uri: `${server.url}/jwks` })],
    ['no issuer', () => json({ jwks_uri: `${server.url}/jwks` })],
    ['a list of issuers', () => json({ issuer: [server.url], jwks_uri: `${server.url}/jwks` })],
  ])('of %s are not used (RFC 8414 §3.3)', async (_, handler) => {
    server.on(wellKnown, handler());
    expect(await refused(registry(), issuer.token())).toMatchObject({ status: 503, reason: 'provider_malformed' });
    expect(server.count('/jwks')).toBe(0);
  });

  it.each([
    ['status 500', status(500), 'provider_unreachable'],
    ['status 404 in both places', status(404), 'provider_unreachable'],
    ['status 429', status(429), 'provider_rate_limited'],
    ['HTML', html(), 'provider_malformed'],
    ['null', json(null), 'provider_malformed'],
    ['a list', json([{ issuer: 'a' }]), 'provider_malformed'],
    ['a duplicate member', text('{"issuer":"a","issuer":"b"}'), 'provider_malformed'],
    ['a `__proto__` member', text('{"issuer":"a","__proto__":{"jwks_uri":"b"}}'), 'provider_malformed'],
    ['very deep', text(`{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 'provider_malformed'],
    ['not UTF-8', text(Buffer.from('{"issuer":"\xff"}', 'latin1')), 'provider_malformed'],
    ['more than 1 MiB', text(`{"x":"${'x'.repeat(1_100_000)}"}`), 'provider_malformed'],
    ['a redirect', status(301, { location: '/moved' }), 'provider_unreachable'],
    ['nothing at all', hang, 'provider_unreachable'],
    ['a cut connection', reset, 'provider_unreachable'],
  ])('that are %s: 503 (RFC 8259 §4, rules 2 and 24)', async (_, handler, reason) => {
    server.on(wellKnown, handler);
    expect(await refused(registry(), issuer.token())).toMatchObject({ status: 503, reason });
    expect(server.count('/moved')).toBe(0);
  });
});

it('metadata that were never read are asked for once a second while that fails, not for every token', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const provider = opaqueProvider(server.url);
  const made = createProviderRegistry({ a: { ...provider, endpoints: { issuer: server.url } } }, { http });
  server.on('/introspect', json({ active: true, sub: 'member-1', client_id: 'client-1' }));
  server.on(wellKnown, html());
  expect(await outcome(made, 'token-0')).toBe('provider_malformed');
  for (let index = 1; index < 10; index++) {
    const error = await refused(made, `token-${index}`);
    expect(error).toMatchObject({ status: 503, reason: 'provider_unreachable', retryAfter: 1 });
  }
  expect(server.count(wellKnown)).toBe(1);
  server.on(wellKnown, metadata({ introspection_endpoint: `${server.url}/introspect` }));
  vi.advanceTimersByTime(1_000);
  expect(await outcome(made, 'token-10')).toBe('ok');
  expect(server.count(wellKnown)).toBe(2);
});

describe('URLs that metadata teach (rule 23)', () => {
  it.each([
    ['relative', '/jwks'],
    ['without a scheme', '//127.0.0.1/jwks'],
    ['http on another host', 'http://localhost/jwks'],
    ['http that is not loopback', 'http://10.0.0.1/jwks'],
    ['a file', 'file:/etc/passwd'],
    ['data', 'data:application/json,{"keys":[]}'],
    ['with a user and a password', 'https://user:secret@127.0.0.1/jwks'],
    ['with a user', 'https://user@127.0.0.1/jwks'],
    ['a number', 7],
    ['a list', ['https://a.test/jwks']],
  ])('%s is refused without a call', async (_, jwks) => {
    server.on(wellKnown, metadata({ jwks_uri: jwks }));
    const error = await refused(registry(), issuer.token());
    expect(error).toMatchObject({ status: 503, reason: 'provider_malformed' });
    expect(error?.detail).toContain('jwks_uri is not an absolute https URL without a user');
    expect(server.calls).toHaveLength(1);
  });

  it('absent is told', async () => {
    server.on(wellKnown, metadata({ jwks_uri: undefined }));
    expect((await refused(registry(), issuer.token()))?.detail).toContain('jwks_uri is absent');
  });

  it('on the host of the issuer are trusted like it, on another host they are not', async () => {
    await outcome(registry(), issuer.token());
    expect(sent.map(({ trust }) => trust)).toEqual(['configured', 'configured']);
    sent.length = 0;
    for (const host of ['127.0.0.2', '10.0.0.1', '[::1]', '[::ffff:10.0.0.1]', '169.254.169.254', 'localhost']) {
      server.on(wellKnown, metadata({ jwks_uri: `https://${host}:1/jwks` }));
      const error = await refused(registry(), issuer.token());
      expect(error).toMatchObject({ status: 503, reason: 'provider_unreachable' });
      expect(sent.at(-1)).toMatchObject({ trust: 'learned' });
      expect(error?.detail).toContain('ADDRESS_REFUSED');
    }
  });

  it('do not matter where the operator configured the endpoint', async () => {
    const provider = jwtProvider(server.url, {}, { endpoints: { jwks: `${server.url}/own-keys` } });
    server.on('/own-keys', json({ keys: [issuer.key.jwk] }));
    expect(await outcome(createProviderRegistry({ a: provider }, { http }), issuer.token())).toBe('ok');
    expect(server.calls.map(({ path }) => path)).toEqual(['/own-keys']);
    expect(sent[0]?.trust).toBe('configured');
  });
});

it('an endpoint that neither configuration nor metadata know is told by name', async () => {
  server.on(wellKnown, metadata({}));
  const { lines, log } = collectLog();
  const provider = opaqueProvider(server.url);
  const made = createProviderRegistry({ a: { ...provider, endpoints: { issuer: server.url } } }, { http, log });
  expect(await outcome(made, 'token-1')).toBe('provider_malformed');
  expect(lines[0]?.detail).toContain('set `endpoints.introspect`');
});
