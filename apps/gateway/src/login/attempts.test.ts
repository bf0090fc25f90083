import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Attempts } from './attempts.ts';
import { RateLimit } from './rate-limit.ts';
import { seal, unseal } from './seal.ts';

const key = randomBytes(32);
afterEach(() => void vi.useRealTimers());

describe('a login attempt (rule 15)', () => {
  const attempts = new Attempts(key, 'https://api.example.com');
  const begin = (of = attempts, cookies?: string) => {
    const state = of.newState();
    const [cookie = ''] = of.keep({ provider: 'acme', redirectUri: 'r', state, codeVerifier: 'v' }, cookies).slice(-1);
    return { state, cookie, pair: cookie.split(';', 1)[0] ?? '' };
  };

  it('is one sealed cookie, bound to the host, that shows nothing', () => {
    const { state, cookie } = begin();
    expect(cookie).toMatch(
      /^__Host-bearerkit-login-[\w-]{12}=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(cookie).not.toContain(state);
    const local = begin(new Attempts(key, 'http://127.0.0.1:8080'));
    expect(local.cookie).toMatch(/^bearerkit-login-[\w-]{12}=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('works once, in the browser that began it, for its own provider', () => {
    const { state, pair } = begin();
    expect(attempts.take('acme', state, undefined)).toBeUndefined();
    expect(attempts.take('other', state, pair)).toBeUndefined();
    expect(attempts.take('acme', `${state}x`, pair)).toBeUndefined();
    expect(attempts.take('acme', '', pair)).toBeUndefined();
    expect(attempts.take('acme', state, `${pair}; ${pair}`)).toBeUndefined();
    expect(attempts.take('acme', state, pair.slice(0, -2))).toBeUndefined();
    expect(new Attempts(randomBytes(32), 'https://x').take('acme', state, pair)).toBeUndefined();
    expect(attempts.take('acme', state, `a=b; ${pair}; c`)).toMatchObject({ codeVerifier: 'v', redirectUri: 'r' });
    expect(attempts.take('acme', state, pair)).toBeUndefined();
  });

  it('does not fight with another tab, in any order', () => {
    const [one, other] = [begin(), begin()];
    const cookies = `${one.pair}; ${other.pair}`;
    expect(attempts.take('acme', other.state, cookies)?.state).toBe(other.state);
    expect(attempts.take('acme', one.state, cookies)?.state).toBe(one.state);
  });

  it('is over after ten minutes', () => {
    const { state, pair } = begin();
    vi.useFakeTimers({ now: Date.now() + 601_000, toFake: ['Date'] });
    expect(attempts.take('acme', state, pair)).toBeUndefined();
  });

  it('cleans up where too many were begun', () => {
    const pairs = Array.from({ length: 8 }, () => begin().pair).join('; ');
    const state = attempts.newState();
    const set = attempts.keep({ provider: 'acme', redirectUri: 'r', state }, pairs);
    expect(set).toHaveLength(9);
    expect(set.slice(0, 8).every((cookie) => cookie.includes('Max-Age=0'))).toBe(true);
  });

  it('never repeats a state', () => {
    expect(new Set(Array.from({ length: 1000 }, () => attempts.newState())).size).toBe(1000);
  });
});

it('what is sealed opens with the same key and purpose alone (rule 52)', () => {
  const sealed = seal(key, 'purpose', { a: 1 });
  expect(unseal(key, 'purpose', sealed)).toEqual({ a: 1 });
  expect(unseal(key, 'other', sealed)).toBeUndefined();
  expect(unseal(randomBytes(32), 'purpose', sealed)).toBeUndefined();
  expect(seal(key, 'purpose', { a: 1 })).not.toBe(sealed);
  for (let at = 0; at < sealed.length; at += 7) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    expect(unseal(key, 'purpose', changed)).toBeUndefined();
  }
  for (const garbage of ['', 'x', 'AAAA', '%%%']) expect(unseal(key, 'purpose', garbage)).toBeUndefined();
});

describe('the limit per address', () => {
  it('lets so many through per minute, sliding, and says how long to wait', () => {
    const limit = new RateLimit(10);
    const take = (seconds: number, address = '192.0.2.1') => limit.take(address, seconds * 1000);
    expect(Array.from({ length: 10 }, () => take(0))).toEqual(Array(10).fill(0));
    expect(take(1)).toBe(59);
    expect(take(1, '192.0.2.2')).toBe(0);
    expect(take(60)).toBeGreaterThan(0);
    expect([take(90), take(90), take(90), take(90), take(90)]).toEqual([0, 0, 0, 0, 0]);
    expect(take(90)).toBeGreaterThan(0);
    expect(take(300)).toBe(0);
  });

  it('counts an IPv6 /64 as one address, and remembers a bounded number', () => {
    const limit = new RateLimit(1, 3);
    expect(limit.take('2001:db8:1:2::1', 0)).toBe(0);
    expect(limit.take('2001:db8:1:2:ffff::2', 0)).toBeGreaterThan(0);
    expect(limit.take('2001:db8:1:3::1', 0)).toBe(0);
    for (let at = 0; at < 10; at++) limit.take(`192.0.2.${at}`, 0);
    expect(limit.take('2001:db8:1:2::1', 0)).toBe(0);
  });
});
