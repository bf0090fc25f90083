import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { gate, outcome, quickHttp, refused } from '../__fixtures__/registry.ts';
import { json, status, useServer } from '../__fixtures__/server.ts';
import { userinfoProof } from '../provider/inspection.ts';
import { createProviderRegistry } from '../registry.ts';
import { Limits } from './limits.ts';

const server = useServer();
const http = quickHttp(2_000);
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const limited = (code: number, seconds = '7') => status(code, { 'retry-after': seconds });
const registry = (spec: Parameters<typeof opaqueProvider>[1] = {}) =>
  createProviderRegistry({ a: opaqueProvider(server.url, spec, { acceptTokensOfAnyApp: true }) }, { http });
const byUserinfo = () =>
  registry({ binding: 'none', inspect: userinfoProof('userinfo'), attributes: { from: 'userinfo', subject: '/sub' } });

describe('a pause that the provider asks for (RFC 9110 §10.2.3)', () => {
  it.each([
    [429, 'provider_rate_limited'],
    [403, 'provider_rate_limited'],
    [503, 'provider_unreachable'],
  ])('after %i with Retry-After nobody asks that endpoint until it has passed', async (code, reason) => {
    const made = registry();
    server.on('/introspect', limited(code));
    expect((await refused(made, 'token-0'))?.status).toBe(503);
    server.on('/introspect', json(active()));
    for (let second = 1; second < 7; second++) {
      vi.advanceTimersByTime(1_000);
      const error = await refused(made, `token-${second}`);
      expect(error).toMatchObject({ status: 503, reason, retryAfter: 7 - second });
    }
    expect(server.count('/introspect')).toBe(1);
    vi.advanceTimersByTime(1_000);
    expect(await outcome(made, 'token-7')).toBe('ok');
  });

  it('is a minute at most', async () => {
    const made = registry();
    server.on('/introspect', limited(429, '86400'));
    await refused(made, 'token-0');
    server.on('/introspect', json(active()));
    vi.advanceTimersByTime(59_000);
    expect(await refused(made, 'token-1')).toMatchObject({ retryAfter: 1 });
    vi.advanceTimersByTime(1_000);
    expect(await outcome(made, 'token-2')).toBe('ok');
  });

  it.each([
    ['429 without Retry-After', status(429)],
    ['500 with Retry-After', limited(500)],
  ])('%s makes none', async (_, handler) => {
    const made = registry();
    server.on('/introspect', handler);
    await refused(made, 'token-0');
    server.on('/introspect', json(active()));
    expect(await outcome(made, 'token-1')).toBe('ok');
  });

  it('holds for those who wait in line as well', async () => {
    const made = registry();
    const { opened, open } = gate();
    server.on('/introspect', async (call, response) => {
      await opened;
      limited(429)(call, response);
    });
    const burst = Array.from({ length: 100 }, (_, index) => outcome(made, `token-${index}`));
    await vi.waitFor(() => expect(server.count('/introspect')).toBe(64));
    open();
    expect(new Set(await Promise.all(burst))).toEqual(new Set(['provider_rate_limited']));
    expect(server.count('/introspect')).toBe(64);
  });

  it('ends with one user where the call carries that user’s token: others are not refused for it', async () => {
    const made = byUserinfo();
    server.on('/userinfo', limited(429));
    expect(await outcome(made, 'greedy')).toBe('provider_rate_limited');
    server.on('/userinfo', json({ sub: 'member-1' }));
    expect(await refused(made, 'greedy')).toMatchObject({ reason: 'provider_rate_limited', retryAfter: 7 });
    expect(await outcome(made, 'modest')).toBe('ok');
    expect(server.count('/userinfo')).toBe(2);
    vi.advanceTimersByTime(7_000);
    expect(await outcome(made, 'greedy')).toBe('ok');
  });

  it('of a service that is not available holds for every token', async () => {
    const made = byUserinfo();
    server.on('/userinfo', limited(503));
    await refused(made, 'token-1');
    expect(await refused(made, 'token-2')).toMatchObject({ reason: 'provider_unreachable', retryAfter: 7 });
    expect(server.count('/userinfo')).toBe(1);
  });

  it('is remembered for 1,000 tokens', () => {
    const limits = new Limits('userinfo');
    const answer = { status: 429, headers: { 'retry-after': '7' } };
    for (let index = 0; index <= 1_000; index++) limits.note(answer, `token-${index}`);
    expect(() => limits.check('token-0')).not.toThrow();
    expect(() => limits.check('token-1')).toThrow('provider_rate_limited: userinfo: status 429 a moment ago');
  });
});
