import { describe, expect, it } from 'vitest';
import { normaliseUri, requestUri } from './http-uri.ts';

describe('RFC 3986 §6.2.2 and §6.2.3: spellings of one URL', () => {
  it.each([
    ['scheme and host in any case', 'HTTPS://API.example.COM/Orders', 'https://api.example.com/Orders'],
    ['the default port', 'https://api.example.com:443/orders', 'https://api.example.com/orders'],
    ['an empty port', 'https://api.example.com:/orders', 'https://api.example.com/orders'],
    ['the default port of http', 'http://127.0.0.1:80/', 'http://127.0.0.1/'],
    ['another port, kept', 'https://api.example.com:80/', 'https://api.example.com:80/'],
    ['an IPv6 host', 'http://[::1]:80/a', 'http://[::1]/a'],
    ['no path', 'https://api.example.com', 'https://api.example.com/'],
    ['query and fragment', 'https://api.example.com/a?b=/../c#d', 'https://api.example.com/a'],
    ['a query without a path', 'https://api.example.com?b', 'https://api.example.com/'],
    ['escaped letters', 'https://api.example.com/%6frders/%7Eme', 'https://api.example.com/orders/~me'],
    ['escapes in lower case', 'https://api.example.com/a%2fb%c3%a9', 'https://api.example.com/a%2Fb%C3%A9'],
    ['dot segments', 'https://api.example.com/a/./b/../c', 'https://api.example.com/a/c'],
    ['dot segments at the end', 'https://api.example.com/a/b/..', 'https://api.example.com/a/'],
    ['escaped dot segments', 'https://api.example.com/a/%2e%2E/c', 'https://api.example.com/c'],
    ['more dots than segments', 'https://api.example.com/../../a', 'https://api.example.com/a'],
    [
      'names that begin with dots',
      'https://api.example.com/.well-known/...',
      'https://api.example.com/.well-known/...',
    ],
  ])('%s', (_, written, normal) => {
    expect(normaliseUri(written)).toBe(normal);
  });

  it.each([
    ['case of the path', '/orders', '/Orders'],
    ['a slash at the end', '/orders', '/orders/'],
    ['a double slash', '/a/b', '/a//b'],
    ['an escaped slash', '/a/b', '/a%2Fb'],
    ['a double escape', '/a%2Fb', '/a%252Fb'],
  ])('%s makes another URL', (_, one, other) => {
    expect(normaliseUri(`https://a.example${one}`)).not.toBe(normaliseUri(`https://a.example${other}`));
  });

  it.each([
    '/orders',
    'orders',
    '',
    'ftp://api.example.com/',
    'https:///orders',
    'https://user@api.example.com/',
    'https://api.example.com\\orders',
    'https://api.example.com/a b',
    'https://api.example.com/\u00e9',
    'https://api.example.com/\n',
    'https://api%2eexample.com/',
    ' https://api.example.com/',
  ])('%j is none', (written) => {
    expect(normaliseUri(written)).toBeUndefined();
  });
});

describe('the URL of a request', () => {
  it.each([
    ['/orders?page=2', 'https://api.example.com/orders'],
    ['/orders#top', 'https://api.example.com/orders'],
    ['https://evil.example/orders?a', 'https://api.example.com/orders'],
    ['http://evil.example', 'https://api.example.com/'],
    ['http://evil.example?a', 'https://api.example.com/'],
    ['//evil.example/orders', 'https://api.example.com//evil.example/orders'],
    ['/https://evil.example/', 'https://api.example.com/https://evil.example/'],
  ])('RFC 9449 §4.3: of %s has our origin and the path as received', (received, expected) => {
    expect(requestUri('https://api.example.com', received)).toBe(expected);
  });

  it.each(['*', 'orders', 'evil.example:443', 'ftp://evil.example/orders'])('of %s is none', (received) => {
    expect(requestUri('https://api.example.com', received)).toBeUndefined();
  });
});
