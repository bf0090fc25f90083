import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { opaqueProvider, ourClient } from '../__fixtures__/opaque.ts';
import { bearer, outcome, quickHttp, refused } from '../__fixtures__/registry.ts';
import { hang, html, json, status, useServer } from '../__fixtures__/server.ts';
import { defineProvider } from '../provider/define.ts';
import { call, tokenInfo, userinfoProof } from '../provider/inspection.ts';
import { opaque } from '../provider/rule.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const http = quickHttp(1_000);
const settings = { http };
const anyApp = { acceptTokensOfAnyApp: true };
const attributes = { from: 'userinfo', subject: '/id', name: { pointer: '/name', mutable: true } } as const;
type Spec = Parameters<typeof opaqueProvider>[1];

const byUserinfo = (spec: Spec = {}) =>
  createProviderRegistry(
    {
      a: opaqueProvider(
        server.url,
        { binding: 'none', inspect: userinfoProof('userinfo'), attributes, ...spec },
        anyApp,
      ),
    },
    settings,
  );
let count = 0;
const fresh = () => `token-${++count}`;

describe('proof by userinfo', () => {
  it('sends the token as bearer, and nothing of ours', async () => {
    server.on('/userinfo', json({ id: 'member-1', name: 'A Member' }));
    const auth = await byUserinfo().verify(bearer('token-x'));
    expect(auth).toMatchObject({ subject: 'member-1', name: 'A Member', scopes: [], audience: [] });
    const [request] = server.calls;
    expect(request).toMatchObject({ method: 'GET', body: '', query: '' });
    expect(request?.headers.authorization).toBe('Bearer token-x');
  });

  it.each([
    [401, 'inactive', 401],
    [403, 'provider_unreachable', 503],
    [404, 'provider_unreachable', 503],
    [500, 'provider_unreachable', 503],
    [301, 'provider_unreachable', 503],
    [429, 'provider_rate_limited', 503],
  ])('status %d is %s, %d', async (code, reason, expected) => {
    server.on('/userinfo', status(code, { location: `${server.url}/elsewhere` }));
    expect(await refused(byUserinfo(), fresh())).toMatchObject({ reason, status: expected });
    expect(server.count('/elsewhere')).toBe(0);
  });

  it.each([
    ['HTML', html()],
    ['null', json(null)],
    ['a list', json([])],
    ['an empty object', json({})],
  ])('200 with %s proves nobody', async (_, handler) => {
    server.on('/userinfo', handler);
    expect(await refused(byUserinfo(), fresh())).toMatchObject({ reason: 'provider_malformed', status: 503 });
  });

  it('an answer that does not come is 503 in time', async () => {
    server.on('/userinfo', hang);
    const begun = performance.now();
    expect((await refused(byUserinfo(), fresh()))?.detail).toBe('userinfo: no answer in time');
    expect(performance.now() - begun).toBeLessThan(4_000);
  });

  it('is about a person, not about the token: its members are no marks of a kind of token', async () => {
    server.on('/userinfo', json({ id: 'member-1', typ: 'ID', token_type: 'refresh_token', events: [] }));
    expect(await outcome(byUserinfo(), fresh())).toBe('ok');
  });

  it('may be a POST with a body, as GraphQL wants, under the address the operator gave', async () => {
    const graph = defineProvider({
      contract: 1,
      id: 'graph',
      name: 'Graph',
      options: z.strictObject({}),
      define: () => ({
        endpoints: {
          userinfo: {
            url: 'https://graph.test/gql',
            method: 'POST',
            headers: { 'x-api': '2' },
            body: { query: '{ self { id } }' },
          },
        },
        accepts: [
          opaque({
            shape: { alphabet: 'token68' },
            binding: 'none',
            inspect: userinfoProof('userinfo', {
              judge: ({ document }) => (document?.errors === undefined ? undefined : 'bad'),
            }),
            attributes: { from: 'userinfo', subject: '/data/self/id' },
          }),
        ],
      }),
    });
    const registry = createProviderRegistry({ a: graph({ ...anyApp, endpoints: { userinfo: `${server.url}/gql` } }) });
    server.on('/gql', json({ data: { self: { id: 'member-1' } } }));
    expect((await registry.verify(bearer('token-g'))).subject).toBe('member-1');
    expect(server.calls[0]).toMatchObject({ method: 'POST', body: '{"query":"{ self { id } }"}' });
    expect(server.calls[0]?.headers).toMatchObject({
      'x-api': '2',
      'content-type': 'application/json',
      authorization: 'Bearer token-g',
    });
    server.on('/gql', json({ errors: [{ message: 'bad token' }] }));
    expect(await outcome(registry, fresh())).toBe('inactive');
  });
});

