import { describe, expect, it } from 'vitest';
import type { AttributeOverrides, Attributes } from './attributes.ts';
import { introspection } from './inspection.ts';
import { marksOf, overrideAttributes } from './overrides.ts';
import { opaque, type Rule } from './rule.ts';

const none = { mutable: false, reassignable: false, unverified: false };
const all = { mutable: true, reassignable: true, unverified: true };

const attributes: Attributes<'userinfo' | 'emails'> = {
  from: 'userinfo',
  subject: '/data/self/id',
  username: '/login',
  name: { pointer: '/data/self/name', mutable: true, unverified: true },
  email: { pointer: '/0/email', from: 'emails', reassignable: true },
  picture: { pointer: '/data/self/name', reassignable: true },
  groups: (document) => document.teams,
};
const rule = (more: Partial<Rule> = {}): Rule =>
  ({
    ...opaque({ shape: { alphabet: 'hex' }, binding: 'app', inspect: introspection('introspect'), attributes }),
    ...more,
  }) as Rule;

/** The attribute of a rule for humans after an override. */
function overridden(overrides: AttributeOverrides) {
  const [first] = overrideAttributes('acme', [rule()], overrides);
  return first?.attributes as Attributes<string>;
}

describe('an override of an attribute', () => {
  it.each([
    ['a pointer the provider knows as mutable keeps every mark it has anywhere', '/data/self/name', all],
    ['the pointer of the subject carries no mark', '/data/self/id', none],
    ['the pointer it has already carries no mark', '/login', none],
    ['a pointer the provider does not know counts as all three', '/data/self/nickname', all],
    ['the same pointer in another document is another value', '/0/email', all],
    ['an index of the same place is not the same pointer', '/data/self/name/', all],
  ])('%s', (_, pointer, marks) => {
    const { username } = overridden({ username: pointer });
    expect(username).toMatchObject({ pointer, from: 'userinfo' });
    expect(marksOf(username)).toEqual(marks);
  });

  it('reads the document that the attribute read before, and takes the marks of the pointer there', () => {
    expect(overridden({ email: '/0/email' }).email).toMatchObject({ from: 'emails' });
    expect(marksOf(overridden({ email: '/0/email' }).email)).toEqual({ ...none, reassignable: true });
    expect(marksOf(overridden({ email: '/login' }).email)).toEqual(all);
  });

  it('of the e-mail loses the provider’s word on its own one', () => {
    const spoken = { ...attributes, email: '/email', emailVerified: '/ok' };
    const withWord = (email?: string | (() => string)) =>
      overrideAttributes('acme', [rule({ attributes: spoken })], { email })[0]?.attributes;
    for (const own of [undefined, '/email']) expect(withWord(own)?.emailVerified).toBe('/ok');
    for (const other of ['/login', () => 'user@example.com'])
      expect(withWord(other)).not.toHaveProperty('emailVerified');
  });

  it('may be a function in code, which counts as all three', () => {
    const login = (document: Readonly<Record<string, unknown>>) => document.login;
    const { username } = overridden({ username: login });
    expect(username).toBe(login);
    expect(marksOf(username)).toEqual(all);
  });

  it('can not be a function where the attribute comes from another document', () => {
    expect(() => overridden({ email: (document) => document.email })).toThrow('a function can only read `userinfo`');
  });

  it('leaves other attributes, and the rule of the provider itself, as they were', () => {
    const own = rule();
    const [changed] = overrideAttributes('acme', [own], { username: '/data/self/name' });
    expect(changed?.attributes).toMatchObject({ subject: '/data/self/id', name: attributes.name });
    expect(own.attributes.username).toBe('/login');
  });

  it('touches the rules for humans alone', () => {
    const machine = rule({ kind: 'client' });
    const [human, other] = overrideAttributes('acme', [rule(), machine], { username: '/x' });
    expect(human?.attributes.username).toMatchObject({ pointer: '/x' });
    expect(other).toBe(machine);
  });

  it('of undefined is none', () => {
    const rules = [rule()];
    expect(overrideAttributes('acme', rules, { username: undefined })).toBe(rules);
    expect(overrideAttributes('acme', rules)).toBe(rules);
  });

  it.each(['subject', 'emailVerified'])('is refused for `%s`, whatever it is (rule 32)', (name) => {
    for (const value of ['/login', () => true]) {
      const overrides = { [name]: value } as AttributeOverrides;
      expect(() => overrideAttributes('acme', [rule()], overrides)).toThrow(
        `acme: \`attributes.${name}\` can not be overridden`,
      );
    }
  });
});

describe('the marks of an attribute', () => {
  it.each([
    ['nothing', undefined, none],
    ['a pointer', '/login', none],
    ['one mark', { pointer: '/login', mutable: true }, { ...none, mutable: true }],
    ['a function', () => 'x', all],
  ])('%s', (_, attribute, marks) => expect(marksOf(attribute)).toEqual(marks));
});
