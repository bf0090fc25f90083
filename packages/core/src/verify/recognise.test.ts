import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { api, jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { makeKey, segment, signJwt } from '../__fixtures__/keys.ts';
import { active, opaqueProvider, ourClient } from '../__fixtures__/opaque.ts';
import { bearer, outcome, refused } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { AuthError } from '../errors/auth-error.ts';
import { defineProvider } from '../provider/define.ts';
import { introspection } from '../provider/inspection.ts';
import { opaque } from '../provider/rule.ts';
import { createProviderRegistry } from '../registry.ts';
import { memoryLoginTokenStore } from '../stores/memory.ts';

const server = useServer();
const issuer = useIssuer(server);

/** A registry in which every rank is taken. */
function everyRank() {
  const { url } = server;
  const introspected = (id: string, shape: object) => opaqueProvider(`${url}/${id}`, { shape } as never, {}, { id });
  return createProviderRegistry({
    short: introspected('short', { prefix: 'gh', alphabet: 'base64url' }),
    long: introspected('long', { prefix: 'gho_', alphabet: 'base64url' }),
    signed: jwtProvider(url),
    shaped: introspected('shaped', { alphabet: 'base64url', length: 20 }),
    login: opaqueProvider(
      `${url}/login`,
      { binding: 'login', shape: { alphabet: 'hex', length: 20 } },
      {},
      { id: 'login' },
    ),
  });
}

beforeEach(() => {
  for (const id of ['short', 'long', 'shaped', 'login']) {
    server.on(`/${id}/introspect`, json(active()));
    server.on(`/${id}/token`, json({ access_token: 'a'.repeat(20), token_type: 'bearer', expires_in: 60 }));
  }
});

/** Paths that were asked. */
const asked = () => [...new Set(server.calls.map(({ path }) => path))];

describe('ranks, first match wins', () => {
  it('the longest literal prefix', async () => {
    const registry = everyRank();
    expect((await registry.verify(bearer('gho_1234567890abcdef'))).provider).toBe('long');
    expect((await registry.verify(bearer('ghp_1234567890abcdef'))).provider).toBe('short');
    expect(asked()).toEqual(['/long/introspect', '/short/introspect']);
  });

  it('then a configured issuer, then what we minted, then the shape', async () => {
    const registry = everyRank();
    expect((await registry.verify(bearer(issuer.token()))).provider).toBe('signed');
    const twentyHex = 'a'.repeat(20);
    expect((await registry.verify(bearer(twentyHex))).provider).toBe('shaped');
    await registry.client('login').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
    expect((await registry.verify(bearer(twentyHex), { accept: ['login'] })).provider).toBe('login');
  });

  it('a token with the prefix of one provider goes to no other, whatever its length', async () => {
    const registry = createProviderRegistry({
      long: opaqueProvider(`${server.url}/long`, { shape: { prefix: 'gho_', alphabet: 'hex', length: 4 } }),
      short: opaqueProvider(`${server.url}/short`, { shape: { prefix: 'gh', alphabet: 'base64url' } }),
    });
    expect((await registry.verify(bearer('gho_abcd'))).provider).toBe('long');
    const { length } = server.calls;
    expect((await refused(registry, 'gho_abcdef'))?.reason).toBe('unrecognised');
    expect(server.calls).toHaveLength(length);
  });
});

describe('nothing matched', () => {
  it('a token of three segments of a foreign issuer is `unknown_issuer`', async () => {
    const token = signJwt(makeKey(), issuer.claims({ iss: 'https://other.test' }));
    const error = await refused(everyRank(), token);
    expect(error).toMatchObject({ reason: 'unknown_issuer', status: 401, detail: 'iss "https://other.test"' });
  });

  it.each([
    ['a trailing slash', (url: string) => `${url}/`],
    ['another case', (url: string) => url.replace('http', 'HTTP')],
    ['a prefix of it', (url: string) => url.slice(0, -1)],
    ['a list', (url: string) => [url]],
    ['a number', () => 7],
    ['none', () => undefined],
  ])('an issuer is compared exactly (RFC 8725 §3.8): %s', async (_, iss) => {
    expect(await outcome(everyRank(), issuer.token({ iss: iss(server.url) }))).toBe('unknown_issuer');
    expect(server.calls).toEqual([]);
  });

  it('a token that could be one of ours but was not minted here is `unbound`', async () => {
    const registry = createProviderRegistry({
      login: opaqueProvider(server.url, { binding: 'login', shape: { alphabet: 'hex', length: 20 } }),
    });
    expect(await outcome(registry, 'b'.repeat(20))).toBe('unbound');
    expect(await outcome(registry, 'b'.repeat(21))).toBe('unrecognised');
    expect(server.calls).toEqual([]);
  });

  it('`unbound` needs a candidate that the route accepts', async () => {
    const registry = createProviderRegistry({
      login: opaqueProvider(server.url, { binding: 'login', shape: { alphabet: 'hex', length: 20 } }),
      signed: jwtProvider(server.url),
    });
    expect(await outcome(registry, 'b'.repeat(20), { accept: ['signed'] })).toBe('unrecognised');
  });

  it.each([
    ['five segments (JWE)', 'a.b.c.d.e'],
    ['a word', 'hello'],
    ['three segments that are no JSON', 'abc.def.ghi'],
    ['header alone', `${segment({ alg: 'ES256' })}..`],
  ])('%s is `unrecognised`', async (_, token) => {
    expect(await outcome(createProviderRegistry({ signed: jwtProvider(server.url) }), token)).toBe('unrecognised');
    expect(server.calls).toEqual([]);
  });

  it('tokens of three segments go to a shape only with `jwtLooking`: a JWT of others is not handed around', async () => {
    const token = signJwt(makeKey(), issuer.claims({ iss: 'https://other.test' }));
    const registry = (jwtLooking: boolean) =>
      createProviderRegistry({ a: opaqueProvider(server.url, { shape: { alphabet: 'token68', jwtLooking } }) });
    server.on('/introspect', json(active()));
    expect(await outcome(registry(false), token)).toBe('unknown_issuer');
    expect(server.calls).toEqual([]);
    expect(await outcome(registry(true), token)).toBe('ok');
  });
});

describe('a recognised provider outside `accept` is `not_accepted`, without a call', () => {
  it.each([
    ['prefix', () => 'gho_1234567890abcdef'],
    ['issuer', () => issuer.token()],
    ['shape', () => 'f'.repeat(20)],
  ])('by %s, cold and warm', async (_, make) => {
    const registry = everyRank();
    const token = make();
    const cold = await refused(registry, token, { accept: ['short'] });
    expect(cold).toMatchObject({ reason: 'not_accepted', status: 401 });
    expect(cold?.provider).toMatch(/^(long|signed|shaped)$/);
    expect(cold?.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(server.calls).toEqual([]);
    expect(await outcome(registry, token)).toBe('ok');
    const calls = server.calls.length;
    expect(await outcome(registry, token, { accept: ['short'] })).toBe('not_accepted');
    expect(registry.peek(bearer(token), { accept: ['short'] })).toBeUndefined();
    expect(server.calls).toHaveLength(calls);
    expect(await outcome(registry, token)).toBe('ok');
  });

  it('a minted token too', async () => {
    const registry = everyRank();
    await registry.client('login').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
    expect(await outcome(registry, 'a'.repeat(20), { accept: ['signed'] })).toBe('not_accepted');
  });

  it('an empty list accepts nothing', async () => {
    expect(await outcome(everyRank(), issuer.token(), { accept: [] })).toBe('not_accepted');
  });
});

describe('several rules of one instance', () => {
  const two = () => {
    const base = jwtProvider(server.url);
    const [rule] = base.accepts;
    if (rule?.token !== 'jwt') throw new Error('a JWT rule');
    const when = (header: object) => (header as { x?: unknown }).x === 1;
    return createProviderRegistry({
      a: {
        ...base,
        accepts: [
          { ...rule, when, audience: ['first'] },
          { ...rule, audience: ['second'] },
        ],
      },
    });
  };

  it('may share an issuer: the first whose `when` holds is taken', async () => {
    expect(await outcome(two(), issuer.token({ aud: 'first' }, { x: 1 }))).toBe('ok');
    expect(await outcome(two(), issuer.token({ aud: 'second' }, { x: 1 }))).toBe('wrong_audience');
    expect(await outcome(two(), issuer.token({ aud: 'second' }))).toBe('ok');
  });

  it('none of which wants the token leave it to nobody', async () => {
    const made = createProviderRegistry({ a: jwtProvider(server.url, { when: () => false }) });
    expect(await outcome(made, issuer.token())).toBe('unknown_issuer');
  });

  it('a `when` that throws denies, as 503 (rule 4)', async () => {
    const base = jwtProvider(server.url, {
      when: () => {
        throw new TypeError('boom');
      },
    });
    const error = await refused(createProviderRegistry({ a: base }), issuer.token());
    expect(error).toMatchObject({ status: 503, reason: 'store_unavailable' });
    expect(error).toBeInstanceOf(AuthError);
  });

  it('may share a prefix: the one whose length fits is taken', async () => {
    const base = opaqueProvider(server.url, { shape: { prefix: 't_', alphabet: 'hex', length: 4 } });
    const [rule] = base.accepts;
    if (rule?.token !== 'opaque') throw new Error('an opaque rule');
    const longer = { ...rule, kind: 'client' as const, shape: { ...rule.shape, length: 8 } };
    const registry = createProviderRegistry({ a: { ...base, accepts: [rule, longer] } });
    server.on('/introspect', json(active()));
    expect((await registry.verify(bearer('t_abcd'))).kind).toBe('user');
    expect((await registry.verify(bearer('t_abcdabcd'))).kind).toBe('client');
  });
});

it('what another client minted, or another provider, is not ours though the store is the same', async () => {
  const [loginTokens, hashKey] = [memoryLoginTokenStore(), new Uint8Array(32)];
  const spec = { binding: 'login' } as const;
  const make = (base: string, id: string) => {
    const provider = opaqueProvider(base, spec, {}, { client: { ...ourClient, id } });
    return createProviderRegistry({ a: provider }, { loginTokens, hashKey });
  };
  const token = 'd'.repeat(20);
  server.on('/token', json({ access_token: token, token_type: 'Bearer', refresh_token: 'e'.repeat(20) }));
  server.on('/introspect', json(active()));
  const own = make(server.url, 'client-1');
  await own.client('a').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
  expect(await outcome(own, token)).toBe('ok');
  expect(await outcome(make(server.url, 'client-2'), token)).toBe('unbound');
  expect(await outcome(make(server.url.replace('127.0.0.1', 'localhost'), 'client-1'), token)).toBe('unbound');
  expect(await outcome(own, 'e'.repeat(20))).toBe('unbound');
});

it('what another client of one issuer minted is not ours either: an issuer alone says not whose it is', async () => {
  const [loginTokens, hashKey] = [memoryLoginTokenStore(), new Uint8Array(32)];
  const make = (id: string) => {
    const provider = defineProvider({
      contract: 1,
      id: 'acme',
      name: 'Acme',
      options: z.strictObject({}),
      define: () => ({
        endpoints: { issuer: server.url, token: `${server.url}/token`, introspect: `${server.url}/introspect` },
        client: { ...ourClient, id },
        accepts: [
          opaque({
            shape: { alphabet: 'hex' },
            binding: 'login',
            inspect: introspection('introspect'),
            attributes: { from: 'inspection', subject: '/sub' },
          }),
        ],
      }),
    });
    return createProviderRegistry({ a: provider({}) }, { loginTokens, hashKey });
  };
  server.on('/token', json({ access_token: 'abc', token_type: 'Bearer' }));
  server.on('/introspect', json(active()));
  const [own, other] = [make('client-1'), make('client-2')];
  expect(own.provider('a').identity).toBe(other.provider('a').identity);
  await own.client('a').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
  expect([await outcome(own, 'abc'), await outcome(other, 'abc')]).toEqual(['ok', 'unbound']);
});

it('a `login` rule with an issuer is recognised by what we minted, not by `iss`', async () => {
  const spec = { binding: 'login', issuer: 'token', shape: { alphabet: 'base64url', jwtLooking: true } } as const;
  const registry = createProviderRegistry({ a: opaqueProvider(server.url, spec) });
  const token = issuer.token({ iss: `${server.url}/token`, aud: api });
  server.on('/introspect', json(active()));
  server.on('/token', json({ access_token: token, token_type: 'Bearer' }));
  expect(await outcome(registry, token)).toBe('unbound');
  await registry.client('a').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
  expect(await outcome(registry, token)).toBe('ok');
});
