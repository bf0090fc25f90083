import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcome } from './__fixtures__/outcome.ts';
import { challenge } from './challenge.ts';
import { parseAuthorization } from './parse-authorization.ts';
import { readPointer } from './read-pointer.ts';

describe('parseAuthorization (rules 1 and 4, RFC 6750 §2.1, RFC 9110 §11.6.2)', () => {
  it.each([
    ['Bearer abc', 'bearer', 'abc'],
    ['bEARER   abc==', 'bearer', 'abc=='],
    [' Bearer abc\t', 'bearer', 'abc'],
    [['Bearer abc'], 'bearer', 'abc'],
    ['DPoP a.b.c', 'dpop', 'a.b.c'],
    ['Basic dXNlcjpwYXNz', 'basic', 'dXNlcjpwYXNz'],
    ['Digest username="a", realm="b"', 'digest', 'username="a", realm="b"'],
    ['Negotiate', 'negotiate', ''],
  ])('%j', (value, scheme, token) => expect(parseAuthorization(value)).toEqual({ scheme, token }));

  it.each([
    [undefined, 'missing'],
    [null, 'missing'],
    [[], 'missing'],
    ['', 'malformed'],
    ['Bearer', 'malformed'],
    ['Bearer a b', 'malformed'],
    ['Bearer\tabc', 'malformed'],
    ['Bearer a\u0000', 'malformed'],
    ['Bearer \u00e9', 'malformed'],
    ['Digest a\r\nb', 'malformed'],
    [`Bearer ${'a'.repeat(16_385)}`, 'malformed'],
    [`Digest ${'a'.repeat(40_000)}`, 'malformed'],
    [7, 'malformed'],
    [{}, 'malformed'],
    ['Bearer a, Bearer b', 'two_credentials'],
    ['Basic a, Bearer b', 'two_credentials'],
    ['Digest a="b", Bearer c', 'two_credentials'],
    [['Bearer a', 'Bearer b'], 'two_credentials'],
  ])('%j is refused: %s', async (value, reason) => {
    expect(await outcome(() => parseAuthorization(value))).toBe(reason);
  });

  it.each([
    ['spaces before the token', `Bearer${' '.repeat(32_000)}x`],
    ['spaces before what is no text', `Digest${' '.repeat(32_000)}\u0001`],
    ['spaces inside', `Digest x${' '.repeat(32_000)}y`],
    ['spaces and tabs around', `${' \t'.repeat(8_000)}x${'\t '.repeat(8_000)}\u0001`],
    ['commas', `Digest ${', '.repeat(16_000)}`],
    ['a name that does not end', 'x'.repeat(32_000)],
  ])('a line that is mostly %s takes no time (CWE-1333)', async (_, value) => {
    await outcome(() => parseAuthorization(value));
    const start = performance.now();
    await outcome(() => parseAuthorization(value));
    expect(performance.now() - start).toBeLessThan(50);
  });

  it('whatever is passed, the error is a declared one', async () => {
    const text = fc.oneof(
      fc.anything(),
      fc.string().map((rest) => `Bearer ${rest}`),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        expect(await outcome(() => parseAuthorization(value))).toMatch(/^(ok|missing|malformed|two_credentials)$/);
      }),
    );
  });
});

describe('challenge', () => {
  it('says what RFC 6750 §3, RFC 9470 §3 and RFC 9728 §5.1 know, in this order', () => {
    expect(
      challenge({
        realm: 'api',
        error: 'insufficient_user_authentication',
        errorDescription: 'too old',
        scope: ['read', 'write'],
        acrValues: ['gold', 'silver'],
        maxAge: 300,
        resource: 'https://api.example.com/v1',
      }),
    ).toBe(
      'Bearer realm="api", error="insufficient_user_authentication", error_description="too old", scope="read write", ' +
        'acr_values="gold silver", max_age="300", ' +
        'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource/v1"',
    );
  });

  it('without a credential it has no error; the scheme may be DPoP (RFC 9449 §7.1)', () => {
    expect(challenge({ realm: 'api' })).toBe('Bearer realm="api"');
    expect(challenge({ scheme: 'DPoP', scope: [] })).toBe('DPoP');
    expect(challenge()).toBe('Bearer');
  });

  it('a value can neither end its quotes nor the line (CWE-113)', () => {
    expect(challenge({ realm: 'a"\\\r\nx: y\u00e9', scope: 'b"' })).toBe('Bearer realm="a\\"\\\\x: y", scope="b\\""');
  });

  it.each([
    { scheme: 'Basic' },
    { maxAge: -1 },
    { maxAge: '300' },
    { realm: 7 },
    { scope: [7] },
    { resource: 'api' },
    { resource: 'urn:example:api' },
    { resource: 'javascript:0' },
    { resource: 'https://api.example.com/#x' },
    { resource: 'https://user@api.example.com' },
    { resource: 7 },
    null,
  ])('is misused with %j', async (input) => {
    expect(await outcome(() => challenge(input as never))).toBe('invalid_options');
  });

  it('whatever is passed, it is one header line or a declared error', async () => {
    const input = fc.oneof(fc.anything(), fc.record({ realm: fc.string({ unit: 'binary' }), error: fc.string() }));
    await fc.assert(
      fc.asyncProperty(input, async (given) => {
        const what = await outcome(() => expect(challenge(given as never)).toMatch(/^Bearer[\x20-\x7e]*$/));
        expect(what).toMatch(/^(ok|invalid_options)$/);
      }),
    );
  });
});

describe('readPointer (RFC 6901, rule 34)', () => {
  const document = { a: { b: [1, { c: 2 }] }, '~/': 3, '': 4 };

  it.each([
    ['', document],
    ['/a/b/1/c', 2],
    ['/~0~1', 3],
    ['/', 4],
    ['/a/x/y', undefined],
    ['/a/b/length', undefined],
    ['/a/b/01', undefined],
    ['/__proto__', undefined],
    ['/constructor/name', undefined],
    ['/a/toString', undefined],
  ])('%j', (pointer, value) => expect(readPointer(document, pointer)).toEqual(value));

  it.each(['a', '/~2', '/~', undefined, null, ['/a'], 7, `/${'a'.repeat(1_024)}`])(
    'is misused with %j',
    async (pointer) => expect(await outcome(() => readPointer(document, pointer as never))).toBe('invalid_options'),
  );

  it('a document that throws has nothing there', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(readPointer(proxy, '/a')).toBeUndefined();
  });

  it('whatever is passed, the error is a declared one', async () => {
    const pointers = fc.oneof(
      fc.anything(),
      fc.array(fc.string()).map((keys) => keys.map((key) => `/${key}`).join('')),
    );
    await fc.assert(
      fc.asyncProperty(fc.anything(), pointers, async (value, pointer) => {
        expect(await outcome(() => readPointer(value, pointer as never))).toMatch(/^(ok|invalid_options)$/);
      }),
    );
  });
});
