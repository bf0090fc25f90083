import { ConfigurationError } from '@bearerkit/core';
import { type Attribute, type CommonOptions, marksOf, type Rule } from '@bearerkit/core/provider';
import type { Case } from './case.ts';
import { hasAttribute, personal } from './declared.ts';

const all = { mutable: true, reassignable: true, unverified: true };

/** An attribute by a pointer into the document that the user name comes from. */
function neighbour({ attributes }: Rule): { readonly name: 'email' | 'name'; readonly pointer: string } | undefined {
  const sourceOf = (attribute: Attribute<string> | undefined) =>
    (typeof attribute === 'object' ? attribute.from : undefined) ?? attributes.from;
  for (const name of ['email', 'name'] as const) {
    const attribute = attributes[name];
    const pointer = typeof attribute === 'object' && 'pointer' in attribute ? attribute.pointer : attribute;
    if (typeof pointer === 'string' && sourceOf(attribute) === sourceOf(attributes.username)) return { name, pointer };
  }
  return undefined;
}

/** What an operator may lay over the mapping, and what not. */
export const overrideCases: readonly Case[] = [
  {
    title: 'attributes: subject and emailVerified can not be overridden',
    run: async ({ fake, create, open, token, expect }) => {
      for (const name of ['subject', 'emailVerified']) {
        const attributes = { [name]: () => true } as CommonOptions['attributes'];
        let code = 'none';
        try {
          create({ attributes });
        } catch (error) {
          code = ConfigurationError.isInstance(error) ? error.code : String(error);
        }
        expect(code, name).toBe('invalid_options');
      }
      const provider = create({ attributes: { username: '/none', name: '/none' } });
      expect((await open({ provider }).verify(await token())).subject).toBe(fake.accounts.member.subject);
    },
  },
  {
    title: 'attributes: a user name from elsewhere works, and carries the marks of its place',
    run: async ({ provider, fake, create, open, token, expect }) => {
      const [rule] = personal(provider);
      if (rule === undefined) throw new Error('The provider has no rule for persons');
      const place = neighbour(rule);
      if (place !== undefined) {
        const other = create({ attributes: { username: place.pointer } });
        const { attributes } = personal(other)[0] ?? rule;
        const [marks, own] = [marksOf(attributes.username), marksOf(rule.attributes[place.name])];
        const lost = (['mutable', 'reassignable', 'unverified'] as const).filter((mark) => own[mark] && !marks[mark]);
        expect(lost).toEqual([]);
        expect((await open({ provider: other }).verify(await token())).username).toBe(fake.accounts.member[place.name]);
      }
      const nowhere = create({ attributes: { username: '/there/is/nothing' } });
      expect(marksOf(personal(nowhere)[0]?.attributes.username)).toEqual(all);
      expect((await open({ provider: nowhere }).verify(await token())).username).toBe(undefined);
    },
  },
  {
    title: 'attributes: an e-mail from elsewhere is never verified',
    absent: (provider) => !hasAttribute(provider, 'email'),
    run: async ({ create, open, token, expect }) => {
      const verified = async (email: string | (() => string)) => {
        const auth = await open({ provider: create({ attributes: { email } }) }).verify(await token());
        return [auth.email, auth.emailVerified];
      };
      expect(await verified('/there/is/nothing')).toEqual([undefined, false]);
      // Where the e-mail has a document of its own a function can not take its place.
      const written = await verified(() => 'victim@example.com').catch(
        (error: { readonly code?: unknown }) => error.code,
      );
      if (written !== 'invalid_options') expect(written).toEqual(['victim@example.com', false]);
    },
  },
];
