import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { gate, outcome, quickHttp, refused } from '../__fixtures__/registry.ts';
import { hang, json, status, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';
import { Breaker } from './breaker.ts';

describe('the breaker (rule 26)', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  const failing = (seconds: number) => async () => {
    vi.advanceTimersByTime(seconds * 1000);
    throw new Error('no answer');
  };
  const run = (breaker: Breaker, work: () => Promise<string>) =>
    breaker.run('userinfo', work).catch((error: Error) => error.message);

  it('refuses at once after five calls that hung, lets one through after two seconds, and closes when it succeeds', async () => {
    const breaker = new Breaker();
    for (let index = 0; index < 5; index++) expect(await run(breaker, failing(5))).toBe('no answer');
    expect(await run(breaker, async () => 'asked')).toContain('userinfo: the last 5 calls hung');
    vi.advanceTimersByTime(2_001);
    const probe = breaker.run('userinfo', async () => 'asked');
    expect(await run(breaker, async () => 'asked too')).toContain('the last 5 calls hung');
    expect(await probe).toBe('asked');
    expect(await run(breaker, async () => 'asked')).toBe('asked');
  });

  it('lets one call in two seconds try while they hang as well, so that recovery takes two seconds at most', async () => {
    const breaker = new Breaker();
    for (let index = 0; index < 5; index++) await run(breaker, failing(5));
    const hung = gate();
    const tries = [];
    for (let second = 0; second < 10; second++) {
      vi.advanceTimersByTime(1_000);
      let asked = 0;
      for (let index = 0; index < 3; index++) {
        const work = () => hung.opened.then(() => Promise.reject(new Error(`no answer ${++asked}`)));
        tries.push(run(breaker, work));
      }
    }
    vi.advanceTimersByTime(1_500);
    hung.open();
    const said = await Promise.all(tries);
    expect(said.filter((text) => text.includes('no answer'))).toHaveLength(5);
    // The ends of those five do not put the next try off.
    expect(await run(breaker, async () => 'asked')).toContain('hung');
    vi.advanceTimersByTime(500);
    expect(await run(breaker, async () => 'asked')).toBe('asked');
    expect(await run(breaker, async () => 'asked')).toBe('asked');
  });

  it('asks on a provider that fails fast, since nobody waits for it', async () => {
    const breaker = new Breaker();
    for (let index = 0; index < 50; index++) expect(await run(breaker, failing(0.1))).toBe('no answer');
    expect(await run(breaker, async () => 'asked')).toBe('asked');
  });

  it('counts calls in a row: one that answers starts over', async () => {
    const breaker = new Breaker();
    for (let index = 0; index < 4; index++) await run(breaker, failing(5));
    await run(breaker, async () => 'answered');
    for (let index = 0; index < 4; index++) await run(breaker, failing(5));
    expect(await run(breaker, async () => 'asked')).toBe('asked');
  });
});

describe('one hung provider', () => {
  const server = useServer();
  const http = quickHttp(1_100);

  it('is refused at once after a while, and does not slow another (rule 26)', async () => {
    const registry = createProviderRegistry(
      {
        hung: opaqueProvider(`${server.url}/hung`, { shape: { prefix: 'h_', alphabet: 'hex' } }),
        fine: opaqueProvider(`${server.url}/fine`, { shape: { prefix: 'f_', alphabet: 'hex' } }),
      },
      { http },
    );
    server.on('/hung/introspect', hang);
    server.on('/fine/introspect', json(active()));
    const hanging = Promise.all([0, 1, 2, 3, 4].map((index) => outcome(registry, `h_${index}`)));
    const begun = performance.now();
    expect(await outcome(registry, 'f_1')).toBe('ok');
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(new Set(await hanging)).toEqual(new Set(['provider_unreachable']));
    const later = performance.now();
    const error = await refused(registry, 'h_9');
    expect(error).toMatchObject({ status: 503, reason: 'provider_unreachable', retryAfter: 2 });
    expect(performance.now() - later).toBeLessThan(1_000);
    expect(server.count('/hung/introspect')).toBe(5);
    expect(await outcome(registry, 'f_2')).toBe('ok');
  });

  it('counts as hung as well where something in front of it says so late: 504 after a while (RFC 9110 §15.6.5)', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const registry = createProviderRegistry({ a: opaqueProvider(server.url) }, { http });
    const late = (code: number): Parameters<typeof server.on>[1] => {
      return (call, response) => {
        vi.advanceTimersByTime(1_500);
        status(code)(call, response);
      };
    };
    server.on('/introspect', late(200));
    for (let index = 0; index < 6; index++) expect(await outcome(registry, `slow${index}`)).toBe('provider_malformed');
    server.on('/introspect', late(504));
    for (let index = 0; index < 6; index++) expect((await refused(registry, `t${index}`))?.status).toBe(503);
    expect((await refused(registry, 't6'))?.detail).toContain('the last 5 calls hung');
    expect(server.count('/introspect')).toBe(6 + 5);
  });

  it('endpoints of one provider hang each for itself: tokens are inspected while `/token` hangs', async () => {
    const registry = createProviderRegistry({ a: opaqueProvider(server.url) }, { http });
    server.on('/token', hang);
    server.on('/introspect', json(active()));
    const client = registry.client('a');
    const code = async () => {
      const options = { code: 'c0de', redirectUri: 'https://app.example.com/', codeVerifier: 'v'.repeat(43) };
      return client.exchange(options).catch((error: Error) => error.message);
    };
    await Promise.all([0, 1, 2, 3, 4].map(code));
    expect(await code()).toContain('hung');
    expect(await outcome(registry, 'token-1')).toBe('ok');
    expect(server.count('/token')).toBe(5);
  });

  it('a provider that answers 500 is asked for every token', async () => {
    const registry = createProviderRegistry({ a: opaqueProvider(server.url) }, { http });
    server.on('/introspect', status(500));
    for (let index = 0; index < 8; index++) expect(await outcome(registry, `t${index}`)).toBe('provider_unreachable');
    expect(server.count('/introspect')).toBe(8);
    server.on('/introspect', json(active()));
    expect(await outcome(registry, 't8')).toBe('ok');
  });
});
