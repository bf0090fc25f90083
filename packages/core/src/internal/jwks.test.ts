import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { makeKey } from '../__fixtures__/keys.ts';
import { gate, outcome, quickHttp, refused } from '../__fixtures__/registry.ts';
import { json, reset, status, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);
const http = quickHttp(1_000);
const [first, second, third] = [issuer.key, makeKey('ES256', 'key-2'), makeKey('ES256', 'key-3')];
const registry = () => createProviderRegistry({ a: jwtProvider(server.url) }, { http });

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Lets time pass, for the clocks that the code reads. */
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

describe('keys of an issuer (OpenID Connect Core §10.1.1, rule 25)', () => {
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

  it('that can not be used are dropped and the others kept; ids given twice name nothing (RFC 7517 §5, rule 8)', async () => {
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
