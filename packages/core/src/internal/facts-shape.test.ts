import { describe, expect, it } from 'vitest';
import { type PortableFacts, readFacts } from './facts-shape.ts';

const facts: PortableFacts = {
  kind: 'user',
  attributes: { subject: 'member-1', username: 'member', emailVerified: false, groups: ['a'], roles: [] },
  clientId: 'client-1',
  audience: ['https://api.example.com'],
  scopes: ['read'],
  boundByAudience: true,
  expiresAt: 2_000,
  issuedAt: 1_000.5,
  bound: 'thumbprint',
  claims: { sub: 'member-1', deep: { list: [1] } },
};
const read = (more: object) => readFacts(JSON.parse(JSON.stringify({ ...facts, ...more })));

describe('facts from elsewhere', () => {
  it('are read as they were written, frozen like our own', () => {
    expect(read({})).toEqual(facts);
    const { scopes, claims, attributes } = read({}) ?? {};
    const lists = [scopes, claims?.deep, attributes?.groups, attributes?.roles];
    expect(lists.map((list) => Object.isFrozen(list))).toEqual([true, true, true, true]);
  });

  it.each([
    ['kind', 'admin'],
    ['attributes', null],
    ['attributes', { ...facts.attributes, subject: 7 }],
    ['attributes', { ...facts.attributes, subject: undefined }],
    ['attributes', { ...facts.attributes, emailVerified: 'true' }],
    ['attributes', { ...facts.attributes, groups: 'a' }],
    ['attributes', { ...facts.attributes, admin: true }],
    ['audience', 'https://api.example.com'],
    ['scopes', [1]],
    ['boundByAudience', 1],
    ['expiresAt', '2000'],
    ['issuedAt', null],
    ['bound', {}],
    ['claims', []],
    ['claims', undefined],
  ])('are not read with %s as %j (rule 24)', (name, value) => expect(read({ [name]: value })).toBeUndefined());

  it('are not read with a member that this version does not know: it may be a restriction', () => {
    expect(read({ only_on_sundays: true })).toBeUndefined();
  });

  it('are objects', () => {
    expect([null, undefined, 'x', 1, [], {}].map(readFacts)).toEqual(Array(6).fill(undefined));
  });
});
