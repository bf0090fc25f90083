import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { makeKey } from '../__fixtures__/keys.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer, outcome, quickHttp } from '../__fixtures__/registry.ts';
import { type Handler, json, reset, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);
const http = quickHttp(5_000);
const random = () => randomBytes(16).toString('hex');
afterEach(() => void vi.useRealTimers());

const late: Handler = async (call, response) => {
  await wait(30);
  reset(call, response);
};

describe('a flood of tokens with random key ids (rule 25)', () => {
  const registry = () => createProviderRegistry({ a: jwtProvider(server.url) }, { http });

  it.each([
    ['answers', json({ keys: [issuer.key.jwk] })],
    ['fails', reset],
    ['takes its time', late],
  ])('costs one call in 30 s where the issuer %s, and known tokens are not held up', async (_, handler) => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    // One connection is counted once: a cut one is tried again by the HTTP client.
    const fetches = vi.fn((request: Parameters<typeof http.send>[0]) => http.send(request));
    const made = createProviderRegistry({ a: jwtProvider(server.url) }, { http: { ...http, send: fetches } });
    const known = issuer.token();
    expect(await outcome(made, known)).toBe('ok');
    server.on('/jwks', handler);
    const seen = new Map<string, number>();
    const flood: Promise<unknown>[] = [];
    const seconds = 300;
    const before = fetches.mock.calls.length;
    for (let second = 0; second < seconds; second++) {
      for (let index = 0; index < 20; index++) {
        const token = issuer.token({ jti: random() }, { kid: random() });
        flood.push(outcome(made, token).then((reason) => seen.set(reason, (seen.get(reason) ?? 0) + 1)));
      }
      if (second % 50 === 0) expect(await outcome(made, known)).toBe('ok');
      await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(1_000);
    }
    await Promise.all(flood);
    expect(fetches.mock.calls.length - before).toBeLessThanOrEqual(seconds / 30);
    expect(fetches.mock.calls.length - before).toBeGreaterThan(1);
    expect([...seen.keys()].filter((reason) => !['unknown_key', 'provider_unreachable'].includes(reason))).toEqual([]);
    expect(await outcome(made, issuer.token({ jti: 'cold' }))).toBe('ok');
  });

  it('that claim to be old, or that repeat, costs no call at all', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    const tokens = Array.from({ length: 500 }, () => issuer.token({ iat: now() - 60 }, { kid: random() }));
    expect(new Set(await Promise.all(tokens.map((token) => outcome(made, token))))).toEqual(new Set(['unknown_key']));
    expect(server.count('/jwks')).toBe(1);
  });

  it('under an own key does not keep a key out that the issuer publishes before it uses it', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    const [own, next] = [makeKey('ES256', 'own'), makeKey('ES256', 'next')];
    issuer.publish(issuer.key.jwk, next.jwk);
    for (let second = 0; second < 60; second++) {
      await outcome(made, issuer.token({ jti: random() }, { kid: random() }, own));
      vi.advanceTimersByTime(1_000);
    }
    expect(await outcome(made, issuer.token({}, {}, next))).toBe('ok');
    expect(server.count('/jwks')).toBe(3);
  });
});

describe('a flood of random opaque tokens of the right shape', () => {
  it('costs a call each, 64 at a time at most; repeats cost none, known tokens are answered in the same tick, good new ones never 401', async () => {
    let running = 0;
    let most = 0;
    server.on('/introspect', async (call, response) => {
      most = Math.max(most, ++running);
      await wait(20);
      running--;
      json(/known|member/.test(call.form.get('token') ?? '') ? active() : { active: false })(call, response);
    });
    const made = createProviderRegistry({ a: opaqueProvider(server.url) }, { http });
    expect(await outcome(made, 'known')).toBe('ok');
    const tokens: string[] = [];
    const flood: Promise<string>[] = [];
    const good: Promise<string>[] = [];
    for (let wave = 0; wave < 20; wave++) {
      for (let index = 0; index < 50; index++) {
        const token = random();
        tokens.push(token);
        flood.push(outcome(made, token));
      }
      good.push(outcome(made, `of-member-${wave}`));
      expect(made.peek(bearer('known'))).toMatchObject({ subject: 'member-1' });
      await wait(2);
    }
    const outcomes = await Promise.all(flood);
    expect(outcomes.filter((reason) => reason !== 'inactive' && reason !== 'provider_unreachable')).toEqual([]);
    const goodOnes = await Promise.all(good);
    expect(goodOnes.filter((reason) => reason !== 'ok' && reason !== 'provider_unreachable')).toEqual([]);
    const asked = server.count('/introspect');
    expect(asked).toBe(
      1 +
        goodOnes.filter((reason) => reason === 'ok').length +
        outcomes.filter((reason) => reason === 'inactive').length,
    );
    expect(most).toBeLessThanOrEqual(64);
    expect(most).toBeGreaterThan(32);
    const refused = tokens.filter((_, index) => outcomes[index] === 'inactive');
    expect(new Set(await Promise.all(refused.map((token) => outcome(made, token))))).toEqual(new Set(['inactive']));
    expect(server.count('/introspect')).toBe(asked);
  });

  it('of another shape costs nothing', async () => {
    const shaped = opaqueProvider(server.url, { shape: { prefix: 'acme_', alphabet: 'hex' } });
    const made = createProviderRegistry({ a: shaped }, { http });
    const tokens = Array.from({ length: 200 }, random);
    expect(new Set(await Promise.all(tokens.map((token) => outcome(made, token))))).toEqual(new Set(['unrecognised']));
    expect(server.calls).toEqual([]);
  });
});
