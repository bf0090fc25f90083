import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { gate, outcome, quickHttp, refused } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import type { HttpRequest } from '../http/client.ts';
import { createProviderRegistry } from '../registry.ts';
import { Bulkhead } from './bulkhead.ts';

describe('the bulkhead of an endpoint (rule 26)', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  const message = (error: Error) => error.message;

  /** A bulkhead with all its places taken, until they are freed. */
  function full() {
    const bulkhead = new Bulkhead();
    const gates = Array.from({ length: 64 }, () => gate());
    const held = gates.map(({ opened }) => bulkhead.run('introspect', () => opened));
    const free = async (count: number) => {
      for (const { open } of gates.splice(0, count)) open();
      await Promise.all(held.splice(0, count));
    };
    return { bulkhead, free };
  }

  it('lets 64 calls through, and the others in the order in which they came as places become free', async () => {
    const { bulkhead, free } = full();
    const begun: number[] = [];
    const waiting = [0, 1, 2].map((index) => bulkhead.run('introspect', async () => begun.push(index)));
    await Promise.resolve();
    expect(begun).toEqual([]);
    await free(1);
    await Promise.all(waiting);
    expect(begun).toEqual([0, 1, 2]);
    expect(await bulkhead.run('introspect', async () => 'a place is free')).toBe('a place is free');
  });

  it('refuses at once, with Retry-After 1, when 256 wait', async () => {
    const { bulkhead, free } = full();
    const waiting = Array.from({ length: 256 }, () => bulkhead.run('introspect', async () => 'asked'));
    await expect(bulkhead.run('introspect', async () => 'asked')).rejects.toMatchObject({
      reason: 'provider_unreachable',
      detail: 'introspect: too many calls wait',
      retryAfter: 1,
    });
    await free(64);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['asked']));
    expect(await bulkhead.run('introspect', async () => 'asked')).toBe('asked');
  });

  it('counts the deadline from the start, and lets nobody wait without time for an answer', async () => {
    const { bulkhead, free } = full();
    expect(await new Bulkhead().run('introspect', async (leftMs) => leftMs)).toBe(5_000);
    const late = bulkhead.run('introspect', async () => 'asked').catch(message);
    vi.advanceTimersByTime(3_000);
    const soon = bulkhead.run('introspect', async (leftMs) => leftMs);
    vi.advanceTimersByTime(1_000);
    expect(await late).toContain('too many calls wait');
    await free(1);
    expect(await soon).toBe(4_000);
    await free(63);
    const again = Array.from({ length: 64 }, () => bulkhead.run('introspect', async () => 'asked'));
    expect(new Set(await Promise.all(again))).toEqual(new Set(['asked']));
  });

  it('does not take the time in line for a provider that hangs', async () => {
    const { bulkhead, free } = full();
    const failing = Array.from({ length: 8 }, () =>
      bulkhead.run('introspect', () => Promise.reject(new Error('no answer'))).catch(message),
    );
    vi.advanceTimersByTime(3_000);
    await free(64);
    expect(new Set(await Promise.all(failing))).toEqual(new Set(['no answer']));
    expect(await bulkhead.run('introspect', async () => 'asked')).toBe('asked');
  });

  it('ends the line at once where the provider turns out to hang', async () => {
    const bulkhead = new Bulkhead();
    const { opened, open } = gate();
    const fail = () => opened.then(() => Promise.reject(new Error('no answer')));
    const failing = [0, 1, 2, 3, 4].map(() => bulkhead.run('introspect', fail).catch(message));
    for (let index = 0; index < 59; index++) void bulkhead.run('introspect', () => new Promise<never>(() => {}));
    const waiting = Array.from({ length: 20 }, () => bulkhead.run('introspect', async () => 'asked').catch(message));
    vi.advanceTimersByTime(1_001);
    open();
    expect(new Set(await Promise.all(failing))).toEqual(new Set(['no answer']));
    const [said, ...others] = new Set(await Promise.all(waiting));
    expect([said, others]).toEqual([expect.stringContaining('the last 5 calls hung'), []]);
  });
});

describe('a burst of garbage tokens', () => {
  const server = useServer();
  const quick = quickHttp(5_000);
  const sent: HttpRequest[] = [];
  const http = {
    send: (request: HttpRequest) => {
      sent.push(request);
      return quick.send(request);
    },
  };

  it('is asked for 64 at a time, refused beyond the line, and leaves no mark on those who come after it', async () => {
    const registry = createProviderRegistry({ a: opaqueProvider(server.url) }, { http });
    const { opened, open } = gate();
    server.on('/introspect', async (call, response) => {
      await opened;
      json(call.form.get('token') === 'good' ? active() : { active: false })(call, response);
    });
    const burst = Array.from({ length: 400 }, (_, index) => outcome(registry, `garbage-${index}`));
    await vi.waitFor(() => expect(server.count('/introspect')).toBe(64));
    expect(sent).toHaveLength(64);
    const begun = performance.now();
    expect(await refused(registry, 'good')).toMatchObject({ status: 503, retryAfter: 1 });
    expect(performance.now() - begun).toBeLessThan(1_000);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(server.count('/introspect')).toBe(64);
    open();
    const outcomes = await Promise.all(burst);
    expect(outcomes.filter((reason) => reason === 'inactive')).toHaveLength(64 + 256);
    expect(outcomes.filter((reason) => reason === 'provider_unreachable')).toHaveLength(80);
    expect(await outcome(registry, 'good')).toBe('ok');
    const limits = sent.map(({ timeoutMs }) => timeoutMs ?? 0);
    expect([Math.max(...limits), Math.min(...limits) < 3_900, Math.min(...limits) >= 1_000]).toEqual([
      5_000,
      true,
      true,
    ]);
  });
});
