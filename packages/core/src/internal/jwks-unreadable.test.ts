import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { makeKey } from '../__fixtures__/keys.ts';
import { gate, outcome, quickHttp, refused } from '../__fixtures__/registry.ts';
import { hang, html, json, reset, status, text, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);
const http = quickHttp(1_000);
const [first, second] = [issuer.key, makeKey('ES256', 'key-2')];
const registry = () => createProviderRegistry({ a: jwtProvider(server.url) }, { http });

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Lets time pass, for the clocks that the code reads. */
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

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