describe("a vendor's own reading of an answer", () => {
  it.each([
    ['good', 200, { id: 'member-1' }, 'ok', 200],
    ['bad', 200, {}, 'inactive', 401],
    ['refused', 200, {}, 'unrecognised', 401],
    ['misconfigured', 200, {}, 'provider_malformed', 503],
    ['unreachable', 200, {}, 'provider_unreachable', 503],
    ['rate_limited', 200, {}, 'provider_rate_limited', 503],
    ['malformed', 200, {}, 'provider_malformed', 503],
    ['good', 500, { id: 'member-1' }, 'ok', 200],
    ['good', 200, null, 'provider_malformed', 503],
    [undefined, 401, {}, 'inactive', 401],
  ] as const)('%s with status %d', async (verdict, code, document, reason, expected) => {
    server.on('/userinfo', json(document, code));
    const registry = byUserinfo({ inspect: userinfoProof('userinfo', { judge: () => verdict }) });
    const error = await refused(registry, fresh());
    expect([error?.reason ?? 'ok', error?.status ?? 200]).toEqual([reason, expected]);
  });

  it('a judge that throws denies (rule 4)', async () => {
    server.on('/userinfo', json({ id: 'member-1' }));
    const judge = () => {
      throw new TypeError('no such field');
    };
    const error = await refused(byUserinfo({ inspect: userinfoProof('userinfo', { judge }) }), fresh());
    expect(error).toMatchObject({ status: 503, reason: 'store_unavailable' });
  });

  it('`again` asks one more endpoint, once, before deciding', async () => {
    const judge = ({ status: code }: { status: number }) => (code === 403 ? ('again' as const) : undefined);
    const registry = byUserinfo({ inspect: userinfoProof('userinfo', { judge, again: 'alive' }) });
    server.on('/userinfo', status(403));
    server.on('/alive', status(401));
    expect(await outcome(registry, fresh())).toBe('inactive');
    server.on('/alive', status(403));
    expect(await outcome(registry, fresh())).toBe('provider_unreachable');
    server.on('/alive', json({ id: 'member-1' }));
    expect(await outcome(registry, fresh())).toBe('ok');
    expect(server.count('/alive')).toBe(3);
  });

  it('`again` with nowhere to ask is malformed', async () => {
    server.on('/userinfo', json({ id: 'member-1' }));
    const registry = byUserinfo({ inspect: userinfoProof('userinfo', { judge: () => 'again' }) });
    expect(await outcome(registry, fresh())).toBe('provider_malformed');
  });
});

describe('token-info and vendor calls', () => {
  const bound = (inspect: ReturnType<typeof call<'alive'>>) =>
    createProviderRegistry(
      {
        a: opaqueProvider(server.url, { binding: 'app', inspect, attributes: { from: 'inspection', subject: '/sub' } }),
      },
      settings,
    );

  it('token-info reads whom the token was issued to', async () => {
    const registry = bound(tokenInfo('alive'));
    server.on('/alive', json({ sub: 'member-1', aud: 'client-1', scope: 'openid' }));
    expect((await registry.verify(bearer('token-t'))).clientId).toBe('client-1');
    expect(Object.fromEntries(server.calls[0]?.form ?? [])).toEqual({ access_token: 'token-t' });
    server.on('/alive', json({ sub: 'member-1', aud: 'another-app' }));
    expect(await outcome(registry, fresh())).toBe('wrong_app');
  });

  it('a call sends what the vendor wants, and reads seconds to live', async () => {
    const registry = bound(
      call('alive', {
        send: { form: 'input_token' },
        body: (token, client) => ({ for: client.id, length: `${token.length}` }),
        facts: { client: '/data/app', expiresIn: '/data/ttl' },
      }),
    );
    server.on('/alive', json({ sub: 'member-1', data: { app: 'client-1', ttl: 100 } }));
    const auth = await registry.verify(bearer('token-12'));
    expect(Object.fromEntries(server.calls[0]?.form ?? [])).toEqual({
      for: 'client-1',
      length: '8',
      input_token: 'token-12',
      client_id: 'client-1',
      client_secret: ourClient.secret?.reveal(),
    });
    expect((auth.expiresAt ?? 0) - Date.now() / 1000).toBeCloseTo(100, -1);
    server.on('/alive', status(401));
    expect(await outcome(registry, fresh())).toBe('provider_malformed');
  });

  it('a body can not put another token in the place of the one to check', async () => {
    const registry = bound(call('alive', { body: { access_token: 'other' }, facts: { client: '/app' } }));
    server.on('/alive', json({ sub: 'member-1', app: 'client-1' }));
    await registry.verify(bearer('token-real'));
    expect(server.calls[0]?.form.getAll('access_token')).toEqual(['token-real']);
  });
});

describe('attributes from several documents', () => {
  it('each is asked for once, with the token', async () => {
    const spec = {
      attributes: {
        ...attributes,
        email: { pointer: '/0/email', from: 'alive' },
        roles: { pointer: '/roles', from: 'alive' },
      },
    } as const;
    server.on('/userinfo', json({ id: 'member-1' }));
    server.on('/alive', json({ 0: { email: 'user@example.com' }, roles: ['admin', 7, ''] }));
    const auth = await byUserinfo(spec).verify(bearer(fresh()));
    expect(auth).toMatchObject({ email: 'user@example.com', emailVerified: false, roles: ['admin'] });
    expect(server.calls.map(({ path }) => path)).toEqual(['/userinfo', '/alive']);
  });
});
