import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Reason, reasons } from '../errors/reasons.ts';
import { CacheKeys } from './cache-keys.ts';
import { parseCompact } from './compact.ts';
import { deepFreeze } from './freeze.ts';
import { codeChallenge, keyedHash, randomToken, sameSecret } from './hash.ts';
import { failure, retryAfter, send, toAnswer } from './outbound.ts';
import { quote, Refusal } from './refusal.ts';
import { SingleFlight } from './single-flight.ts';

describe('hashes (rule 29)', () => {
  it('a cache key depends on salt, scheme and the whole token, with nothing to confuse', () => {
    const some = new CacheKeys();
    const keys = [
      some.of('Bearer abc'),
      new CacheKeys().of('Bearer abc'),
      some.of('Basic abc'),
      some.of('Bearer abd'),
      some.of('Bearer ab'),
      some.of('Bearer \u0161bc'), // Cut to eight bits, it would be `abc`.
      some.of(`Bearer ${'a'.repeat(5_000)}b`),
      some.of(`Bearer ${'a'.repeat(5_000)}c`),
      some.of(`Bearer ${'a'.repeat(16_383)}c`),
      some.of(`Bearer ${'\u2028'.repeat(16_383)}c`),
      some.of(`Bearer ${'\u2028'.repeat(16_383)}d`),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(some.of('Bearer abc')).toBe(keys[0]);
    expect(keys.join()).not.toContain('abc');
  });

  it('a keyed hash depends on key and token', () => {
    const [key, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    expect(keyedHash(key, 'a')).toBe(keyedHash(key, 'a'));
    expect(new Set([keyedHash(key, 'a'), keyedHash(other, 'a'), keyedHash(key, 'b')]).size).toBe(3);
  });

  it('secrets of any length are compared whole', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (one, other) => sameSecret(one, other) === (one === other)));
    fc.assert(
      fc.property(fc.string(), (secret) => sameSecret(secret, `${secret}`) && !sameSecret(secret, `${secret}x`)),
    );
  });

  it('a random token has 256 bits, and S256 is that of RFC 7636 appendix B', () => {
    expect(Buffer.from(randomToken(), 'base64url')).toHaveLength(32);
    expect(randomToken()).not.toBe(randomToken());
    expect(codeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });
});

describe('freezing', () => {
  it('reaches everything plain and leaves instances alone', () => {
    const map = new Map();
    const value = deepFreeze({ a: [{ b: 1 }], map, fn: () => 1, bare: Object.create(null) as object });
    expect([value, value.a, value.a[0], value.bare].every(Object.isFrozen)).toBe(true);
    expect(Object.isFrozen(map)).toBe(false);
  });
});

describe('single flight', () => {
  it('joins equal keys while they run, and not afterwards', async () => {
    const flight = new SingleFlight<number>();
    const work = vi.fn(async () => work.mock.calls.length);
    expect(await Promise.all([flight.run('a', work), flight.run('a', work), flight.run('b', work)])).toEqual([1, 1, 2]);
    expect(await flight.run('a', work)).toBe(3);
  });

  it('shares a failure, and forgets it', async () => {
    const flight = new SingleFlight<number>();
    const failing = () => flight.run('a', () => Promise.reject(new Error('no')));
    const results = await Promise.allSettled([failing(), failing()]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await flight.run('a', async () => 7)).toBe(7);
  });
});

describe('refusals', () => {
  it('only definitive ones may be remembered: never 503, nor what the next moment may change', () => {
    const definitive = (Object.keys(reasons) as Reason[]).filter((reason) => new Refusal(reason).definitive);
    for (const reason of [
      'unbound',
      'not_yet_valid',
      'unknown_key',
      'unknown_user',
      'missing',
      'not_accepted',
      'revoked',
    ])
      expect(definitive).not.toContain(reason);
    expect(definitive).toContain('forbidden');
    for (const reason of definitive.filter((name) => name !== 'forbidden')) expect(reasons[reason].status).toBe(401);
    expect(definitive).toContain('inactive');
  });

  it('the first provider named stays', () => {
    expect(new Refusal('expired').of('a').of('b').provider).toBe('a');
  });

  it('values from outside are quoted: ASCII, one line, at most 200 characters', () => {
    expect(quote('a\n\u001b[31m\u202e"é')).toBe('"a\\n\\u001b[31m\\u202e\\"\\u00e9"');
    expect(quote(undefined)).toBe('absent');
    expect(quote(() => 1)).toBe('function');
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const text = typeof value === 'bigint' ? '' : attempt(() => quote(value));
        expect(text).toMatch(/^[\x20-\x7e]*…?$/);
        expect(text.length).toBeLessThanOrEqual(201);
      }),
    );
  });

  const attempt = (work: () => string) => {
    try {
      return work();
    } catch {
      return ''; // Big integers and circles are no JSON: they never come from it.
    }
  };
});

