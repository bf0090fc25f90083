import { describe, expect, it } from 'vitest';
import { parsePathPattern } from '../config/path-pattern.ts';
import { findRoute, readHost } from './router.ts';

const route = (name: string, path: string, more: { host?: string; methods?: string[] } = {}) => ({
  name,
  match: { path: parsePathPattern(path), ...more },
});
const routes = [
  route('status', '/jira/status'),
  route('write', '/jira/rest/**', { methods: ['POST', 'PUT'] }),
  route('rest', '/jira/rest/**'),
  route('wiki', '/**', { host: 'wiki.test' }),
  route('port', '/**', { host: 'wiki.test:8443' }),
];
const find = (path: string, method = 'GET', host = 'api.test') =>
  findRoute(routes, { method, path, host: readHost(host) ?? expect.fail() })?.name;

describe('the first route that matches decides', () => {
  it('/x/** is /x and below, anything else is itself; letters count', () => {
    expect(find('/jira/rest')).toBe('rest');
    expect(find('/jira/rest/')).toBe('rest');
    expect(find('/jira/rest/a/b')).toBe('rest');
    expect(find('/jira/restful')).toBeUndefined();
    expect(find('/jira/status')).toBe('status');
    expect(find('/jira/status/')).toBeUndefined();
    expect(find('/JIRA/status')).toBeUndefined();
    expect(find('/')).toBeUndefined();
  });

  it('by method and by host, with and without its port', () => {
    expect(find('/jira/rest/x', 'POST')).toBe('write');
    expect(find('/x', 'GET', 'WIKI.test')).toBe('wiki');
    expect(find('/x', 'GET', 'wiki.test.:9')).toBe('wiki');
    expect(
      findRoute(routes.slice(4), { method: 'GET', path: '/x', host: { name: 'wiki.test', port: '8443' } })?.name,
    ).toBe('port');
    expect(find('/x', 'GET', 'wiki.test.evil')).toBeUndefined();
  });
});

it.each(['', 'a b', 'a/b', 'user@a', 'a:b', 'a:123456', '[::1', 'a,b', 'a..b', '?'])('%j is no host', (host) => {
  expect(readHost(host)).toBeUndefined();
});
