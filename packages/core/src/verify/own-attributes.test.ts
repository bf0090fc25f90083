import { describe, expect, it } from 'vitest';
import type { PortableFacts } from '../internal/facts-shape.ts';
import { introspection } from '../provider/inspection.ts';
import { type JwtRule, jwt, type OpaqueRule, opaque } from '../provider/rule.ts';
import { asksAbout, isPortable, ownAttributes } from './own-attributes.ts';

type Attributes = OpaqueRule['attributes'];
const asked = (attributes: Partial<Attributes> = {}) =>
  opaque<string>({
    shape: { alphabet: 'hex' },
    binding: 'app',
    inspect: introspection('introspect'),
    attributes: { from: 'inspection', subject: '/sub', ...attributes },
  }) as OpaqueRule;
const signed = (attributes: Partial<Attributes> = {}) =>
  jwt<string>({
    audience: 'https://api.example.com',
    algorithms: ['ES256'],
    attributes: { from: 'claims', subject: '/sub', ...attributes },
  }) as JwtRule;

const facts = (more: Partial<PortableFacts> = {}): PortableFacts => ({
  kind: 'user',
  attributes: { subject: 'member-1', username: 'theirs', emailVerified: false, groups: ['theirs'], roles: [] },
  audience: [],
  scopes: [],
  boundByAudience: false,
  claims: Object.freeze({ sub: 'member-1', username: 'ours', groups: Object.freeze(['b', 'a']) }),
  ...more,
});

it('a provider is asked about tokens that are not signed, and where userinfo names the caller', () => {
  expect([asked(), signed(), signed({ from: 'userinfo' })].map(asksAbout)).toEqual([true, false, true]);
});

describe('attributes that another process made', () => {
  const username = (answer: Readonly<Record<string, unknown>>) => answer.username;

  it('count where pointers made them', () => {
    const theirs = facts();
    expect(ownAttributes(asked({ username: '/username' }), theirs)).toBe(theirs.attributes);
  });

  it('are made anew where a function makes one, from whatever name the answer has', () => {
    for (const from of ['inspection', 'introspect']) {
      expect(ownAttributes(asked({ from, username }), facts())).toMatchObject({ username: 'ours', groups: [] });
    }
    expect(ownAttributes(signed({ username }), facts())?.username).toBe('ours');
  });

  it('of a machine stay without a person', () => {
    expect(ownAttributes(asked({ username, groups: '/groups' }), facts({ kind: 'client' }))).toEqual({
      subject: 'member-1',
      emailVerified: false,
      groups: ['b', 'a'],
      roles: [],
    });
  });

  it.each<[string, Partial<Attributes>]>([
    ['the function names somebody else', { subject: () => 'member-2' }],
    ['it names nobody', { subject: () => undefined }],
    [
      'it fails',
      {
        username: () => {
          throw new Error('no');
        },
      },
    ],
    ['it writes into the answer', { groups: ({ groups }) => (groups as string[]).sort() }],
  ])('are none where %s: then the provider is asked', (_, attributes) => {
    expect(ownAttributes(asked(attributes), facts())).toBeUndefined();
  });

  it.each<[string, boolean, OpaqueRule | JwtRule]>([
    ['pointers alone, wherever they point', true, asked({ from: 'userinfo' })],
    ['a function over the answer', true, asked({ username })],
    ['a function over it by its other name', true, asked({ from: 'introspect', username })],
    ['a function over another answer', false, asked({ from: 'userinfo', username })],
    [
      'a function, and a pointer into another answer',
      false,
      asked({ username, email: { pointer: '/x', from: 'userinfo' } }),
    ],
    ['a function over claims', true, signed({ username })],
    ['a function over userinfo of a signed token', false, signed({ from: 'userinfo', username })],
  ])('can travel: %s: %s', (_, expected, rule) => expect(isPortable(rule)).toBe(expected));
});
