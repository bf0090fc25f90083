import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ourClient } from '../__fixtures__/opaque.ts';
import { bearer, outcome, refused } from '../__fixtures__/registry.ts';
import { json, status, useServer } from '../__fixtures__/server.ts';
import { defineProvider } from '../provider/define.ts';
import type { DocumentRequest } from '../provider/endpoint.ts';
import { type CallClient, call, introspection, type ProviderAnswer } from '../provider/inspection.ts';
import type { ProviderDefinition } from '../provider/provider.ts';
import { type OpaqueSpec, opaque } from '../provider/rule.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
type More = Partial<ProviderDefinition<string>>;

/** A registry of a vendor that says this of itself. */
function vendor({ endpoints, ...more }: More) {
  const at = (path: string) => `${server.url}${path}`;
  const own = { check: at('/check'), token: at('/token'), authorize: at('/authorize'), revoke: at('/revoke') };
  const definition = { client: ourClient, endpoints: { ...own, ...endpoints }, ...more } as ProviderDefinition<string>;
  const options = z.strictObject({});
  const factory = defineProvider({ contract: 1, id: 'acme', name: 'Acme', options, define: () => definition });
  return createProviderRegistry({ a: factory({}) });
}

const facts = { client: '/client', subject: '/sub' } as const;
const good = { client: 'client-1', sub: 'member-1' };
const attributes = { from: 'inspection', subject: '/sub' } as const;

/** A vendor that is asked about opaque tokens. */
const asking = (
  how: Partial<Parameters<typeof call>[1]> = {},
  spec: Partial<OpaqueSpec<string>> = {},
  endpoints: More['endpoints'] = {},
) => {
  const inspect = call('check', { send: 'bearer', authentication: 'none', facts, ...how });
  return vendor({
    accepts: [
      opaque({ shape: { alphabet: 'token68' }, binding: 'app', inspect, attributes, ...spec } as OpaqueSpec<string>),
    ],
    endpoints,
  });
};
beforeEach(() => server.on('/check', json(good)));

it('an answer that repeats the token leaves no trace of it in the claims', async () => {
  server.on('/check', json({ ...good, token: 'token-1', copy: 'token-1', other: 'token-2' }));
  const { claims } = await asking({}).verify(bearer('token-1'));
  expect(claims).toEqual({ ...good, other: 'token-2' });
});

describe('a call', () => {
  const body = (token: string) => ({ about: token.slice(0, 3) });

  it.each([
    ['the header', 'bearer', {}, { method: 'GET', body: '', query: '' }],
    ['a form', { form: 't' }, { body }, { method: 'POST', body: 'about=tok&t=token-1', query: '' }],
    ['a JSON object', { json: 't' }, { body }, { method: 'POST', body: '{"about":"tok","t":"token-1"}', query: '' }],
    ['the query', { query: 't' }, {}, { method: 'GET', body: '', query: 't=token-1' }],
  ] as const)('places the token in %s, and nowhere else', async (_, send, more, expected) => {
    expect(await outcome(asking({ send, ...more }), 'token-1')).toBe('ok');
    const [request] = server.calls;
    expect(request).toMatchObject(expected);
    expect(request?.headers.authorization).toBe(send === 'bearer' ? 'Bearer token-1' : undefined);
    const type = request?.headers['content-type'];
    const wanted = { form: 'application/x-www-form-urlencoded', json: 'application/json' };
    expect(type).toBe(typeof send === 'string' ? undefined : wanted[Object.keys(send)[0] as 'form' | 'json']);
  });

  it.each([
    ['in the declared place', 'client', undefined, 'token=token-1&client_id=client-1&client_secret=s3cret'],
    ['by Basic, whatever the place', 'basic', `Basic ${btoa('client-1:s3cret')}`, 'token=token-1'],
    [
      'by a bearer token made of the registration',
      { bearer: ({ id, secret }: CallClient) => `${id}|${secret?.reveal()}` },
      'Bearer client-1|s3cret',
      'token=token-1',
    ],
    ['not at all', 'none', undefined, 'token=token-1'],
  ] as const)('proves who asks %s', async (_, authentication, authorization, form) => {
    expect(await outcome(asking({ send: { form: 'token' }, authentication }), 'token-1')).toBe('ok');
    expect(server.calls[0]?.headers.authorization).toBe(authorization);
    expect(server.calls[0]?.body).toBe(form);
  });

  it('proves who asks in a JSON object too, where that is the declared place', async () => {
    expect(await outcome(asking({ send: { json: 't' }, authentication: 'client' }), 'token-1')).toBe('ok');
    const sent = { t: 'token-1', client_id: 'client-1', client_secret: 's3cret' };
    expect(JSON.parse(server.calls[0]?.body ?? '')).toEqual(sent);
    expect(server.calls[0]?.headers['content-type']).toBe('application/json');
  });

  it.each([
    ['foreign', 'wrong_app', 401],
    ['bad', 'inactive', 401],
    ['refused', 'unrecognised', 401],
    ['misconfigured', 'provider_malformed', 503],
    ['rate_limited', 'provider_rate_limited', 503],
  ] as const)('whose verdict is `%s` is %s, %d', async (verdict, reason, expected) => {
    expect(await refused(asking({ judge: () => verdict }), 'token-1')).toMatchObject({ reason, status: expected });
  });
});

