import type { OverridableAttribute } from '@bearerkit/core/provider';
import type { Case } from './case.ts';
import { hasAttribute, tellsScopes } from './declared.ts';

/** The attributes of the fake's member that a case compares. */
type Known = Extract<OverridableAttribute, 'username' | 'email' | 'name' | 'groups'>;

const attribute = (name: Known): Case => ({
  title: `good token: ${name} as the provider says it`,
  absent: (provider) => !hasAttribute(provider, name),
  run: async ({ fake, open, token, expect }) => {
    const auth = await open().verify(await token());
    expect(auth[name]).toEqual(name === 'groups' ? (fake.accounts.member.groups ?? []) : fake.accounts.member[name]);
  },
});

/** A good token gives the right identity, all of it. */
export const goodTokenCases: readonly Case[] = [
  {
    title: 'good token: a person with the right subject',
    run: async ({ fake, open, token, expect }) => {
      const auth = await open().verify(await token());
      expect([auth.kind, auth.subject]).toEqual(['user', fake.accounts.member.subject]);
      expect(auth.id).toBe(`vendor/${fake.accounts.member.subject}`);
    },
  },
  ...(['username', 'email', 'name', 'groups'] as const).map(attribute),
  {
    title: 'good token: the e-mail is verified only where the provider says so with true',
    run: async ({ fake, open, token, expect }) => {
      const auth = await open().verify(await token());
      expect(auth.emailVerified).toBe(fake.accounts.member.emailVerified);
    },
  },
  {
    title: 'unverified e-mail: never verified',
    absent: (provider) => !hasAttribute(provider, 'email'),
    run: async ({ fake, open, token, expect }) => {
      const { member, unverified } = fake.accounts;
      const account = member.emailVerified ? 'unverified' : 'member';
      const auth = await open().verify(await token({ account }));
      expect(auth.subject).toBe((account === 'member' ? member : unverified)?.subject);
      expect(auth.emailVerified).toBe(false);
    },
  },
  {
    title: 'good token: its scopes are a list',
    absent: (provider) => !tellsScopes(provider),
    run: async ({ fake, open, token, expect }) => {
      const { providerScopes } = await open().verify(await token());
      expect(Array.isArray(providerScopes)).toBe(true);
      expect(providerScopes.filter((scope) => scope === '' || /[\s,]/.test(scope))).toEqual([]);
      if (fake.scopes !== undefined) expect([...providerScopes].sort()).toEqual([...fake.scopes].sort());
    },
  },
  {
    title: 'grant: callers get the scopes that the operator grants, and those alone',
    run: async ({ create, open, token, expect }) => {
      const provider = create({ grant: ['orders:read'] });
      expect((await open({ provider }).verify(await token())).scopes).toEqual(['orders:read']);
    },
  },
  {
    title: 'good token: twenty requests at once ask the provider once',
    run: async ({ fake, open, token, expect }) => {
      const text = await token();
      const one = open();
      fake.forget();
      await one.verify(text);
      const calls = fake.calls();
      const many = open();
      fake.forget();
      await Promise.all(Array.from({ length: 20 }, () => many.verify(text)));
      expect(fake.calls()).toBe(calls);
    },
  },
];
