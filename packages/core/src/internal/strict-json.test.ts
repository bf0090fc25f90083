import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseObject } from './strict-json.ts';

const parse = (text: string) => parseObject(Buffer.from(text));

/** Whether a value has a member that no parser should be given. */
function hasProto(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasProto);
}

describe('a JSON object from outside', () => {
  it('is read as JSON.parse reads it, for any object without duplicates', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })),
        fc.constantFrom(undefined, 1, '\t'),
        (value, indent) => {
          const text = JSON.stringify(value, undefined, indent);
          const expected: unknown = hasProto(JSON.parse(text)) ? undefined : JSON.parse(text);
          expect(parse(text)).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is refused whenever a member stands twice, wherever and however it is written (rule 24)', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__');
    const escaped = (text: string) =>
      `"${[...text].map((c) => [...Array(c.length)].map((_, at) => `\\u${c.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')).join('')}"`;
    const inside = fc.constantFrom(
      (o: string) => o,
      (o: string) => `{"a":[1,${o},{}]}`,
      (o: string) => `{"x":{"y":${o}},"z":""}`,
    );
    fc.assert(
      fc.property(name, fc.jsonValue({ maxDepth: 2 }), inside, (key, value, wrap) => {
        const member = `${JSON.stringify(key)}:${JSON.stringify(value)}`;
        const twice = wrap(`{${member},"between":[{"${'b'}":1}] , ${escaped(key)} : 1}`);
        expect(() => JSON.parse(twice)).not.toThrow();
        expect(parse(twice)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => void parseObject(bytes)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\u01eE.- nulltrfas') }), (text) => void parse(text)),
    );
  });

  it.each([
    'null',
    'true',
    '7',
    '"text"',
    '[]',
    '[{"a":1}]',
    '',
    ' ',
    '{',
    '{"a":1}x',
    "{'a':1}",
    '{"a":1,}',
    '<html>',
    'NaN',
  ])('is not %j', (text) => expect(parse(text)).toBeUndefined());

  it.each([
    ['the same name in two objects', '{"a":{"b":1},"c":{"b":1}}'],
    ['a name again inside', '{"a":{"a":{"a":1}}}'],
    ['a name as value', '{"a":"a","b":"a"}'],
    ['names that differ in case', '{"a":1,"A":1}'],
    ['an empty name', '{"":1}'],
    ['names in a list of objects', '{"a":[{"b":1},{"b":2}]}'],
    ['text that looks like members', '{"a":"{\\"b\\":1,\\"b\\":2}"}'],
    ['`constructor`, an own member like any other', '{"constructor":1}'],
  ])('may hold %s', (_, text) => expect(parse(text)).toEqual(JSON.parse(text)));

  it.each([
    ['twice', '{"a":1,"a":1}'],
    ['twice, once escaped', '{"a":1,"\\u0061":1}'],
    ['twice in an inner object', '{"x":{"a":1,"a":2}}'],
    ['twice in a list', '{"x":[1,{"a":1,"a":2}]}'],
    ['twice with an object between', '{"a":{},"b":[{}],"a":1}'],
    ['`__proto__`', '{"__proto__":{"admin":true}}'],
    ['`__proto__`, escaped', '{"\\u005f_proto__":{}}'],
    ['`__proto__` deep inside', '{"a":[{"b":{"__proto__":1}}]}'],
  ])('may not hold a member %s', (_, text) => expect(parse(text)).toBeUndefined());

  it('may nest 64 deep, and no deeper', () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect(parse(nested(64))).toBeDefined();
    expect(parse(nested(65))).toBeUndefined();
    expect(parse(`{"a":${'['.repeat(63)}${']'.repeat(63)}}`)).toBeDefined();
    expect(parse(`{"a":${'['.repeat(64)}${']'.repeat(64)}}`)).toBeUndefined();
    expect(parse(nested(200_000))).toBeUndefined();
  });

  it('is UTF-8 without mistakes and without a mark before it (rule 5)', () => {
    expect(parse('{"a":"ä€😀"}')).toEqual({ a: 'ä€😀' });
    expect(parse('\ufeff{"a":1}')).toBeUndefined();
    expect(parseObject(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toBeUndefined();
    expect(parseObject(Buffer.from('{"a":"ä"}', 'latin1'))).toBeUndefined();
  });
});
