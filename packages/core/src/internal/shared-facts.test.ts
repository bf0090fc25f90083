import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryFactsStore } from '../__fixtures__/facts-store.ts';
import { jwtProvider } from '../__fixtures__/issuer.ts';
import { opaqueProvider } from '../__fixtures__/opaque.ts';
import { collectLog, gate } from '../__fixtures__/registry.ts';
import type { LoginToken } from '../stores/login-token-store.ts';
import type { TokenFacts } from '../verify/facts.ts';
import type { Recognised } from '../verify/recognise.ts';
import { Instance } from './instance.ts';
import { SharedFacts } from './shared-facts.ts';

const secret = new Uint8Array(32).fill(7);
const base = 'http://127.0.0.1:1';
const credential = 'Bearer token-1';
const noHttp = { send: () => Promise.reject(new Error('no call is made here')) };
const now = () => Date.now() / 1000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** A recognised token; provider options and key as given. */
function found(key = 'a', provider = opaqueProvider(base), minted?: LoginToken): Recognised {
  const [rule] = provider.accepts;
  if (rule === undefined) throw new Error('the provider has no rule');
  return { instance: new Instance(key, provider, noHttp, 30), index: 0, rule, minted };
}

const mint = (subject?: string): LoginToken => ({
  tokenHash: 'x',
  type: 'access',
  provider: 'p',
  client: 'client-1',
  mintedAt: 1_000,
  subject,
});
const ofLogin = { binding: 'login' } as const;

const facts = (more: Partial<TokenFacts> = {}): TokenFacts => ({
  provider: 'a',
  rule: 0,
  kind: 'user',
  attributes: { subject: 'member-1', emailVerified: false, groups: [], roles: [] },
  audience: [],
  scopes: ['read'],
  boundByAudience: false,
  claims: { sub: 'member-1' },
  ...more,
});

function process(store = memoryFactsStore(), { cacheSeconds = 60, skew = 30, key = secret } = {}) {
  const { lines, log } = collectLog();
  return { store, lines, shared: new SharedFacts(store, key, { cacheSeconds, skew, log }) };
}

describe('facts that another process proved', () => {
  it('are found by it under its own name of the provider, with the age of the proof', async () => {
    const { shared, store } = process();
    await shared.put(found(), credential, facts(), now());
    vi.advanceTimersByTime(7_000);
    const other = process(store);
    expect(await other.shared.get(found('b'), credential)).toEqual({ facts: facts({ provider: 'b' }), age: 7 });
    await other.shared.delete(found('b'), credential);
    expect(await shared.get(found(), credential)).toBeUndefined();
  });

  it('are kept under a keyed hash, and sealed: the store sees no token, name or claim (rules 29 and 31)', async () => {
    const { shared, store } = process();
    await shared.put(found(), credential, facts(), now());
    const [[key = '', value = ''] = []] = store.values;
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(Buffer.from(value, 'base64url').toString('latin1')).not.toMatch(/member|token|read/);
  });

  it('count for one token, scheme, provider, configuration and mint alone (rule 29)', async () => {
    const { shared, store } = process();
    const minted = mint();
    await shared.put(found(), credential, facts(), now());
    const others: [Recognised, string][] = [
      [found(), 'Bearer token-2'],
      [found(), 'Bearer token-1 '],
      [found(), 'DPoP token-1'],
      [found('a', opaqueProvider('http://127.0.0.1:2')), credential],
      [found('a', opaqueProvider(base, { audience: 'https://api.example.com' })), credential],
      [found('a', opaqueProvider(base, { clients: ['client-2'] })), credential],
      [found('a', opaqueProvider(base, {}, { attributes: { username: '/name' } })), credential],
      [found('a', opaqueProvider(base, {}, { attributes: { username: () => 'x' } })), credential],
      [found('a', opaqueProvider(base, {}, { endpoints: { introspect: `${base}/other` } })), credential],
      [found('a', opaqueProvider(base), minted), credential],
    ];
    for (const [index, [other, text]] of others.entries()) {
      const { shared: fresh } = process(store);
      expect([index, await fresh.get(other, text)]).toEqual([index, undefined]);
      await fresh.put(other, text, facts(), now());
    }
    for (const settings of [{ skew: 60 }, { key: new Uint8Array(32).fill(8) }]) {
      expect(await process(store, settings).shared.get(found(), credential)).toBeUndefined();
    }
    expect(store.values.size).toBe(others.length + 1);
    expect(await shared.get(found(), credential)).toBeDefined();
  });

  it('of two mints of one token are two things', async () => {
    const { shared } = process();
    const minted = mint();
    await shared.put(found('a', opaqueProvider(base), minted), credential, facts(), now());
    const later = { ...minted, mintedAt: 2_000 };
    expect(await shared.get(found('a', opaqueProvider(base), later), credential)).toBeUndefined();
  });

  it('live 60 s from their proof, or as long as the reader keeps facts, and never past their expiry', async () => {
    const { shared, store } = process();
    await shared.put(found(), credential, facts(), now());
    await shared.put(found(), 'Bearer short', facts({ expiresAt: now() + 10 }), now());
    await shared.put(found(), 'Bearer gone', facts({ expiresAt: now() - 29.5 }), now());
    expect(store.lives).toEqual([60, 40]);
    const brief = process(store, { cacheSeconds: 5 }).shared;
    vi.advanceTimersByTime(4_900);
    expect(await brief.get(found(), credential)).toBeDefined();
    vi.advanceTimersByTime(200);
    expect(await brief.get(found(), credential)).toBeUndefined();
    expect(await shared.get(found(), 'Bearer short')).toBeDefined();
    vi.advanceTimersByTime(35_000);
    expect(await shared.get(found(), 'Bearer short')).toBeUndefined();
    expect(await shared.get(found(), credential)).toBeDefined();
    vi.advanceTimersByTime(20_000);
    expect(await shared.get(found(), credential)).toBeUndefined();
  });

  it('from a clock that runs ahead by more than the tolerance are not read', async () => {
    const { shared } = process();
    await shared.put(found(), credential, facts(), now() + 29);
    expect(await shared.get(found(), credential)).toMatchObject({ age: 0 });
    await shared.put(found(), credential, facts(), now() + 31);
    expect(await shared.get(found(), credential)).toBeUndefined();
  });

  it('that were changed, moved to another key or are no value at all are a miss (rule 31)', async () => {
    const { shared, store } = process();
    await shared.put(found(), credential, facts(), now());
    const [[key = '', value = ''] = []] = store.values;
    await shared.put(found(), 'Bearer token-2', facts(), now());
    const foreign = [...store.values.values()][1] ?? '';
    for (const wrong of [foreign, `A${value.slice(1)}`.replace(value, ''), '', 'null', '{}', value.slice(0, -2)]) {
      store.values.set(key, wrong);
      expect(await shared.get(found(), credential)).toBeUndefined();
    }
    store.values.set(key, value);
    expect(await shared.get(found(), credential)).toBeDefined();
  });
});

