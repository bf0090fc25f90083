import { describe, expect, it } from 'vitest';
import { execute } from './execute.ts';

const memberships = ({ first }: { first?: number }) => ({
  totalCount: first ?? -1,
  edges: [{ cursor: 'a' }, { cursor: 'b' }],
});
const self = { id: '1', name: 'Member', email: 'member-1@example.com', city: null, memberships };
const run = (query: string, variables = {}) => execute(query, variables, { self });

describe('queries that are read', () => {
  it.each([
    ['query { self { id name } }', { self: { id: '1', name: 'Member' } }],
    ['{ self { id, name, } }', { self: { id: '1', name: 'Member' } }],
    ['query Me { self { id } }', { self: { id: '1' } }],
    ['query Me($a: Int = 1, $b: [String!]!) { self { id } }', { self: { id: '1' } }],
    ['# a comment { }\n{ self { # another\n id } }', { self: { id: '1' } }],
    ['{ me: self { key: id id } }', { me: { key: '1', id: '1' } }],
    ['{ __typename self { __typename } }', { __typename: 'Query', self: { __typename: 'Member' } }],
    ['{ self { city } }', { self: { city: null } }],
    ['{ self { memberships(first: 7) { totalCount } } }', { self: { memberships: { totalCount: 7 } } }],
    [
      '{ self { memberships { edges { cursor } } } }',
      { self: { memberships: { edges: [{ cursor: 'a' }, { cursor: 'b' }] } } },
    ],
  ])('%s', (query, data) => expect(run(query)).toEqual({ data }));

  it('variables and every kind of argument value', () => {
    const first = (text: string, variables = {}) => {
      const take = (values: { first: unknown }) => ({ totalCount: JSON.stringify(values.first ?? 'absent') });
      const answer = execute(`{ self { memberships(first: ${text}) { totalCount } } }`, variables, {
        self: { memberships: take },
      });
      return JSON.parse((answer.data as { self: { memberships: { totalCount: string } } }).self.memberships.totalCount);
    };
    expect(first('$n', { n: 4 })).toBe(4);
    expect(first('$none')).toBe('absent');
    expect(first('[1, -2.5, "a\\"b", true, false, ENUM, {a: [null]}]')).toEqual([
      1,
      -2.5,
      'a"b',
      true,
      false,
      'ENUM',
      { a: [null] },
    ]);
  });
});

describe('queries that are not', () => {
  it.each([
    ['', 1, 1],
    ['{ self { id }', 1, 14],
    ['{ self { } }', 1, 10],
    ['{ self {\n id ! } }', 2, 5],
    ['{ self { id } } extra', 1, 17],
    ['mutation { self { id } }', 1, 1],
    ['{ self { ...Fields } }', 1, 10],
    ['{ self { memberships(first 1) { totalCount } } }', 1, 28],
    ['{ self { memberships(first: ) { totalCount } } }', 1, 29],
    ['query Me($a: Int', 1, 17],
  ])('%s: InvalidSyntax at %d:%d', (query, line, column) => {
    expect(run(query)).toMatchObject({
      errors: [{ locations: [{ line, column }], extensions: { classification: 'InvalidSyntax' } }],
    });
    expect(run(query)).not.toHaveProperty('data');
  });
});

describe('queries that do not fit the schema', () => {
  it.each([
    ['{ nobody }', 'FieldUndefined@[nobody]'],
    ['{\n  self { id\n    karma } }', 'FieldUndefined@[self/karma]'],
    ['{ self { constructor } }', 'FieldUndefined@[self/constructor]'],
    ['{ self { memberships(last: 1) { totalCount } } }', 'UnknownArgument@[self/memberships]'],
    ['{ self { id(a: 1) } }', 'UnknownArgument@[self/id]'],
    ['{ self }', 'SubselectionRequired@[self]'],
    ['{ self { id { x } } }', 'SubselectionNotAllowed@[self/id]'],
  ])('%s: %s', (query, message) => {
    const answer = run(query);
    expect(answer).toMatchObject({
      errors: [{ message: expect.stringContaining(message), extensions: { classification: 'ValidationError' } }],
    });
    expect(answer).not.toHaveProperty('data');
  });

  it('says where', () => {
    expect(run('{\n  self { id\n    karma } }')).toMatchObject({ errors: [{ locations: [{ line: 3, column: 5 }] }] });
  });
});

describe('null where the schema has none (GraphQL §6.4.4)', () => {
  it('nulls the nearest object that may be null', () => {
    const root = { self: { id: null, memberships } };
    expect(execute('{ self { id } }', {}, root)).toEqual({ data: { self: null } });
    expect(execute('{ self { memberships { edges { node { id } } } } }', {}, root)).toEqual({ data: { self: null } });
    expect(execute('{ self { memberPhoto { baseUrl } } }', {}, { self: { memberPhoto: {} } })).toEqual({
      data: { self: { memberPhoto: null } },
    });
  });

  it('names the field whose resolver failed', () => {
    const email = () => {
      throw new Error('timed out');
    };
    expect(execute('{ self { mail: email } }', {}, { self: { email } })).toEqual({
      data: { self: null },
      errors: [
        {
          message: 'Exception while fetching data (/self/mail) : timed out',
          locations: [{ line: 1, column: 10 }],
          path: ['self', 'mail'],
          extensions: { classification: 'DataFetchingException' },
        },
      ],
    });
  });
});
