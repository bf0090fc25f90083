import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { makeKey } from '../__fixtures__/keys.ts';
import { outcome, quickHttp, refused } from '../__fixtures__/registry.ts';
import { status, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';
import type { RegistrySettings } from '../types.ts';

const server = useServer();
const issuer = useIssuer(server);
const http = quickHttp(1_000);
const [first, second] = [issuer.key, makeKey('ES256', 'key-2')];
const registry = (settings: RegistrySettings<'a'> = {}) =>
  createProviderRegistry({ a: jwtProvider(server.url) }, { http, ...settings });

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Lets time pass, for the clocks that the code reads. */
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

describe('an unknown key id', () => {
  it('is `unknown_key`, 401, when the keys were read since the token was issued', async () => {
    const made = registry();
    const token = issuer.token({ iat: now() - 60 }, { kid: 'nobody' });
    const error = await refused(made, token);
    expect(error).toMatchObject({ status: 401, reason: 'unknown_key', detail: 'kid "nobody" with ES256' });
    expect(await outcome(made, token)).toBe('unknown_key');
    expect(server.count('/jwks')).toBe(1);
  });

  it('is asked for once more after a good token, and then not for 30 s', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    pass(2);
    expect(await outcome(made, issuer.token({}, { kid: 'nobody' }))).toBe('unknown_key');
    expect(server.count('/jwks')).toBe(2);
    for (let index = 0; index < 20; index++) {
      pass(1);
      const error = await refused(made, issuer.token({ jti: `${index}` }, { kid: `nobody-${index}` }));
      expect(error).toMatchObject({ status: 503, reason: 'provider_unreachable' });
      expect(error?.retryAfter).toBeLessThanOrEqual(30);
    }
    expect(server.count('/jwks')).toBe(2);
    pass(11);
    expect(await outcome(made, issuer.token({}, { kid: 'nobody' }))).toBe('unknown_key');
    expect(server.count('/jwks')).toBe(3);
  });

  it('of a token older than the keys costs no call', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    for (let index = 0; index < 20; index++) {
      const old = issuer.token({ iat: now() - 60, jti: `${index}` }, { kid: 'nobody' });
      expect(await outcome(made, old)).toBe('unknown_key');
    }
    expect(server.count('/jwks')).toBe(1);
  });

  it('of an issuer whose clock is behind ours, within the tolerance, is asked for after a rotation', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    issuer.publish(first.jwk, second.jwk);
    expect(await outcome(made, issuer.token({ iat: now() - 20 }, {}, second))).toBe('ok');
    expect(server.count('/jwks')).toBe(2);
  });

  it.each([
    [undefined, 30, 'ok'],
    [undefined, 31, 'unknown_key'],
    [0, 0, 'ok'],
    [0, 1, 'unknown_key'],
  ])(
    'with a tolerance of %s s, issued %i s before the keys were read: %s',
    async (clockToleranceSec, age, expected) => {
      vi.setSystemTime(new Date('2030-01-01T00:00:00Z'));
      const made = registry({ clockToleranceSec });
      expect(await outcome(made, issuer.token())).toBe('ok');
      issuer.publish(first.jwk, second.jwk);
      expect(await outcome(made, issuer.token({ iat: now() - age }, {}, second))).toBe(expected);
      expect(server.count('/jwks')).toBe(expected === 'ok' ? 2 : 1);
    },
  );

  it('is 503 where the keys were read in the second of the rotation and may not be read again yet', async () => {
    vi.setSystemTime(new Date('2030-01-01T00:00:00.500Z'));
    const made = registry();
    for (let time = 0; time < 2; time++)
      expect(await outcome(made, issuer.token({}, { kid: 'nobody' }))).toBe('unknown_key');
    issuer.publish(first.jwk, second.jwk);
    const token = issuer.token({}, {}, second);
    const error = await refused(made, token);
    expect(error).toMatchObject({ status: 503, reason: 'provider_unreachable', retryAfter: 30 });
    pass(30);
    expect(await outcome(made, token)).toBe('ok');
  });

  it('that came in a pause the issuer asked for is looked for when that is over: it cost no call (RFC 9110 §10.2.3)', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    server.on('/jwks', status(429, { 'retry-after': '40' }));
    expect((await refused(made, issuer.token({}, { kid: 'nobody' })))?.retryAfter).toBe(40);
    issuer.publish(first.jwk, second.jwk);
    pass(35);
    expect(await refused(made, issuer.token({}, {}, second))).toMatchObject({ status: 503, retryAfter: 5 });
    pass(5);
    expect(await outcome(made, issuer.token({}, {}, second))).toBe('ok');
  });

  it('many at one time share one fetch', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    pass(2);
    const tokens = Array.from({ length: 30 }, (_, index) =>
      issuer.token({ jti: `${index}` }, { kid: `nobody-${index}` }),
    );
    expect(new Set(await Promise.all(tokens.map((token) => outcome(made, token))))).toEqual(new Set(['unknown_key']));
    expect(server.count('/jwks')).toBe(2);
  });

  it('is not remembered as a refusal: the key may be published a moment later', async () => {
    const made = registry();
    const token = issuer.token({}, {}, second);
    expect(await outcome(made, token)).toBe('unknown_key');
    issuer.publish(first.jwk, second.jwk);
    pass(31);
    expect(await outcome(made, issuer.token({ jti: 'new' }, {}, second))).toBe('ok');
    expect(await outcome(made, token)).toBe('ok');
  });

  it.each([
    ['absent, with one key that fits', undefined, 'ok'],
    ['null', null, 'unknown_key'],
    ['a number', 1, 'unknown_key'],
    ['a prototype name (rule 7)', '__proto__', 'unknown_key'],
    ['a path', '../key-1', 'unknown_key'],
    ['another case', 'KEY-1', 'unknown_key'],
  ])('kid %s', async (_, kid, expected) => {
    expect(await outcome(registry(), issuer.token({}, { kid }))).toBe(expected);
  });

  it('absent, with two keys that fit, chooses none', async () => {
    issuer.publish(first.jwk, second.jwk);
    expect(await outcome(registry(), issuer.token({}, { kid: undefined }))).toBe('unknown_key');
  });
});