describe('the store is asked', () => {
  const { shared } = process();
  const issuer = 'https://issuer.example.com';
  const fromUserinfo = { attributes: { from: 'userinfo', subject: '/sub' } } as const;

  it.each([
    ['where the provider would be asked about the token', true, found()],
    ['where userinfo would', true, found('a', jwtProvider(issuer, fromUserinfo))],
    ['not where keys are enough', false, found('a', jwtProvider(issuer))],
    [
      'of a token that we obtained, when its subject is known',
      true,
      found('a', opaqueProvider(base, ofLogin), mint('member-1')),
    ],
    [
      'where a function reads the answer that is shared',
      true,
      found('a', opaqueProvider(base, {}, { attributes: { username: () => 'x' } })),
    ],
    [
      'not where it reads another',
      false,
      found('a', opaqueProvider(base, { attributes: { from: 'userinfo', subject: (answer) => answer.sub } })),
    ],
    ['and not before', false, found('a', opaqueProvider(base, ofLogin), mint())],
  ])('%s', (_, isAsked, recognised) => expect(shared.serves(recognised)).toBe(isAsked));
});

describe('a store that fails (rules 31 and 53)', () => {
  const broken = (work: () => Promise<never>) => {
    const calls = vi.fn(work);
    return { calls, store: { ...memoryFactsStore(), get: calls, set: calls, delete: calls } };
  };

  it('is a miss, is left alone for a second, and is in the log once in 30 s, by the name of its error', async () => {
    const { calls, store } = broken(() => Promise.reject(new TypeError('redis://user:canary@host')));
    const { shared, lines } = process(store);
    for (let second = 0; second < 29; second++) {
      expect(await shared.get(found(), credential)).toBeUndefined();
      await expect(shared.put(found(), credential, facts(), now())).resolves.toBeUndefined();
      await expect(shared.delete(found(), credential)).resolves.toBeUndefined();
      vi.advanceTimersByTime(1_000);
    }
    expect(calls).toHaveBeenCalledTimes(29);
    expect(lines).toEqual([{ level: 'warn', event: 'shared_facts_failed', detail: 'TypeError' }]);
    vi.advanceTimersByTime(1_000);
    await shared.get(found(), credential);
    expect(lines).toHaveLength(2);
  });

  it('that throws at once, or something strange, is no different', async () => {
    for (const thrown of [new Error('no'), undefined, 'text']) {
      const { store } = broken(() => {
        throw thrown as Error;
      });
      expect(await process(store).shared.get(found(), credential)).toBeUndefined();
    }
  });

  it('that hangs holds a request up for 250 ms, once', async () => {
    const { opened, open } = gate();
    const { calls, store } = broken(() => opened as Promise<never>);
    const { shared, lines } = process(store);
    expect(await shared.get(found(), credential)).toBeUndefined();
    expect(await shared.get(found(), credential)).toBeUndefined();
    expect(calls).toHaveBeenCalledTimes(1);
    expect(lines.map(({ detail }) => detail)).toEqual(['no answer within 250 ms']);
    open();
  });

  it('is used again when it has recovered', async () => {
    const { store } = broken(() => Promise.reject(new Error('no')));
    const good = memoryFactsStore();
    const { shared } = process(store as never);
    await shared.put(found(), credential, facts(), now());
    Object.assign(store, { get: good.get, set: good.set });
    vi.advanceTimersByTime(1_000);
    await shared.put(found(), credential, facts(), now());
    expect(await shared.get(found(), credential)).toBeDefined();
  });
});
