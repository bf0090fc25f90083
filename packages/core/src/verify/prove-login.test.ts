import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer, outcome } from '../__fixtures__/registry.ts';
import { json, status, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';
import { memoryLoginTokenStore } from '../stores/memory.ts';

const server = useServer();
const attributes = { from: 'userinfo', subject: '/id' } as const;
const inspected = () => createProviderRegistry({ a: opaqueProvider(server.url, { binding: 'login' }) });
/** Nothing says whether these tokens are alive but the time they were issued for. */
const remembered = () =>
  createProviderRegistry({ a: opaqueProvider(server.url, { binding: 'login', inspect: undefined, attributes }) });

async function mint(registry: ReturnType<typeof inspected>, token: string, more: object = { expires_in: 100 }) {
  server.on('/token', json({ access_token: token, token_type: 'bearer', ...more }));
  await registry.client('a').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
}

beforeEach(() => {
  server.on('/introspect', json(active({ exp: undefined, client_id: 'somebody' })));
  server.on('/userinfo', json({ id: 'member-1' }));
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
});
afterEach(() => void vi.useRealTimers());
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

describe('a token that we obtained (rule 12)', () => {
  it('is proved by that: nobody asks whom the provider issued it to', async () => {
    const registry = remembered();
    expect(await outcome(registry, 'token-1')).toBe('unbound');
    expect(server.calls).toEqual([]);
    await mint(registry, 'token-1');
    expect(await registry.verify(bearer('token-1'))).toMatchObject({
      subject: 'member-1',
      clientId: 'client-1',
      claims: {},
    });
    expect(server.count('/introspect')).toBe(0);
  });

  it('learns whose it is at its first proof, and other tokens teach nothing', async () => {
    const loginTokens = memoryLoginTokenStore();
    const setSubject = vi.spyOn(loginTokens, 'setSubject');
    const providers = {
      a: opaqueProvider(server.url, { binding: 'login', shape: { alphabet: 'base64url' } }),
      b: opaqueProvider(server.url, { shape: { prefix: 'app.', alphabet: 'hex' } }),
    };
    const registry = createProviderRegistry(providers, { loginTokens, hashKey: new Uint8Array(32) });
    await mint(registry as never, 'token-1');
    await registry.verify(bearer('token-1'));
    pass(61);
    await registry.verify(bearer('token-1'));
    expect(server.count('/introspect')).toBe(2);
    expect(setSubject.mock.calls).toEqual([[expect.any(String), 'member-1']]);
    server.on('/introspect', json(active()));
    await registry.verify(bearer('app.0a'));
    expect(setSubject).toHaveBeenCalledTimes(1);
  });

  it('has the client that the inspection names, where it names one', async () => {
    const registry = inspected();
    await mint(registry, 'token-1');
    expect((await registry.verify(bearer('token-1'))).clientId).toBe('somebody');
  });

  it.each([
    ['inspected', inspected],
    ['remembered', remembered],
  ])('ends with the time it was issued for, and the skew: %s', async (_, make) => {
    const registry = make();
    await mint(registry, 'token-1');
    expect((await registry.verify(bearer('token-1'))).expiresAt).toBeCloseTo(Date.now() / 1000 + 100, 0);
    pass(125);
    expect(await outcome(registry, 'token-1')).toBe('ok');
    pass(10);
    expect(await outcome(registry, 'token-1')).toBe('expired');
    await mint(registry, 'unseen');
    pass(135);
    expect(await outcome(registry, 'unseen')).toBe('expired');
  });

  it('ends so whatever the provider says of it, also where its facts are known (rule 30)', async () => {
    server.on('/introspect', json(active({ exp: Date.now() / 1000 + 5_000 })));
    const registry = inspected();
    await mint(registry, 'token-1');
    pass(125);
    expect(await outcome(registry, 'token-1')).toBe('ok');
    pass(10);
    expect(registry.peek(bearer('token-1'))).toBeUndefined();
    expect(await outcome(registry, 'token-1')).toBe('expired');
  });

  it('without a time of its own stays as long as the provider says', async () => {
    const registry = inspected();
    await mint(registry, 'token-1', {});
    pass(86_400);
    expect(await outcome(registry, 'token-1')).toBe('ok');
    pass(61);
    server.on('/introspect', json({ active: false }));
    expect(await outcome(registry, 'token-1')).toBe('inactive');
  });

  it('a provider that is stopped: 503 for what was not seen yet, its life for what was, 401 for what we never minted', async () => {
    const registry = remembered();
    await mint(registry, 'seen');
    await mint(registry, 'unseen');
    expect(await outcome(registry, 'seen')).toBe('ok');
    server.on('/userinfo', status(503));
    expect(await outcome(registry, 'seen')).toBe('ok');
    expect(await outcome(registry, 'unseen')).toBe('provider_unreachable');
    expect(await outcome(registry, 'never-minted')).toBe('unbound');
    pass(61);
    expect(await outcome(registry, 'seen')).toBe('provider_unreachable');
  });
});
