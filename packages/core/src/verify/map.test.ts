import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../internal/refusal.ts';
import type { Attributes } from '../provider/attributes.ts';
import { mapAttributes } from './map.ts';

const attributes: Attributes<'emails'> = {
  from: 'claims',
  subject: '/sub',
  username: '/login',
  email: '/email',
  emailVerified: '/email_verified',
  name: '/name',
  picture: '/picture',
  groups: '/groups',
  roles: '/roles',
};
const map = (claims: object, more: Partial<Attributes<'emails'>> = {}) =>
  mapAttributes({ ...attributes, ...more }, { claims: { sub: 'member-1', ...claims } });

describe('attributes', () => {
  it('are read by pointers, without coercion', () => {
    expect(map({ login: 'user', name: 'A Member', picture: 'https://x.test/p', groups: ['a'], roles: ['r'] })).toEqual({
      subject: 'member-1',
      username: 'user',
      emailVerified: false,
      name: 'A Member',
      picture: 'https://x.test/p',
      groups: ['a'],
      roles: ['r'],
    });
  });

  it.each([7, true, null, {}, ['user'], '', 'x'.repeat(1_025)])('of the wrong type are absent: %j', (value) => {
    expect(map({ login: value, name: value })).toEqual({
      subject: 'member-1',
      emailVerified: false,
      groups: [],
      roles: [],
    });
  });

  it.each([
    '\u0000',
    '\n',
    '\r\n',
    '\u007f',
    '\u0085',
    '\u200b',
    '\u202e',
    '\u2066',
    '\ufeff',
    '\u2028',
    '\ud800',
    '\u00ad',
  ])('with an invisible or control character are absent: %j (rule 33)', (character) => {
    expect(map({ login: `us${character}er`, groups: ['fine', `ad${character}min`] })).toMatchObject({
      groups: ['fine'],
    });
    expect('username' in map({ login: `us${character}er` })).toBe(false);
  });

  it('of groups are whole elements of a list, nothing else', () => {
    expect(map({ groups: ['a', 7, null, ['b'], ''], roles: 'admin' })).toMatchObject({ groups: ['a'], roles: [] });
    expect(map({ groups: { 0: 'a', length: 1 } })).toMatchObject({ groups: [] });
  });

  it('may come from another document, or from a function over the own one', () => {
    const more = {
      email: { pointer: '/0/email', from: 'emails' },
      username: (document: { readonly [x: string]: unknown }) => `${document.sub}!`,
    } as const;
    const mapped = mapAttributes(
      { ...attributes, ...more },
      { claims: { sub: 'member-1' }, emails: { 0: { email: 'user@example.com' } } },
    );
    expect(mapped).toMatchObject({ email: 'user@example.com', username: 'member-1!' });
  });

  it('of own properties only (rule 34)', () => {
    expect(map({}, { username: '/toString', name: '/constructor/name' })).toEqual(map({}));
  });
});

describe('the subject', () => {
  it.each([
    ['text', 'member-1', 'member-1'],
    ['a whole number', 12_345, '12345'],
    ['zero', 0, '0'],
    ['the largest exact number', Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ])('%s', (_, sub, subject) => expect(map({ sub }).subject).toBe(subject));

  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['null', null],
    ['negative', -1],
    ['a fraction', 1.5],
    ['inexact', 2 ** 53],
    ['a boolean', true],
    ['a list', ['member-1']],
    ['with a control character', 'a\tb'],
  ])('%s vouches for nobody', (_, sub) => {
    expect(() => map({ sub })).toThrow(Refusal);
    expect(() => map({ sub })).toThrow('names no subject');
  });
});

it('a text may have 1024 characters', () => {
  const [login, sub] = ['x'.repeat(1_024), 'y'.repeat(1_024)];
  expect(map({ login, sub })).toMatchObject({ username: login, subject: sub });
  expect(() => map({ sub: `${sub}y` })).toThrow('provider_malformed: the answer names no subject.');
});

it('what no rule reads is asked of no document', () => {
  const bare = { from: 'claims', subject: '/sub' } as const;
  expect(mapAttributes(bare, { claims: { sub: 'member-1', login: 'user', groups: ['a'] } })).toEqual({
    subject: 'member-1',
    emailVerified: false,
    groups: [],
    roles: [],
  });
  expect(() => mapAttributes({ ...bare, subject: (document) => document.sub }, {})).toThrow('names no subject');
});

describe('e-mail (rule 32)', () => {
  it.each([`${'x'.repeat(64)}@${'y'.repeat(185)}.test`, "o'hara+tag@c.test", 'ü@c.test'])('%j is plain', (email) => {
    expect(map({ email, email_verified: true })).toMatchObject({ email, emailVerified: true });
  });

  it.each<[unknown, unknown, boolean]>([
    ['user@example.com', true, true],
    ['user@example.com', 'true', false],
    ['user@example.com', 1, false],
    ['user@example.com', undefined, false],
    ['user@example.com', null, false],
    [undefined, true, false],
  ])('%j with verified %j: %s', (email, verified, expected) => {
    const mapped = map({ email, email_verified: verified });
    expect([mapped.email, mapped.emailVerified]).toEqual([email, expected]);
  });

  it.each([
    'user',
    '@example.com',
    'user@',
    'a@b@c',
    'a b@c.test',
    'a@c.test,b@c.test',
    'a@c.test;b',
    'User <a@c.test>',
    '"a"@c.test',
    '(a)@c.test',
    `${'x'.repeat(65)}@c.test`,
    `x@${'y'.repeat(191)}`,
    'a<@c.test',
    'a@c.test>',
    'a@"c.test',
    ' a@c.test',
    'a@c.test ',
  ])('%j is not one plain address: absent, and never verified', (email) => {
    const mapped = map({ email, email_verified: true });
    expect([mapped.email, mapped.emailVerified]).toEqual([undefined, false]);
  });

  it('without a pointer to say so is never verified', () => {
    expect(map({ email: 'user@example.com', email_verified: true }, { emailVerified: undefined }).emailVerified).toBe(
      false,
    );
  });
});

it('whatever the document, mapping gives clean text or refuses', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('sub', 'login', 'email', 'groups', 'name'), fc.jsonValue()), (claims) => {
      try {
        const { subject, username = '', name = '', groups } = mapAttributes(attributes, { claims });
        for (const text of [subject, username, name, ...groups]) expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(subject).not.toBe('');
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }),
  );
});
