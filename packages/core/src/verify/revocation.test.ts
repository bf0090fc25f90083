import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer, gate, outcome, refused } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';
import { memoryLoginTokenStore, memoryRevocationStore } from '../stores/memory.ts';

const server = useServer();
const issuer = useIssuer(server);
const hashKey = new Uint8Array(32).fill(7);
const registry = (settings = {}) =>
  createProviderRegistry({ a: opaqueProvider(server.url), b: jwtProvider(server.url) }, settings);
const asked = () => server.count('/introspect');

beforeEach(() => server.on('/introspect', json(active({ iat: now() - 100 }))));
afterEach(() => void vi.useRealTimers());

describe('a revoked token', () => {
  it('is refused on the next request, known or not, without a call', async () => {
    const made = registry();
    expect(await outcome(made, 'token-1')).toBe('ok');
    expect(await made.revoke({ token: 'token-1' })).toEqual({ scope: 'process' });
    expect(await refused(made, 'token-1')).toMatchObject({ reason: 'revoked', status: 401, provider: 'a' });
    expect(made.peek(bearer('token-1'))).toBeUndefined();
    await made.revoke({ token: 'token-2' });
    expect(await outcome(made, 'token-2')).toBe('revoked');
    expect(asked()).toBe(1);
  });

  it('leaves other tokens of the same person alone', async () => {
    const made = registry();
    await made.revoke({ token: 'token-1' });
    expect(await outcome(made, 'token-2')).toBe('ok');
  });

  it('a proof under way when it is revoked does not let it in, nor remember it', async () => {
    const { opened, open } = gate();
    server.on('/introspect', async (call, response) => {
      await opened;
      json(active())(call, response);
    });
    const made = registry();
    const waiting = outcome(made, 'token-1');
    await vi.waitFor(() => expect(asked()).toBe(1));
    await made.revoke({ token: 'token-1' });
    open();
    expect(await waiting).toBe('revoked');
    expect(made.peek(bearer('token-1'))).toBeUndefined();
    expect(await outcome(made, 'token-1')).toBe('revoked');
    expect(asked()).toBe(1);
  });

  it('nor does a look-up of the local user under way', async () => {
    const { opened, open } = gate();
    const find = vi.fn(async () => {
      await opened;
      return { id: 'u', username: 'u', active: true, groups: [] };
    });
    const made = registry({ users: { find } });
    const waiting = outcome(made, 'token-1');
    await vi.waitFor(() => expect(find).toHaveBeenCalled());
    await made.revoke({ token: 'token-1' });
    open();
    expect(await waiting).toBe('revoked');
  });

  it('is kept until it expires by itself, or for ever', async () => {
    const revocations = memoryRevocationStore();
    const add = vi.spyOn(revocations, 'add');
    const made = registry({ revocations });
    const exp = now() + 500;
    server.on('/introspect', json(active({ exp })));
    await made.verify(bearer('known'));
    await made.revoke({ token: 'known' });
    await made.revoke({ token: issuer.token({ exp }) });
    await made.revoke({ token: 'unknown' });
    await made.revoke({ token: issuer.token({ iss: 'https://other.test', exp: 1 }) });
    expect(add.mock.calls.map(([row]) => (row as { expiresAt?: number }).expiresAt)).toEqual([
      exp + 300,
      exp + 300,
      undefined,
      undefined,
    ]);
  });

  it('of a sign-in is kept for ever: its provider may hand out the same one again, with another end', async () => {
    const revocations = memoryRevocationStore();
    const add = vi.spyOn(revocations, 'add');
    const made = createProviderRegistry({ a: opaqueProvider(server.url, { binding: 'login' }) }, { revocations });
    server.on('/token', json({ access_token: 'token-1', token_type: 'bearer', expires_in: 600 }));
    await made.client('a').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
    expect((await made.verify(bearer('token-1'))).expiresAt).toBeDefined();
    await made.revoke({ token: 'token-1' });
    expect(add.mock.calls).toEqual([[{ tokenHash: expect.any(String) }]]);
  });

  it('costs the others one look each: then an integer tells that nothing changed', async () => {
    const revocations = memoryRevocationStore();
    const refuses = vi.spyOn(revocations, 'refused');
    const made = registry({ revocations });
    await made.verify(bearer('token-1'));
    await made.revoke({ token: 'token-2' });
    refuses.mockClear();
    for (let index = 0; index < 5; index++) expect(made.peek(bearer('token-1'))).toMatchObject({ subject: 'member-1' });
    expect(refuses).toHaveBeenCalledTimes(1);
  });

  it('is kept as a keyed hash: the token stands nowhere', async () => {
    const revocations = memoryRevocationStore();
    const add = vi.spyOn(revocations, 'add');
    await registry({ revocations }).revoke({ token: 'token-canary' });
    await registry({ revocations, hashKey }).revoke({ token: 'token-canary' });
    const hashes = add.mock.calls.map(([row]) => (row as { tokenHash: string }).tokenHash);
    expect(new Set(hashes).size).toBe(2);
    expect(hashes.join()).not.toContain('token-canary');
  });
});

