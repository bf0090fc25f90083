import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import { readTarget } from './target.ts';

describe('a target (rule 38, RFC 9112 §3.2)', () => {
  const good: [string, string, string][] = [
    ['/', '/', ''],
    ['/rest/api/content/?limit=1&x=%2F..', '/rest/api/content/', '?limit=1&x=%2F..'],
    ['/a?b?c', '/a', '?b?c'],
    ['/users/%7Euser-1/repos', '/users/~user-1/repos', ''],
    ['/display/A+B/it%27s%20100%25', "/display/A+B/it's 100%", ''],
    ['/%E2%82%AC', '/€', ''],
    ["/-._~!$&'()*+,=:@", "/-._~!$&'()*+,=:@", ''],
    ['/...', '/...', ''],
    ['/a?', '/a', '?'],
    ['/a?\xe9=[x]|{y}', '/a', '?\xe9=[x]|{y}'],
  ];
  it.each(good)('%s is taken, byte for byte', (target, decoded, query) => {
    const read = readTarget(target);
    expect(read).toEqual({ path: target.slice(0, target.length - query.length), query, decoded });
    expect(read.path + read.query).toBe(target);
  });

  const bad = [
    ...['', '*', 'a', 'http://a/b', '//a', '/a//b', 'example.com:443'],
    ...['/.', '/..', '/a/./b', '/a/../b', '/%2e', '/a/%2E%2e/b', '/a/.%2e', '/%2e%2e/'],
    ...['/a%2fb', '/a%2Fb', '/a%5cb', '/a\\b', '/a%00', '/%00/a', '/a%0d%0ab', '/a%7f'],
    ...['/%252e%252e/', '/a%252fb', '/%25%32%65', '/%c0%ae%c0%ae/', '/%ff', '/a%', '/a%2', '/a%zz'],
    ...[
      '/a;b',
      '/a/..;/b',
      '/a%3bb',
      '/a#b',
      '/a?b#c',
      '/a b',
      '/a{b}',
      '/a|b',
      '/a"b',
      '/a<b',
      '/a^b',
      '/a`b',
      '/\xe9',
    ],
    ...['/a?b c', '/a?\x00', '/a?\r\n'],
  ];
  it.each(bad)('%j is refused', (target) => {
    expect(() => readTarget(target)).toThrow(HttpProblem);
  });

  it('whatever is taken decodes to itself segment by segment, and to nothing that a server could resolve', () => {
    const segments = string({ unit: 'binary', maxLength: 12 }).map((text) => text.replace(/\p{Cs}/gu, ''));
    assert(
      property(segments, (text) => {
        const target = `/x/${encodeURIComponent(text)}/y`;
        let decoded: string;
        try {
          decoded = readTarget(target).decoded;
        } catch {
          return;
        }
        expect(decoded).toBe(`/x/${text}/y`);
        expect(decoded.split('/')).toHaveLength(4);
        expect(new URL(`http://h${target}`).pathname).toBe(target);
      }),
    );
  });
});