describe('answers of providers', () => {
  const response = (body: string, type: string | undefined, status = 200) =>
    toAnswer({ status, headers: type === undefined ? {} : { 'content-type': type }, body: Buffer.from(body) });

  it.each([
    ['application/json', true],
    ['application/json;charset=utf-8', true],
    ['Application/JSON', true],
    ['application/jwk-set+json', true],
    ['application/token-introspection+json ; x=1', true],
    ['text/json', false],
    ['text/html', false],
    ['application/jsonp', false],
    ['application/javascript', false],
    [undefined, false],
  ])('of type %s are JSON: %s', (type, expected) => {
    expect(response('{"a":1}', type).document !== undefined).toBe(expected);
  });

  it.each([
    ['7', 7],
    ['0', 1],
    ['301', 300],
    ['999999999', 300],
    ['-1', undefined],
    ['1.5', undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 1],
    ['Wed, 21 Oct 2026 07:28:17 GMT', 17],
    ['Wed, 21 Oct 2026 08:28:00 GMT', 300],
    ['2026-10-21T07:28:17Z', undefined],
    ['', undefined],
    ['soon', undefined],
  ])('Retry-After %j is %s seconds (RFC 9110 §10.2.3)', (text, seconds) =>
    expect(retryAfter({ 'retry-after': text, date: 'Wed, 21 Oct 2026 07:28:00 GMT' })).toBe(seconds),
  );

  it('a Retry-After with a date counts from now where the answer has no Date', () => {
    const inTenSeconds = new Date(Date.now() + 10_900).toUTCString();
    expect(retryAfter({ 'retry-after': inTenSeconds })).toBeGreaterThanOrEqual(9);
    expect(retryAfter({ 'retry-after': inTenSeconds })).toBeLessThanOrEqual(11);
  });

  it('are failures by their status', () => {
    expect(failure({ status: 429, headers: { 'retry-after': '9' } }, 'x')).toMatchObject({
      reason: 'provider_rate_limited',
      retryAfter: 9,
    });
    expect(failure({ status: 200, headers: {} }, 'x').reason).toBe('provider_malformed');
    expect(failure({ status: 503, headers: { 'retry-after': '9' } }, 'x')).toMatchObject({
      reason: 'provider_unreachable',
      retryAfter: 9,
    });
  });

  it.each([
    [
      'an error with a code',
      Object.assign(new Error('connect to secret-host'), { code: 'ECONNREFUSED' }),
      'token: ECONNREFUSED',
    ],
    ['a time-out', Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' }), 'token: no answer in time'],
    ['an error with a strange code', Object.assign(new Error('x'), { code: 'Bearer abc' }), 'token: Error'],
    ['a size', new Error('maxContentLength size of 5 exceeded'), 'token: the answer is too large'],
    ['no error', { secret: 1 }, 'token: no answer'],
  ])('that do not come: %s, told without anything of the request', async (_, thrown, text) => {
    const http = { send: () => Promise.reject(thrown) };
    const request = { url: 'https://x.test', method: 'GET', trust: 'configured' } as const;
    await expect(send(http, request, 'token')).rejects.toMatchObject({ detail: text });
  });
});

describe('compact tokens (RFC 7515 §7.1)', () => {
  const encode = (text: string) => Buffer.from(text).toString('base64url');

  it('are read as header and claims', () => {
    const token = `${encode('{"alg":"none"}')}.${encode('{"a":1}')}.`;
    expect(parseCompact(token)).toEqual({
      header: { alg: 'none' },
      claims: { a: 1 },
      signature: Buffer.alloc(0),
      token,
    });
  });

  it('have exactly three segments', () => {
    const part = encode('{"a":1}');
    for (const count of [1, 2, 4, 5]) expect(parseCompact(Array(count).fill(part).join('.'))).toBeUndefined();
    expect(parseCompact(Array(3).fill(part).join('.'))).toBeDefined();
  });

  it('are refused, never thrown at, when anything about them is odd', () => {
    const odd = fc.oneof(
      fc.string(),
      fc.array(fc.base64String(), { maxLength: 6 }).map((parts) => parts.join('.')),
    );
    fc.assert(fc.property(odd, (text) => void parseCompact(text)));
    for (const token of [
      '',
      '.',
      '..',
      'a.b.c',
      `${encode('{}')}.${encode('{}')}.a`,
      `${encode('{}')}.${encode('[]')}.AA`,
    ])
      expect(parseCompact(token)).toBeUndefined();
  });
});
