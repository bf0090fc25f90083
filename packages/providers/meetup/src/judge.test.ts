import { describe, expect, it } from 'vitest';
import { judgeGraphql, judgeRest } from './judge.ts';

const graphql = (document: object, status = 200) => judgeGraphql({ status, headers: {}, document: { ...document } });
const self = { id: '200000001' };
const error = (message: string, more: object = {}) => ({ message, ...more });

describe('a GraphQL answer', () => {
  it.each([
    ['names a member', { data: { self } }, 'good'],
    ['names a member by number', { data: { self: { id: 200000001 } }, errors: [] }, 'good'],
    ['names nobody', { data: { self: null } }, 'bad'],
    ['has an empty id', { data: { self: { id: '' } } }, 'malformed'],
    ['has no data', {}, 'malformed'],
    ['has no self', { data: {} }, 'malformed'],
    ['has data that is a list', { data: [self] }, 'malformed'],
    ['has errors that are no list', { data: { self }, errors: {} }, 'malformed'],
    ['names a member, with an error', { data: { self }, errors: [error('timed out')] }, 'again'],
    ['has an error that is no object', { errors: [null] }, 'again'],
    ['says unauthorized', { errors: [error('Unauthorized')] }, 'bad'],
    [
      'says so of one field',
      { data: { self: null }, errors: [error('Unauthorized', { path: ['self', 'email'] })] },
      'again',
    ],
    ['says so among other things', { errors: [error('Unauthorized'), error('timed out')] }, 'again'],
    [
      'rejects our query',
      { errors: [error('x', { extensions: { classification: 'ValidationError' } })] },
      'misconfigured',
    ],
    [
      'can not parse it',
      { errors: [error('x', { extensions: { classification: 'InvalidSyntax' } })] },
      'misconfigured',
    ],
  ] as const)('that %s', (_, document, verdict) => expect(graphql(document)).toBe(verdict));

  it('with another status, or that is no object, is read as everywhere', () => {
    expect([401, 403, 429, 500].map((status) => graphql({ data: { self } }, status))).toEqual(Array(4).fill(undefined));
    expect(judgeGraphql({ status: 200, headers: {} })).toBeUndefined();
  });
});

describe('an answer of API version 2', () => {
  it.each([
    [400, 'again'],
    [404, 'misconfigured'],
    [410, 'misconfigured'],
    [200, undefined],
    [401, undefined],
    [500, undefined],
  ])('with status %d: %s', (status, verdict) => expect(judgeRest({ status, headers: {} })).toBe(verdict));
});
