import { describe, expect, it } from 'vitest';
import { active, opaqueProvider, ourClient } from '../__fixtures__/opaque.ts';
import { bearer, collectLog, outcome, quickHttp, refused } from '../__fixtures__/registry.ts';
import { hang, html, json, reset, status, text, useServer } from '../__fixtures__/server.ts';
import type { OpaqueSpec } from '../provider/rule.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const http = quickHttp(1_000);
const now = () => Math.floor(Date.now() / 1000);
type Spec = Parameters<typeof opaqueProvider>[1];
const registry = (spec: Spec = {}, settings = {}) =>
  createProviderRegistry({ a: opaqueProvider(server.url, spec) }, { http, ...settings });

let count = 0;
/** A token no other test has shown. */
const fresh = () => `token-${++count}`;
/** What the walk makes of one answer of the introspection endpoint. */
async function answered(handler: Parameters<typeof server.on>[1], spec: Spec = {}): Promise<string> {
  server.on('/introspect', handler);
  return outcome(registry(spec), fresh());
}

describe('introspection (RFC 7662)', () => {
  it('posts the token with our client id and secret, and nothing in the URL', async () => {
    server.on('/introspect', json(active({ scope: 'read', username: 'user' })));
    const auth = await registry().verify(bearer('token+/=='));
    expect(auth).toMatchObject({
      subject: 'member-1',
      username: 'user',
      clientId: 'client-1',
      providerScopes: ['read'],
      scopes: [],
    });
    const [call] = server.calls;
    expect(call).toMatchObject({ method: 'POST', query: '' });
    expect(Object.fromEntries(call?.form ?? [])).toEqual({
      token: 'token+/==',
      token_type_hint: 'access_token',
      client_id: 'client-1',
      client_secret: 's3cret',
    });
    expect(call?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(call?.headers.authorization).toBeUndefined();
  });

  it.each([
    ['true', true, 'ok'],
    ['false', false, 'inactive'],
    ['"true"', 'true', 'provider_malformed'],
    ['"false"', 'false', 'provider_malformed'],
    ['1', 1, 'provider_malformed'],
    ['missing', undefined, 'provider_malformed'],
    ['null', null, 'provider_malformed'],
    ['a list', [true], 'provider_malformed'],
  ])('active %s (rule 14, RFC 7662 §2.2)', async (_, value, expected) => {
    expect(await answered(json(active({ active: value })))).toBe(expected);
  });

  it.each([
    ['null', text('null'), 'provider_malformed'],
    ['a list', text('[{"active":true}]'), 'provider_malformed'],
    ['a text', text('"active"'), 'provider_malformed'],
    ['nothing', text(''), 'provider_malformed'],
    ['HTML', html(), 'provider_malformed'],
    [
      'JSON of another type',
      text(JSON.stringify(active()), 200, { 'content-type': 'text/plain' }),
      'provider_malformed',
    ],
    ['more than 1 MiB', text(`{"active":true,"x":"${'x'.repeat(1_100_000)}"}`), 'provider_malformed'],
    [
      'deep',
      text(`{"active":true,"sub":"member-1","client_id":"client-1","a":${'['.repeat(90)}${']'.repeat(90)}}`),
      'provider_malformed',
    ],
    [
      'a member twice',
      text('{"active":false,"active":true,"sub":"member-1","client_id":"client-1"}'),
      'provider_malformed',
    ],
    [
      '`__proto__`',
      text('{"__proto__":{"active":true},"sub":"member-1","client_id":"client-1"}'),
      'provider_malformed',
    ],
    ['status 201', json(active(), 201), 'provider_unreachable'],
    ['status 204', text('', 204), 'provider_unreachable'],
    ['status 404', status(404), 'provider_unreachable'],
    ['status 400', json({ error: 'invalid_request' }, 400), 'provider_unreachable'],
    ['status 500', status(500), 'provider_unreachable'],
    ['a cut connection', reset, 'provider_unreachable'],
    ['no answer', hang, 'provider_unreachable'],
    ['status 429', status(429), 'provider_rate_limited'],
  ])('an answer that is %s: 503, and not remembered (rules 2 and 24, RFC 9110 §15.6.4)', async (_, handler, reason) => {
    server.on('/introspect', handler);
    const made = registry();
    const token = fresh();
    const error = await refused(made, token);
    expect(error).toMatchObject({ status: 503, reason, provider: 'a' });
    expect(Number(error?.headers['retry-after'])).toBeGreaterThan(0);
    server.on('/introspect', json(active()));
    expect(await outcome(made, token)).toBe('ok');
  });

  it.each([302, 307, 308])('a redirect with %d is not followed: the token and our secret go nowhere', async (code) => {
    server.on('/elsewhere', json(active()));
    expect(await answered(status(code, { location: `${server.url}/elsewhere` }))).toBe('provider_unreachable');
    expect(server.count('/elsewhere')).toBe(0);
  });

  it('Retry-After of the provider is passed on', async () => {
    server.on('/introspect', status(429, { 'retry-after': '17' }));
    expect((await refused(registry(), fresh()))?.headers['retry-after']).toBe('17');
    server.on('/introspect', status(503, { 'retry-after': '18' }));
    expect((await refused(registry(), fresh()))?.headers['retry-after']).toBe('18');
  });

  it.each([
    ['401', status(401)],
    ['403', status(403)],
    ['invalid_client', json({ error: 'invalid_client' }, 400)],
  ])('our own credentials refused by %s: 503, loud, and without the secret', async (_, handler) => {
    server.on('/introspect', handler);
    const { lines, log } = collectLog();
    const error = await refused(registry({}, { log }), fresh());
    expect(error).toMatchObject({ status: 503, reason: 'provider_malformed' });
    expect(error?.message).toContain('the provider refuses our client id or secret');
    expect(lines).toEqual([
      expect.objectContaining({ level: 'error', event: 'provider_misconfigured', provider: 'a' }),
    ]);
    expect(JSON.stringify([lines, error?.message])).not.toContain('s3cret');
  });

  it('an endpoint that does not take this kind of token: 401', async () => {
    expect(await answered(json({ error: 'unsupported_token_type' }, 400))).toBe('unrecognised');
  });
});

describe('what the answer says of the token, and for whom it is (rule 12, RFC 6749 §10.16)', () => {
  it.each<[string, Readonly<Record<string, unknown>>, Partial<OpaqueSpec<'introspect'>>, string]>([
    ['another client', { client_id: 'client-2' }, {}, 'wrong_app'],
    ['no client', { client_id: undefined }, {}, 'wrong_app'],
    ['an empty client', { client_id: '' }, {}, 'wrong_app'],
    ['a list of clients', { client_id: ['client-1'] }, {}, 'wrong_app'],
    ['a client that starts like ours', { client_id: 'client-12' }, {}, 'wrong_app'],
    ['one of the clients of the rule', { client_id: 'other' }, { clients: ['x', 'other'] }, 'ok'],
    ['our client, which the rule does not list', {}, { clients: ['x'] }, 'wrong_app'],
    ['another audience', { aud: 'other' }, { audience: 'api', binding: 'audience' }, 'wrong_audience'],
    ['no audience', {}, { audience: 'api', binding: 'audience' }, 'wrong_audience'],
    ['our audience among others', { aud: ['other', 'api'] }, { audience: 'api', binding: 'audience' }, 'ok'],
    ['a nested audience', { aud: [['api']] }, { audience: 'api', binding: 'audience' }, 'wrong_audience'],
    [
      'audience bound, another client',
      { aud: 'api', client_id: 'client-2' },
      { audience: 'api', binding: 'audience' },
      'ok',
    ],
    [
      'audience and clients, one missing',
      { aud: 'api', client_id: 'x' },
      { audience: 'api', binding: 'audience', clients: ['y'] },
      'wrong_app',
    ],
    ['a refresh token (rule 11)', { token_type: 'refresh_token' }, {}, 'refresh_token'],
    ['a refresh token of Keycloak', { typ: 'Refresh' }, {}, 'refresh_token'],
    ['an ID token', { token_use: 'id' }, {}, 'id_token'],
    ['a bearer token', { token_type: 'Bearer' }, {}, 'ok'],
    ['a DPoP token', { token_type: 'DPoP' }, {}, 'unsupported_confirmation'],
    ['a key binding (rule 13)', { cnf: { jkt: 'x' } }, {}, 'unsupported_confirmation'],
    ['past its expiry', { exp: now() - 31 }, {}, 'expired'],
    ['no expiry', { exp: undefined }, {}, 'ok'],
    [
      'a rejection',
      { plan: 'free' },
      { reject: [{ claim: '/plan', oneOf: ['free'], reason: 'forbidden' }] },
      'forbidden',
    ],
    ['no subject', { sub: undefined }, {}, 'provider_malformed'],
    ['a number as subject', { sub: 12_345 }, {}, 'ok'],
    ['a fraction as subject', { sub: 1.5 }, {}, 'provider_malformed'],
    ['a number too large to be exact', { sub: 2 ** 53 }, {}, 'provider_malformed'],
    ['an object as subject', { sub: {} }, {}, 'provider_malformed'],
  ])('%s', async (_, more, spec, expected) => {
    expect(await answered(json(active(more)), spec as Spec)).toBe(expected);
  });

  it('a number as subject becomes its decimal text', async () => {
    server.on('/introspect', json(active({ sub: 12_345 })));
    expect((await registry().verify(bearer(fresh()))).id).toBe('a/12345');
  });

  it('the issuer, where provider and answer both name one', async () => {
    const provider = opaqueProvider(server.url);
    const made = createProviderRegistry(
      { a: { ...provider, endpoints: { ...provider.endpoints, issuer: 'https://acme.test' } } },
      { http },
    );
    for (const [iss, expected] of [
      ['https://acme.test', 'ok'],
      ['https://acme.test/', 'unknown_issuer'],
      [7, 'unknown_issuer'],
      [undefined, 'ok'],
    ]) {
      server.on('/introspect', json(active({ iss })));
      expect(await outcome(made, fresh())).toBe(expected);
    }
  });

  it('the issuer that the rule names, where the provider has several (RFC 7662 §2.2)', async () => {
    const provider = opaqueProvider(server.url);
    const rules = provider.accepts.map((rule) => ({ ...rule, issuer: 'former' }));
    const endpoints = { ...provider.endpoints, issuer: 'https://acme.test', former: 'https://former.test' };
    const made = createProviderRegistry({ a: { ...provider, endpoints, accepts: rules } }, { http });
    for (const [iss, expected] of [
      ['https://former.test', 'ok'],
      ['https://acme.test', 'unknown_issuer'],
    ]) {
      server.on('/introspect', json(active({ iss })));
      expect(await outcome(made, fresh())).toBe(expected);
    }
  });

  it('scopes of a token bound by audience are ours, as text or list', async () => {
    const spec = { audience: 'api', binding: 'audience' } as const;
    for (const scope of ['read write', ['read', 'write']]) {
      server.on('/introspect', json(active({ aud: 'api', scope })));
      expect((await registry(spec).verify(bearer(fresh()), { scopes: ['read'] })).scopes).toEqual(['read', 'write']);
    }
  });

  it('a client that is its own subject is a machine', async () => {
    server.on('/introspect', json(active({ sub: 'client-1', username: 'root' })));
    const auth = await registry().verify(bearer(fresh()));
    expect([auth.kind, auth.username]).toEqual(['client', undefined]);
  });
});

describe('client authentication at the endpoint (RFC 6749 §2.3.1)', () => {
  it('by Basic, when the provider wants it there: not in the form as well', async () => {
    server.on('/introspect', json(active()));
    const client = { ...ourClient, authentication: 'client_secret_basic' } as const;
    await createProviderRegistry({ a: opaqueProvider(server.url, {}, {}, { client }) }).verify(bearer(fresh()));
    const [call] = server.calls;
    expect(call?.headers.authorization).toBe(`Basic ${Buffer.from('client-1:s3cret').toString('base64')}`);
    expect([call?.form.has('client_id'), call?.form.has('client_secret')]).toEqual([false, false]);
  });

  it('not at all where we have no client: the endpoint says what it thinks of that', async () => {
    server.on('/introspect', status(401));
    const { client, ...provider } = opaqueProvider(server.url, { binding: 'audience', audience: 'api' });
    expect(await outcome(createProviderRegistry({ a: provider }), fresh())).toBe('provider_malformed');
    expect(server.calls[0]?.form.has('client_id')).toBe(false);
    expect(client?.id).toBe('client-1');
  });

  it('by name alone for a public client', async () => {
    server.on('/introspect', json(active()));
    const client = { id: 'client-1', authentication: 'none' } as const;
    await createProviderRegistry({ a: opaqueProvider(server.url, {}, {}, { client }) }).verify(bearer(fresh()));
    expect(Object.fromEntries(server.calls[0]?.form ?? [])).toMatchObject({ client_id: 'client-1' });
    expect(server.calls[0]?.form.has('client_secret')).toBe(false);
  });
});
