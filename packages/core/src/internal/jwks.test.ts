import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { makeKey } from '../__fixtures__/keys.ts';
import { gate, outcome, quickHttp, refused } from '../__fixtures__/registry.ts';
import { hang, html, json, reset, status, text, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';
import type { RegistrySettings } from '../types.ts';

const server = useServer();
const issuer = useIssuer(server);
const http = quickHttp(1_000);
const [first, second, third] = [issuer.key, makeKey('ES256', 'key-2'), makeKey('ES256', 'key-3')];
const registry = (settings: RegistrySettings<'a'> = {}) =>
  createProviderRegistry({ a: jwtProvider(server.url) }, { http, ...settings });

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Lets time pass, for the clocks that the code reads. */
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

describe('keys of an issuer (rule 25)', () => {
  it('are fetched once for many tokens at one time', async () => {
    const made = registry();
    const tokens = Array.from({ length: 50 }, (_, index) => issuer.token({ jti: `token-${index}` }));
    expect(new Set(await Promise.all(tokens.map((token) => outcome(made, token))))).toEqual(new Set(['ok']));
    expect(server.count('/jwks')).toBe(1);
    expect(server.count('/.well-known/openid-configuration')).toBe(1);
  });

  it('are fetched as JSON, with nothing of ours', async () => {
    await outcome(registry(), issuer.token());
    const { headers, method, query } = server.calls.at(-1) ?? expect.unreachable();
    expect([method, query, headers.authorization, headers.cookie]).toEqual(['GET', '', undefined, undefined]);
    expect(headers.accept).toContain('application/json');
  });

  it('rotate without a failed request, also right after the first fetch', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    issuer.publish(first.jwk, second.jwk);
    expect(await outcome(made, issuer.token({}, {}, second))).toBe('ok');
    expect(await outcome(made, issuer.token({ jti: 'old' }))).toBe('ok');
    pass(31);
    issuer.publish(second.jwk, third.jwk);
    expect(await outcome(made, issuer.token({}, {}, third))).toBe('ok');
    expect(server.count('/jwks')).toBe(3);
  });

  it('serve on during an outage, and an old key is not fetched for again and again', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    server.on('/jwks', status(500));
    pass(3_600);
    for (let index = 0; index < 5; index++) expect(await outcome(made, issuer.token({ jti: `${index}` }))).toBe('ok');
    await vi.waitFor(() => expect(server.count('/jwks')).toBe(2));
  });

  it('are renewed behind the scenes in the last quarter of their ten minutes, so that a withdrawn key ends', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    issuer.publish(second.jwk);
    pass(449);
    expect(await outcome(made, issuer.token({ jti: 'not yet' }))).toBe('ok');
    expect(server.count('/jwks')).toBe(1);
    pass(62);
    expect(await outcome(made, issuer.token({ jti: 'renews' }))).toBe('ok');
    await vi.waitFor(async () => {
      expect(await outcome(made, issuer.token({ jti: `${performance.now()}` }))).not.toBe('ok');
    });
    // Once to renew, and once for an id that had become unknown.
    expect(server.count('/jwks')).toBe(3);
  });

  it('past their life are read before they are used, so that a withdrawn key ends also where nobody asked', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    issuer.publish(second.jwk);
    pass(601);
    const outcomes = Array.from({ length: 20 }, (_, jti) => outcome(made, issuer.token({ jti: `${jti}` })));
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['unknown_key']));
    // Whoever came after the first call had begun can not know whether it saw the newest key.
    expect(server.count('/jwks')).toBe(3);
  });

  it('are read before they are used also where a call failed long ago and nobody asked since', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    server.on('/jwks', reset);
    expect(await outcome(made, issuer.token({}, {}, second))).toBe('provider_unreachable');
    issuer.publish(second.jwk);
    pass(700);
    expect(await outcome(made, issuer.token({ jti: 'withdrawn' }))).toBe('unknown_key');
  });

  it('are served for a day of outage and no longer', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    server.on('/jwks', reset);
    pass(600 + 86_000);
    expect(await outcome(made, issuer.token({ jti: 'within' }))).toBe('ok');
    pass(401);
    expect(await refused(made, issuer.token({ jti: 'after' }))).toMatchObject({ status: 503 });
    issuer.publish(first.jwk);
    pass(2);
    expect(await outcome(made, issuer.token({ jti: 'again' }))).toBe('ok');
  });

  it.each([
    ['max-age=120', 89, 1],
    ['max-age=120', 103, 2],
    ['public, max-age=120, must-revalidate', 103, 2],
    ['no-cache', 44, 1],
    ['no-cache', 52, 2],
    ['max-age=86400', 2_699, 1],
    ['max-age=86400', 3_061, 2],
  ])('Cache-Control: %s, after %i s: fetched %i times (RFC 9111; a minute to an hour)', async (control, age, count) => {
    server.on('/jwks', json({ keys: [first.jwk] }, 200, { 'cache-control': control }));
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    pass(age);
    expect(await outcome(made, issuer.token({ jti: 'later' }))).toBe('ok');
    await vi.waitFor(() => expect(server.count('/jwks')).toBe(count));
  });

  it('rotate under 50 requests at a time, twice, without a refusal', async () => {
    const made = registry();
    const wave = (key = first) =>
      Promise.all(
        Array.from({ length: 50 }, (_, jti) =>
          outcome(made, issuer.token({ jti: `${key.kid}-${jti}-${Date.now()}` }, {}, key)),
        ),
      );
    const seen = [...(await wave())];
    for (const [old, next] of [
      [first, second],
      [second, third],
    ] as const) {
      issuer.publish(old.jwk, next.jwk);
      seen.push(...(await Promise.all([wave(old), wave(next)])).flat());
      issuer.publish(next.jwk);
      seen.push(...(await wave(next)));
      pass(30);
    }
    expect(new Set(seen)).toEqual(new Set(['ok']));
    expect(seen).toHaveLength(350);
    expect(server.count('/jwks')).toBe(3);
  });

  it('rotate while a renewal is under way that has not seen the new key: asked once more, not refused', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    const { opened, open } = gate();
    server.on('/jwks', async (call, response) => {
      await opened;
      json({ keys: [first.jwk] })(call, response);
    });
    pass(520);
    expect(await outcome(made, issuer.token({ jti: 'renews' }))).toBe('ok');
    await vi.waitFor(() => expect(server.count('/jwks')).toBe(2));
    issuer.publish(first.jwk, second.jwk);
    const rotated = outcome(made, issuer.token({}, {}, second));
    open();
    expect(await rotated).toBe('ok');
    expect(server.count('/jwks')).toBe(3);
  });

  it('that can not be used are dropped and the others kept; ids given twice name nothing (rule 8)', async () => {
    const { d } = second.privateKey.export({ format: 'jwk' });
    const twice = makeKey('ES256', 'twice');
    issuer.publish({ ...second.jwk, d }, [] as object, null as unknown as object, twice.jwk, twice.jwk, first.jwk);
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    expect(await outcome(made, issuer.token({}, {}, second))).toBe('unknown_key');
    expect(await outcome(made, issuer.token({ iat: now() - 60 }, {}, twice))).toBe('unknown_key');
  });

  it('of more than 1,000 the first 1,000 count; a key beyond is 503, not 401: it could not be looked for', async () => {
    const many = Array.from({ length: 999 }, (_, kid) => ({ ...third.jwk, kid: `${kid}` }));
    issuer.publish(...many, first.jwk, second.jwk);
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    expect(await refused(made, issuer.token({}, {}, second))).toMatchObject({
      status: 503,
      reason: 'provider_malformed',
    });
  });
});

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