describe('facts of an answer', () => {
  const told = { data: { app: 'client-1', may: { read: 1, write: 0 } }, sub: 'member-1' };
  const read = (name: string) => (document: Readonly<Record<string, unknown>>) =>
    (document.data as typeof told.data)[name as 'app'];

  it('may be read by functions', async () => {
    server.on('/check', json(told));
    const scopes = (document: Readonly<Record<string, unknown>>) => Object.keys((document as typeof told).data.may);
    const auth = await asking({ facts: { client: read('app'), subject: '/sub', scopes } }).verify(bearer('token-1'));
    expect(auth).toMatchObject({ clientId: 'client-1', providerScopes: ['read', 'write'] });
    expect(await outcome(asking({ facts: { client: read('may') } }), 'token-1')).toBe('wrong_app');
  });

  it.each([
    ['2099-01-31T00:00:00Z', 4_073_500_800],
    ['2099-01-31T02:00:00.5+02:00', 4_073_500_800.5],
    ['4073500800', 4_073_500_800],
    [4_073_500_800, 4_073_500_800],
    [null, undefined],
    ['2020-01-31T00:00:00Z', 'expired'],
    ['2099-01-31', 'provider_malformed'],
    ['2099-01-31T00:00:00', 'provider_malformed'],
    ['2099-02-31T99:00:00Z', 'provider_malformed'],
    ['soon', 'provider_malformed'],
    [true, 'provider_malformed'],
  ])('RFC 3339: the expiry %j is %s', async (expires, expected) => {
    server.on('/check', json({ ...good, expires }));
    const registry = asking({ facts: { ...facts, expiresAt: '/expires' } });
    if (typeof expected === 'string') expect(await outcome(registry, 'token-1')).toBe(expected);
    else expect((await registry.verify(bearer('token-1'))).expiresAt).toBe(expected);
  });

  it('RFC 7662 §2.2: a time of an introspection is a number, not a text', async () => {
    server.on('/check', json({ ...good, active: true, client_id: 'client-1', exp: '4073500800' }));
    expect(await outcome(asking(introspection('check') as object), 'token-1')).toBe('provider_malformed');
  });
});

describe('a document', () => {
  const name = { pointer: '/name', from: 'more', mutable: true } as const;
  const reading = (how: Omit<DocumentRequest, 'url'>, from: object = name, endpoint = 'more') =>
    asking(
      {},
      { attributes: { ...attributes, name: { ...from, from: endpoint } as typeof name } },
      { [endpoint]: { url: `${server.url}/more`, ...how } },
    );

  it('may be a list, and then must be one', async () => {
    const registry = () => reading({ list: true }, { pointer: '/list/1/name', mutable: true });
    server.on('/more', json([{ name: 'One' }, { name: 'Two' }]));
    expect((await registry().verify(bearer('token-1'))).name).toBe('Two');
    server.on('/more', json({ list: [{}, { name: 'Two' }] }));
    expect(await outcome(registry(), 'token-1')).toBe('provider_malformed');
    server.on('/more', json([{ name: 'One' }]));
    expect(await outcome(reading({}), 'token-1')).toBe('provider_malformed');
  });

  it.each([
    [403, 'ok', 'provider_unreachable'],
    [404, 'ok', 'provider_unreachable'],
    [401, 'inactive', 'inactive'],
    [500, 'provider_unreachable', 'provider_unreachable'],
  ])('that is answered %d: optional %s, else %s', async (code, optional, needed) => {
    server.on('/more', status(code));
    expect(await outcome(reading({ optional: true }), 'token-1')).toBe(optional);
    expect(await outcome(reading({}), 'token-1')).toBe(needed);
  });

  it('that is answered 403 with a time to wait is a limit, and not absent', async () => {
    server.on('/more', status(403, { 'retry-after': '7' }));
    const error = await refused(reading({ optional: true }), 'token-1');
    expect(error).toMatchObject({ status: 503, retryAfter: 7 });
  });

  it('may be judged: a 200 can be a no, and a 403 a verdict on the token, also where it is optional', async () => {
    const judge: DocumentRequest['judge'] = ({ status: code, document }) =>
      code === 403 || document?.ok === false ? 'bad' : undefined;
    server.on('/more', json({ ok: false }));
    expect(await outcome(reading({ judge }), 'token-1')).toBe('inactive');
    server.on('/more', status(403));
    expect(await outcome(reading({ judge, optional: true }), 'token-1')).toBe('inactive');
    server.on('/more', json({ ok: true, name: 'One' }));
    expect((await reading({ judge }).verify(bearer('token-1'))).name).toBe('One');
  });

  it('may be asked for with a query made of token and registration', async () => {
    server.on('/more', json({ name: 'One' }));
    const query: DocumentRequest['query'] = (token, { id, secret }) => ({
      proof: `${token} ${id} ${secret?.reveal()}`,
    });
    expect(await outcome(reading({ query }), 'token-1')).toBe('ok');
    expect(new URLSearchParams(server.calls.at(-1)?.query).get('proof')).toBe('token-1 client-1 s3cret');
  });

  it.each([
    ['the same', { id: 'member-1' }, {}, 'ok'],
    ['another', { id: 'member-2' }, {}, 'provider_malformed'],
    ['none', { name: 'One' }, {}, 'provider_malformed'],
    ['nothing, where it may be absent', {}, {}, 'ok'],
  ] as const)('that speaks of %s subject', async (_, document, how, expected) => {
    server.on('/more', json(document));
    expect(await outcome(reading({ subject: '/id', ...how }), 'token-1')).toBe(expected);
  });

  it('named userinfo may not be silent about its subject (OIDC Core §5.3.2)', async () => {
    server.on('/more', json({}));
    expect(await outcome(reading({ subject: '/sub' }, name, 'userinfo'), 'token-1')).toBe('provider_malformed');
  });

  it('named userinfo, that says where its subject is, needs no sub', async () => {
    server.on('/more', json({ id: 'member-1' }));
    expect(await outcome(reading({ subject: '/id' }, name, 'userinfo'), 'token-1')).toBe('ok');
    server.on('/more', json({ id: 'member-2', sub: 'member-1' }));
    expect(await outcome(reading({ subject: '/id' }, name, 'userinfo'), 'token-1')).toBe('provider_malformed');
  });

  it('may give as a text what is a number elsewhere', async () => {
    server.on('/check', json({ ...good, sub: 7 }));
    server.on('/more', json({ id: '7' }));
    expect(await outcome(reading({ subject: '/id' }), 'token-1')).toBe('ok');
  });
});