describe('a revoked subject', () => {
  it('is refused with every token issued until now, known or not', async () => {
    const made = registry();
    expect(await outcome(made, 'token-1')).toBe('ok');
    await made.revoke({ provider: 'a', subject: 'member-1' });
    expect(made.peek(bearer('token-1'))).toMatchObject({ reason: 'revoked', provider: 'a' });
    expect(await outcome(made, 'token-1')).toBe('revoked');
    expect(await outcome(made, 'token-2')).toBe('revoked');
  });

  it('of one provider is not that of another', async () => {
    const made = registry();
    await made.revoke({ provider: 'a', subject: 'member-1' });
    expect(await outcome(made, issuer.token({ iat: now() - 100 }))).toBe('ok');
  });

  it('comes in with a token issued later, by more than the skew where the clock is the provider’s', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const made = registry();
    await made.revoke({ provider: 'b', subject: 'member-1' });
    expect(await outcome(made, issuer.token({ iat: now() + 20 }))).toBe('revoked');
    vi.advanceTimersByTime(32_000);
    expect(await outcome(made, issuer.token({ iat: now() - 5 }))).toBe('revoked');
    expect(await outcome(made, issuer.token({ iat: now() }))).toBe('ok');
  });

  it('stays out with tokens that do not say when they were issued, until it is lifted', async () => {
    const revocations = memoryRevocationStore();
    const made = registry({ revocations });
    server.on('/introspect', json(active()));
    await made.revoke({ provider: 'a', subject: 'member-1' });
    expect(await outcome(made, 'token-1')).toBe('revoked');
    await revocations.lift(made.provider('a').identity, 'member-1');
    expect(await outcome(made, 'token-1')).toBe('ok');
  });

  it('is refused when it is revoked while its proof is under way', async () => {
    const { opened, open } = gate();
    server.on('/introspect', async (call, response) => {
      await opened;
      json(active({ iat: now() - 100 }))(call, response);
    });
    const made = registry();
    const waiting = outcome(made, 'token-1');
    await vi.waitFor(() => expect(asked()).toBe(1));
    await made.revoke({ provider: 'a', subject: 'member-1' });
    open();
    expect(await waiting).toBe('revoked');
  });
});

describe('minting does not revive (rule 50)', () => {
  const login = (settings = {}) =>
    createProviderRegistry({ a: opaqueProvider(server.url, { binding: 'login' }) }, settings);
  const mint = async (made: ReturnType<typeof login>, token: string) => {
    server.on('/token', json({ access_token: token, token_type: 'bearer', expires_in: 600 }));
    await made.client('a').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
  };

  it('a new token of a revoked subject is good, the old ones are not', async () => {
    const made = login();
    await mint(made, 'old-seen');
    await mint(made, 'old-unseen');
    expect(await outcome(made, 'old-seen')).toBe('ok');
    await made.revoke({ provider: 'a', subject: 'member-1' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await mint(made, 'new');
    expect(await outcome(made, 'new')).toBe('ok');
    expect(await outcome(made, 'old-seen')).toBe('revoked');
    expect(await outcome(made, 'old-unseen')).toBe('revoked');
  });

  it('nor does the provider that hands out the very same token again', async () => {
    const made = login();
    await mint(made, 'same');
    expect(await outcome(made, 'same')).toBe('ok');
    await made.revoke({ provider: 'a', subject: 'member-1' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await mint(made, 'same');
    expect(await outcome(made, 'same')).toBe('revoked');
    await made.revoke({ token: 'same' });
    await mint(made, 'same');
    expect(await outcome(made, 'same')).toBe('revoked');
  });

  it('a token minted for one person is not taken for another', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const made = login();
    await mint(made, 'token-1');
    expect(await outcome(made, 'token-1')).toBe('ok');
    made.purge();
    server.on('/introspect', json(active({ sub: 'member-2' })));
    vi.advanceTimersByTime(61_000);
    expect(await outcome(made, 'token-1')).toBe('unbound');
  });

  it('another registry over the same stores knows both', async () => {
    const [revocations, loginTokens] = [memoryRevocationStore(), memoryLoginTokenStore()];
    const one = login({ revocations, loginTokens, hashKey });
    const other = login({ revocations, loginTokens, hashKey });
    await mint(one, 'token-1');
    expect(await outcome(other, 'token-1')).toBe('ok');
    await one.revoke({ token: 'token-1' });
    expect(await outcome(other, 'token-1')).toBe('revoked');
    expect(await outcome(login({ revocations, loginTokens, hashKey: new Uint8Array(32) }), 'token-1')).toBe('unbound');
  });
});

describe('stores', () => {
  it.each(['revocations', 'loginTokens'])('that are not filled yet: 503, before anything else (%s)', async (name) => {
    const store = { ...(name === 'revocations' ? memoryRevocationStore() : memoryLoginTokenStore()), ready: false };
    const made = registry({ [name]: store, hashKey });
    const error = await refused(made, 'token-1');
    expect(error).toMatchObject({ status: 503, reason: 'store_unavailable', retryAfter: 1 });
    expect(made.peek(bearer('token-1'))).toMatchObject({ status: 503 });
    expect(server.calls).toEqual([]);
  });

  it('that outlive the process need a key, of 32 bytes', () => {
    const shared = { ...memoryRevocationStore(), scope: 'shared' as const };
    expect(() => registry({ revocations: shared })).toThrow(
      '`hashKey` is needed with a store that outlives the process',
    );
    expect(() => registry({ loginTokens: memoryLoginTokenStore() })).toThrow('`hashKey` is needed');
    expect(() => registry({ hashKey: new Uint8Array(31) })).toThrow('`hashKey` must be at least 32 bytes long');
  });

  it('a revocation that can not be written is told, not swallowed', async () => {
    const revocations = { ...memoryRevocationStore(), add: () => Promise.reject(new Error('disk full')) };
    await expect(registry({ revocations }).revoke({ token: 'token-1' })).rejects.toThrow('disk full');
  });
});
