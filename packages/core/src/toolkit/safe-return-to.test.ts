import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcome } from './__fixtures__/outcome.ts';
import { safeReturnTo } from './safe-return-to.ts';

const own = 'https://app.example.com';
const allow = ['https://docs.example.com:8443', 'help.example.com', '.partner.test'];

describe('safeReturnTo (rule 18, CWE-601)', () => {
  it.each([
    ['/', '/'],
    ['/orders?id=1#top', '/orders?id=1#top'],
    ['orders', '/orders'],
    ['?page=2', '/?page=2'],
    ['', '/'],
    ['/a/../b', '/b'],
    ['/caf\u00e9', '/caf%C3%A9'],
    ['/?next=%2Forders', '/?next=%2Forders'],
    ['/?next=https%3A%2F%2Fdocs.example.com%2F', '/?next=https%3A%2F%2Fdocs.example.com%2F'],
    ['/100%/%zz/%', '/100%/%zz/%'],
    ['/caf%e9', '/caf%e9'],
    ['/a%2fb', '/a%2fb'],
    [`${own}/orders?id=1`, '/orders?id=1'],
    ['HTTPS://APP.EXAMPLE.COM:443/orders', '/orders'],
  ])('leads to our own origin: %j', (input, expected) => expect(safeReturnTo(input, own)).toBe(expected));

  it.each([
    '//evil.test',
    '///evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '\\/evil.test',
    '/\t/evil.test',
    '\n//evil.test',
    ' //evil.test',
    '\u0000/orders',
    '/orders\r\nset-cookie: a=b',
    '/\u0085orders',
    '/\u2028orders',
    '/\ud800',
    '/%0d%0aset-cookie:a=b',
    '/%0D%250A',
    '/%2500',
    '/%25252500',
    '/%7f',
    '/%c2%85',
    '/%5cevil.test',
    '/%255cevil.test',
    '/%2fevil.test',
    '/%252fevil.test',
    '/%25%32%66evil.test',
    '/%252%66evil.test',
    '/%25%35%63evil.test',
    '/%25%30%61',
    '/%e2%80%a8',
    '/%25e2%2580%a9',
    '/.%2f/evil.test',
    '/.%2f%2fevil.test',
    '/a/..%2f%2fevil.test',
    '/a/%252e%252e%252f%252fevil.test',
    `/%${'25'.repeat(9)}41`,
    '/.//evil.test',
    '/..//evil.test',
    '/%2e//evil.test',
    '/a/..//evil.test',
    'https://evil.test',
    'https:evil.test',
    'https:///evil.test',
    'https:/evil.test',
    'https:orders',
    'https:/\\evil.test',
    'http://app.example.com/',
    'https://app.example.com:444/',
    'https://app.example.com.evil.test/',
    'https://evilapp.example.com/',
    'https://app.example.com@evil.test/',
    'https://user@app.example.com/',
    'https://:secret@app.example.com/',
    'https://evil.test#app.example.com',
    'https://app.example.com./',
    'javascript:alert(1)',
    'data:text/html,x',
    'file://localhost/x',
    `blob:${own}/2f7c`,
    `filesystem:${own}/2f7c`,
    'https://',
    'https://[::1',
    `/${'a'.repeat(9_000)}`,
    undefined,
    null,
    7,
    ['/orders'],
    { toString: () => '/orders' },
  ])('falls back for %j', (input) => expect(safeReturnTo(input, own)).toBe('/'));

  it.each([
    ['https://docs.example.com:8443/a?b#c', true],
    ['https://docs.example.com/a', false],
    ['http://docs.example.com:8443/a', false],
    ['https://help.example.com/a', true],
    ['http://help.example.com/a', false],
    ['https://help.example.com:8443/a', false],
    ['https://a.help.example.com/a', false],
    ['https://xhelp.example.com/a', false],
    ['https://a.partner.test/', true],
    ['https://a.b.partner.test/', true],
    ['https://partner.test/', false],
    ['https://apartner.test/', false],
    ['https://partner.test.evil.test/', false],
    ['https://a.partner.test:8443/', false],
    ['https://user@a.partner.test/', false],
    ['https://a.partner.test//evil.test', false],
    ['//a.partner.test/', false],
    ['https://HELP.example.com/a', true],
  ])('elsewhere, %s: %s', (input, isAllowed) => {
    expect(safeReturnTo(input, own, allow)).toBe(isAllowed ? new URL(input).href : '/');
    expect(safeReturnTo(input, own)).toBe('/');
  });

  it('what was encoded thousands of times takes no time', () => {
    const text = `/%${'25'.repeat(4_000)}41${'%25'.repeat(50)}`;
    safeReturnTo(text, own);
    const start = performance.now();
    expect(safeReturnTo(text, own)).toBe('/');
    expect(performance.now() - start).toBeLessThan(50);
  });

  it('an origin in the list may end in a slash', () => {
    expect(safeReturnTo('https://help.example.com/a', own, ['https://help.example.com/'])).toBe(
      'https://help.example.com/a',
    );
  });

  it('a host may be reached by http from an origin that is', () => {
    expect(safeReturnTo('http://help.test/', 'http://localhost:3000', ['help.test'])).toBe('http://help.test/');
  });

  it.each([
    ['nothing', undefined, undefined],
    ['no URL', 'app.example.com', undefined],
    ['another scheme', 'javascript:0', undefined],
    ['a blob', `blob:${own}`, undefined],
    ['an allow list that is a text', own, 'help.example.com'],
    ['an empty host', own, ['']],
    ['a dot', own, ['.']],
    ['a host and a path', own, ['help.example.com/a']],
    ['a user', own, ['user@help.example.com']],
    ['a user in an origin', own, ['https://user@help.example.com']],
    ['an origin and a path', own, ['https://help.example.com/a']],
    ['an origin and a query', own, ['https://help.example.com?a']],
    ['a star', own, ['*.example.com']],
    ['a star in an origin', own, ['https://*.example.com']],
    ['another scheme in the list', own, ['ftp://help.example.com']],
    ['a number', own, [7]],
  ])('is misused with %s', async (_, origin, others) => {
    expect(await outcome(() => safeReturnTo('/', origin as never, others as never))).toBe('invalid_options');
  });

  it('whatever comes, a browser stays at home, and asking twice changes nothing', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '@',
      ':',
      '?',
      '#',
      '%2f',
      '%5c',
      '%00',
      '%25',
      'https:',
      'evil.test',
    );
    const text = fc.oneof(
      fc
        .array(fc.oneof(piece, fc.string({ maxLength: 3, unit: 'binary' })), { maxLength: 12 })
        .map((all) => all.join('')),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.anything(),
    );
    fc.assert(
      fc.property(text, (input) => {
        const target = safeReturnTo(input, own);
        expect(new URL(target, own).origin).toBe(own);
        expect(target).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
        expect(safeReturnTo(target, own)).toBe(target);
      }),
      { numRuns: 3_000 },
    );
  });

  it('whatever is passed, the error is a declared one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.anything(), fc.anything(), async (input, origin, others) => {
        expect(await outcome(() => safeReturnTo(input, origin as never, others as never))).not.toMatch(/^undeclared/);
      }),
    );
  });
});
