import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPointer, readPointer } from './pointer.ts';

const document = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'm~n': 8,
  'https://api.example.com/roles': ['admin'],
  data: { self: { id: 'member-1', emails: [{ email: 'user@example.com' }] } },
  nothing: null,
};

describe('a JSON Pointer (RFC 6901 §5)', () => {
  it.each<[string, unknown]>([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/m~0n', 8],
    ['/https:~1~1api.example.com~1roles/0', 'admin'],
    ['/data/self/emails/0/email', 'user@example.com'],
    ['/nothing', null],
  ])('%j', (pointer, value) => expect(readPointer(document, pointer)).toEqual(value));

  it.each([
    ['an absent member', '/bar'],
    ['past an absent member', '/bar/baz'],
    ['past a text', '/foo/0/0'],
    ['into null', '/nothing/x'],
    ['beyond a list', '/foo/2'],
    ['an index with a zero before it', '/foo/00'],
    ['the end of a list', '/foo/-'],
    ['a negative index', '/foo/-1'],
    ['a fractional index', '/foo/1.0'],
    ['an index in words', '/foo/1e0'],
    ['a member with another escape order', '/m~01n'],
  ])('%s is undefined', (_, pointer) => expect(readPointer(document, pointer)).toBeUndefined());

  it.each(['/length', '/foo/length', '/foo/map', '/toString', '/hasOwnProperty', '/data/valueOf'])(
    'walks own properties only: %s (rule 34)',
    (pointer) => expect(readPointer(document, pointer)).toBeUndefined(),
  );

  it.each(['__proto__', 'constructor', 'prototype'])('never walks %s, own or not (rule 34)', (name) => {
    const own = JSON.parse(`{"${name}":{"a":1}}`);
    expect(readPointer(own, `/${name}`)).toBeUndefined();
    expect(readPointer(own, `/${name}/a`)).toBeUndefined();
    expect(isPointer(`/${name}`)).toBe(false);
    expect(isPointer(`/a/${name}/b`)).toBe(false);
  });

  it.each([null, undefined, 7, 'text', true])('of %j finds nothing', (value) => {
    expect(readPointer(value, '/a')).toBeUndefined();
  });
});

describe('what is a pointer', () => {
  it.each(['', '/', '/a', '/a/b', '/~0~1', '/a//b', '/ä', '/a b'])('%j is', (text) =>
    expect(isPointer(text)).toBe(true),
  );
  it.each(['a', 'a/b', '/~', '/~2', '/a~', '$.a', '#/a', ' /a'])('%j is not', (text) =>
    expect(isPointer(text)).toBe(false),
  );
});

describe('for any document', () => {
  const names = fc.string().filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));
  const escapeName = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

  it('the pointer made of the names on the way leads to the value', () => {
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 6 }), fc.jsonValue(), (path, value) => {
        const nested = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
        const pointer = path.map((name) => `/${escapeName(name)}`).join('');
        expect(isPointer(pointer)).toBe(true);
        expect(readPointer(nested, pointer)).toEqual(value);
      }),
    );
  });

  it('no pointer throws or leaves the document', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'length', '0', 'toString'));
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(part), (value, parts) => {
        const found = readPointer(value, parts.map((text) => `/${text}`).join(''));
        expect(typeof found).not.toBe('function');
        expect(found === Object.prototype || found === Array.prototype).toBe(false);
      }),
    );
  });
});
