import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer, outcome, refused } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { call, introspection, userinfoProof } from '../provider/inspection.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const second = 1_700_000_000;
type Spec = Parameters<typeof opaqueProvider>[1];
const registry = (spec: Spec = {}, settings = {}) =>
  createProviderRegistry({ a: opaqueProvider(server.url, spec) }, settings);
const answer = (more: object = {}) => server.on('/introspect', json(active({ exp: undefined, ...more })));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  vi.setSystemTime(second * 1000);
  answer();
});
afterEach(() => void vi.useRealTimers());

describe('what an answer says of the token, a route can demand', () => {
  it('when its user signed in', async () => {
    for (const [time, expected] of [
      [second - 60, 'ok'],
      [second - 61, 'step_up_required'],
      ['now', 'step_up_required'],
    ]) {
      answer({ auth_time: time });
      expect(await outcome(registry(), 'token-1', { maxAge: 60 })).toBe(expected);
    }
  });

  it('what is granted: a scope that is no text or list of texts grants nothing', async () => {
    for (const scope of [undefined, null, 7, ['read', 7], { read: true }]) {
      answer({ scope });
      expect((await registry().verify(bearer('token-1'))).providerScopes).toEqual([]);
    }
  });

  it('that it is of a machine, by the rule or by the answer', async () => {
    expect((await registry({ kind: 'client' }).verify(bearer('token-1'))).kind).toBe('client');
    answer({ sub: 'client-1' });
    expect((await registry().verify(bearer('token-1'))).kind).toBe('client');
  });
});

describe('the issuer (RFC 7662 §2.2)', () => {
  it('that the answer names is compared where one is configured, and told', async () => {
    answer({ iss: 'https://other.test' });
    expect(await outcome(registry(), 'token-1')).toBe('ok');
    const { endpoints, ...rest } = opaqueProvider(server.url);
    const made = createProviderRegistry({ a: { ...rest, endpoints: { ...endpoints, issuer: 'https://acme.test' } } });
    expect((await refused(made, 'token-1'))?.detail).toBe(
      'issuer: "https://other.test", wanted ["https://acme.test"].',
    );
  });
});

it('what the provider rejects has the reason that its rule gives', async () => {
  answer({ plan: 'free' });
  const reject = [{ claim: '/plan', oneOf: ['free'], reason: 'graph_token' as const }];
  expect(await refused(registry({ reject }), 'token-1')).toMatchObject({
    reason: 'graph_token',
    detail: 'provider rule: "/plan".',
  });
});

describe('the client', () => {
  const other = { client_id: 'other' };

  it('is ours where the rule lists none, and one of the list where there is one', async () => {
    answer(other);
    expect(await outcome(registry(), 'token-1')).toBe('wrong_app');
    expect(await outcome(registry({ clients: ['x', 'other'] }), 'token-1')).toBe('ok');
    const byAudience = { binding: 'audience', audience: 'api' } as const;
    answer({ ...other, aud: 'api' });
    expect(await outcome(registry(byAudience), 'token-1')).toBe('ok');
    expect(await outcome(registry({ ...byAudience, clients: ['x'] }), 'token-1')).toBe('wrong_app');
  });

  it('is not empty where we have none', async () => {
    answer({ client_id: undefined });
    const { client: _, ...provider } = opaqueProvider(server.url);
    const error = await refused(createProviderRegistry({ a: provider }), 'token-1');
    expect(error?.detail).toBe('client: absent, wanted [""].');
  });
});

describe('times', () => {
  const info = call('introspect', { facts: { client: '/client_id', expiresAt: '/exp', expiresIn: '/ttl' } });

  it('in seconds from now count from now, and a point in time before them', async () => {
    answer({ ttl: 100 });
    expect((await registry({ inspect: info as never }).verify(bearer('token-1'))).expiresAt).toBe(second + 100);
    answer({ ttl: 100, exp: second + 50 });
    expect((await registry({ inspect: info as never }).verify(bearer('token-1'))).expiresAt).toBe(second + 50);
    answer();
    expect((await registry({ inspect: info as never }).verify(bearer('token-1'))).expiresAt).toBeUndefined();
  });

  it('of issue are by the clock of the provider: the skew is taken off where its subject was revoked', async () => {
    const made = registry();
    await made.revoke({ provider: 'a', subject: 'member-1' });
    vi.setSystemTime((second + 60) * 1000);
    for (const [iat, expected] of [
      [second + 29, 'revoked'],
      [second + 31, 'ok'],
      [undefined, 'revoked'],
    ] as const) {
      answer({ iat });
      expect(await outcome(made, `token-${iat}`)).toBe(expected);
    }
  });

  it('of a token that we obtained are ours: to the second, and the skew', async () => {
    const made = registry({ binding: 'login' });
    for (const [token, left, expected] of [
      ['token-1', 129.9, 'ok'],
      ['token-2', 130, 'expired'],
    ] as const) {
      vi.setSystemTime(second * 1000);
      server.on('/token', json({ access_token: token, token_type: 'bearer', expires_in: 100 }));
      await made.client('a').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
      vi.setSystemTime((second + left) * 1000);
      const error = await refused(made, token);
      expect(error?.reason ?? 'ok').toBe(expected);
      if (error !== undefined) expect(error.detail).toBe(`expiry: ${second + 100}.`);
    }
  });
});

describe('attributes', () => {
  it('may name the answer by its endpoint or as inspection', async () => {
    server.on('/userinfo', json({ id: 'member-1', name: 'A Member' }));
    const name = { pointer: '/name', from: 'inspection', mutable: true } as const;
    const provider = opaqueProvider(
      server.url,
      { binding: 'none', inspect: userinfoProof('userinfo'), attributes: { from: 'userinfo', subject: '/id', name } },
      { acceptTokensOfAnyApp: true },
    );
    const auth = await createProviderRegistry({ a: provider }).verify(bearer('token-1'));
    expect([auth.subject, auth.name, server.count('/userinfo')]).toEqual(['member-1', 'A Member', 1]);
  });

  it('are read where the rule says, also of a document that is no inspection', async () => {
    answer({ sub: 'member-1', nested: { id: 'member-9' } });
    const attributes = { from: 'introspect', subject: '/nested/id' } as const;
    const made = registry({ attributes, inspect: introspection('introspect') });
    expect((await made.verify(bearer('token-1'))).subject).toBe('member-9');
    expect(server.calls).toHaveLength(1);
  });
});