describe('a login', () => {
  const login = {
    accepts: [
      opaque({ shape: { alphabet: 'token68' }, binding: 'login', attributes: { from: 'check', subject: '/sub' } }),
    ],
  };
  const code = { code: 'code-1', redirectUri: 'https://app.test/callback' };

  it('asks for scopes by the parameter and separator of the vendor, with parameters of its own', async () => {
    const scopes = { request: ['one', 'two'], separator: ',', parameter: 'user_scope' };
    const { authorize } = vendor({
      ...login,
      scopes,
      authorizeParameters: { access_type: 'offline', team: 'x' },
    }).client('a');
    const { url } = await authorize({ redirectUri: code.redirectUri, parameters: { team: 'y' } });
    const asked = Object.fromEntries(new URL(url).searchParams);
    expect(asked).toMatchObject({ user_scope: 'one,two', access_type: 'offline', team: 'y', response_type: 'code' });
    expect(asked).not.toHaveProperty('scope');
  });

  it('parameters of a vendor are never those of the protocol', async () => {
    const authorizeParameters = { client_id: 'else', state: 'else', response_type: 'token' };
    const { url } = await vendor({ ...login, authorizeParameters })
      .client('a')
      .authorize({ ...code, state: 'state-1' });
    const { searchParams } = new URL(url);
    const names = ['client_id', 'state', 'response_type'];
    expect(names.map((name) => searchParams.getAll(name))).toEqual([['client-1'], ['state-1'], ['code']]);
  });

  it('tokenAnswer: an answer of another form becomes one of RFC 6749 §5.1 or §5.2', async () => {
    const tokenAnswer: More['tokenAnswer'] = ({ ok, user }) =>
      ok === true ? { ...(user as object), token_type: 'bearer' } : { error: 'invalid_grant' };
    const registry = vendor({ ...login, tokenAnswer });
    server.on('/token', json({ ok: true, user: { access_token: 'token-1', scope: 'one' } }));
    expect(await registry.client('a').exchange(code)).toMatchObject({ accessToken: 'token-1', scopes: ['one'] });
    expect(await outcome(registry, 'token-1')).toBe('ok');
    server.on('/token', json({ ok: false, error: 'code_already_used' }));
    await expect(registry.client('a').exchange(code)).rejects.toMatchObject({ code: 'invalid_grant', status: 200 });
  });

  it('revocation: by DELETE, the token in JSON and the client by Basic', async () => {
    const revocation = { method: 'DELETE', send: { json: 'access_token' }, authentication: 'basic' } as const;
    server.on('/revoke', status(204));
    await vendor({ ...login, revocation })
      .client('a')
      .revoke('token-1');
    const [request] = server.calls;
    expect(request).toMatchObject({ method: 'DELETE', body: '{"access_token":"token-1"}' });
    expect(request?.headers.authorization).toBe(`Basic ${btoa('client-1:s3cret')}`);
  });

  it('revocation: is done when the vendor says so in its own words', async () => {
    const revocation = {
      send: 'bearer',
      authentication: 'none',
      done: ({ document }: ProviderAnswer) => document?.revoked === true,
    } as const;
    const { revoke } = vendor({ ...login, revocation }).client('a');
    server.on('/revoke', json({ revoked: true }));
    await revoke('token-1');
    server.on('/revoke', json({ revoked: false, error: 'no_permission' }));
    await expect(revoke('token-2')).rejects.toMatchObject({ code: 'no_permission' });
  });
});