describe('keys that can not be read: 503 with Retry-After, never 401 (rule 2)', () => {
  it.each([
    ['status 500', status(500), 'provider_unreachable'],
    ['status 404', status(404), 'provider_unreachable'],
    ['status 429', status(429, { 'retry-after': '7' }), 'provider_rate_limited'],
    ['HTML', html(), 'provider_malformed'],
    ['HTML said to be JSON', text('<!doctype html>'), 'provider_malformed'],
    ['JSON said to be HTML', text('{"keys":[]}', 200, { 'content-type': 'text/html' }), 'provider_malformed'],
    ['null', json(null), 'provider_malformed'],
    ['a list', json([first.jwk]), 'provider_malformed'],
    ['no keys', json({}), 'provider_malformed'],
    ['keys that are an object', json({ keys: { first } }), 'provider_malformed'],
    [
      '1,001 keys',
      json({ keys: Array.from({ length: 1001 }, (_, kid) => ({ ...first.jwk, kid: `${kid}` })) }),
      'provider_malformed',
    ],
    ['5 MiB', text(`{"keys":[],"x":"${'x'.repeat(5_242_880)}"}`), 'provider_malformed'],
    ['a redirect', status(302, { location: '/elsewhere' }), 'provider_unreachable'],
    ['nothing at all', hang, 'provider_unreachable'],
    ['a cut connection', reset, 'provider_unreachable'],
  ])('%s', async (_, handler, reason) => {
    server.on('/jwks', handler);
    server.on('/elsewhere', json({ keys: [first.jwk] }));
    const error = await refused(registry(), issuer.token());
    expect(error).toMatchObject({ status: 503, code: 'temporarily_unavailable', reason });
    expect(Number(error?.headers['retry-after'])).toBeGreaterThan(0);
    expect(error?.headers['www-authenticate']).toBeUndefined();
    expect(server.count('/elsewhere')).toBe(0);
  });

  it('the Retry-After of the issuer is passed on, and kept to (RFC 9110 §10.2.3)', async () => {
    server.on('/jwks', status(429, { 'retry-after': '7' }));
    const made = registry();
    expect((await refused(made, issuer.token()))?.retryAfter).toBe(7);
    issuer.publish(first.jwk);
    pass(5);
    expect(await refused(made, issuer.token())).toMatchObject({ reason: 'provider_rate_limited', retryAfter: 2 });
    expect(server.count('/jwks')).toBe(1);
    pass(2);
    expect(await outcome(made, issuer.token())).toBe('ok');
  });

  it('an issuer that hung is tried by one caller at a time; the others are refused at once', async () => {
    server.on('/jwks', (call, response) => {
      pass(2);
      reset(call, response);
    });
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('provider_unreachable');
    const { opened, open } = gate();
    server.on('/jwks', async (call, response) => {
      await opened;
      json({ keys: [first.jwk] })(call, response);
    });
    const asked = server.count('/jwks') + 1;
    pass(1);
    const trying = outcome(made, issuer.token());
    await vi.waitFor(() => expect(server.count('/jwks')).toBe(asked));
    expect(await refused(made, issuer.token({ jti: 'other' }))).toMatchObject({ status: 503, retryAfter: 1 });
    open();
    expect(await trying).toBe('ok');
    expect(await outcome(made, issuer.token({ jti: 'other' }))).toBe('ok');
  });

  it('4 MiB of keys are read', async () => {
    server.on('/jwks', text(`{"keys":[${JSON.stringify(first.jwk)}],"x":"${'x'.repeat(3_900_000)}"}`));
    expect(await outcome(registry(), issuer.token())).toBe('ok');
  });

  it('recover soon where nothing was ever read, without being asked for every token', async () => {
    server.on('/jwks', status(500));
    const made = registry();
    for (let index = 0; index < 20; index++) expect((await refused(made, issuer.token()))?.status).toBe(503);
    expect(server.count('/jwks')).toBe(1);
    issuer.publish(first.jwk);
    pass(2);
    expect(await outcome(made, issuer.token())).toBe('ok');
  });

  it('once read, a failing fetch for an unknown id is made once in 30 s', async () => {
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    server.on('/jwks', status(500));
    for (let index = 0; index < 10; index++) {
      pass(2);
      const error = await refused(made, issuer.token({ jti: `${index}` }, { kid: 'nobody' }));
      expect(error).toMatchObject({ status: 503, reason: 'provider_unreachable' });
      expect(await outcome(made, issuer.token({ jti: `good-${index}` }))).toBe('ok');
    }
    expect(server.count('/jwks')).toBe(2);
  });

  it('a key that no library can use is the issuer’s fault', async () => {
    issuer.publish({ ...first.jwk, x: 'AAAA' });
    expect(await refused(registry(), issuer.token())).toMatchObject({ status: 503, reason: 'provider_malformed' });
  });

  it('a fetch that hangs holds up only those who wait for it', async () => {
    const { opened, open } = gate();
    const made = registry();
    expect(await outcome(made, issuer.token())).toBe('ok');
    server.on('/jwks', async (call, response) => {
      await opened;
      json({ keys: [first.jwk, second.jwk] })(call, response);
    });
    pass(2);
    const waiting = outcome(made, issuer.token({}, {}, second));
    expect(await outcome(made, issuer.token({ jti: 'known' }))).toBe('ok');
    open();
    expect(await waiting).toBe('ok');
  });
});
