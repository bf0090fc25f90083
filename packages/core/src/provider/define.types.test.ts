import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { Auth } from '../auth.ts';
import { createProviderRegistry } from '../registry.ts';
import type { AuthOf } from '../types.ts';
import { defineProvider } from './define.ts';
import { introspection, userinfoProof } from './inspection.ts';
import { jwt, opaque } from './rule.ts';

/*
 * Each `@ts-expect-error` is a test of its own: the type check fails when the line below it compiles. Where the
 * compiler could be got round, the run-time check is tested beside it.
 */

const vendor = defineProvider({
  contract: 1,
  id: 'vendor',
  name: 'Vendor',
  options: z.strictObject({ clientId: z.string(), level: z.number().optional() }),
  define: ({ clientId }) => ({
    endpoints: { userinfo: 'https://vendor.test/me', checkToken: 'https://vendor.test/check' },
    client: { id: clientId, authentication: 'none' },
    accepts: [
      opaque({
        shape: { prefix: 'v_', alphabet: 'hex' },
        binding: 'app',
        inspect: introspection('checkToken'),
        attributes: { from: 'userinfo', subject: '/id' },
      }),
    ],
  }),
});

const standard = defineProvider({
  contract: 1,
  id: 'standard',
  name: 'Standard',
  options: z.strictObject({}),
  define: () => ({
    endpoints: { issuer: 'https://issuer.test' },
    accepts: [jwt({ audience: 'api', algorithms: ['ES256'], attributes: { from: 'claims', subject: '/sub' } })],
  }),
});

describe('the compiler refuses', () => {
  it('a rule that names an endpoint the provider lacks', () => {
    const misspelt = defineProvider({
      contract: 1,
      id: 'typo',
      name: 'Typo',
      options: z.strictObject({}),
      define: () => ({
        endpoints: { userinfo: 'https://vendor.test/me' },
        accepts: [
          // @ts-expect-error: `userInfo` is not an endpoint of this provider
          opaque({
            shape: { alphabet: 'hex' },
            binding: 'login',
            inspect: userinfoProof('userInfo'),
            attributes: { from: 'userinfo', subject: '/id' },
          }),
        ],
        client: { id: 'client-1', authentication: 'none' },
      }),
    });
    expect(() => misspelt({})).toThrow('typo: a rule names the endpoint `userInfo`, which is not declared');
  });

  it('a URL where a rule names an endpoint', () => {
    const withUrl = defineProvider({
      contract: 1,
      id: 'url',
      name: 'Url',
      options: z.strictObject({}),
      define: () => ({
        endpoints: { introspect: 'https://vendor.test/introspect' },
        client: { id: 'client-1', authentication: 'none' },
        accepts: [
          // @ts-expect-error: a rule never holds a URL
          opaque({
            shape: { alphabet: 'hex' },
            binding: 'app',
            inspect: introspection('https://evil.test/introspect'),
            attributes: { from: 'inspection', subject: '/sub' },
          }),
        ],
      }),
    });
    expect(() => withUrl({})).toThrow('names the endpoint `https://evil.test/introspect`');
  });

  it('an unknown option, and a wrong one', () => {
    // @ts-expect-error: there is no option `clientID`
    expect(() => vendor({ clientId: 'client-1', clientID: 'x' })).toThrow('`clientID`');
    // @ts-expect-error: `level` is a number
    expect(() => vendor({ clientId: 'client-1', level: 'high' })).toThrow('`level`');
  });

  it('an override of `subject` and of `emailVerified`', () => {
    // @ts-expect-error: the subject is the provider's alone
    expect(() => vendor({ clientId: 'client-1', attributes: { subject: '/login' } })).toThrow('subject');
    // @ts-expect-error: so is what it says of the address
    expect(() => vendor({ clientId: 'client-1', attributes: { emailVerified: '/ok' } })).toThrow('emailVerified');
  });

  it('an override of an endpoint that is not there', () => {
    // @ts-expect-error: did you mean `checkToken`?
    expect(() => vendor({ clientId: 'client-1', endpoints: { checktoken: 'https://x.test' } })).toThrow('checktoken');
    expect(vendor({ clientId: 'client-1', endpoints: { checkToken: 'https://x.test' } }).endpoints.checkToken).toBe(
      'https://x.test',
    );
    // With an issuer every known name may be set, since discovery would supply it.
    expect(standard({ endpoints: { introspect: 'https://x.test' } }).endpoints.introspect).toBe('https://x.test');
  });

  it('an algorithm whose key the verifier would have to share (RFC 8725 §3.1)', () => {
    const shared = defineProvider({
      contract: 1,
      id: 'shared',
      name: 'Shared',
      options: z.strictObject({}),
      define: () => ({
        endpoints: { issuer: 'https://issuer.test' },
        accepts: [
          jwt({
            audience: 'api',
            // @ts-expect-error: HMAC is not for keys that are published
            algorithms: ['HS256'],
            attributes: { from: 'claims', subject: '/sub' },
          }),
        ],
      }),
    });
    expect(() => shared({})).toThrow('`HS256` is not an asymmetric signature algorithm');
  });

  it('a key of `accept` that is not in the registry', () => {
    const registry = createProviderRegistry({ standard: standard({}) });
    // @ts-expect-error: no provider is called `standart`
    expect(() => registry.check({ accept: ['standart'] })).toThrow('`accept` names `standart`');
    // @ts-expect-error: nor is one called `other`
    expect(() => registry.client('other')).toThrow('no provider is configured as `other`');
  });

  it('an option named like one of core', () => {
    const define = () =>
      defineProvider({
        contract: 1,
        id: 'clash',
        name: 'Clash',
        // @ts-expect-error: `grant` is an option of core
        options: z.strictObject({ grant: z.string() }),
        define: () => ({ endpoints: {}, accepts: [] }),
      });
    expect(define).toThrow('`grant` is an option of core');
  });
});

describe('the compiler knows', () => {
  const registry = createProviderRegistry(
    { a: standard({}), b: vendor({ clientId: 'client-1' }) },
    { users: { find: (auth) => ({ id: auth.id, username: 'user', active: true, groups: [], badge: 7 }) } },
  );

  it('the keys, and narrows them by `accept`', () => {
    expectTypeOf<AuthOf<typeof registry>['provider']>().toEqualTypeOf<'a' | 'b'>();
    const verify = () => registry.verify({ headers: {} }, { accept: ['a'] });
    expectTypeOf<Awaited<ReturnType<typeof verify>>['provider']>().toEqualTypeOf<'a'>();
    expect(registry.keys).toEqual(['a', 'b']);
  });

  it('the user that `users.find` gives, and that there is none without `users`', () => {
    expectTypeOf<AuthOf<typeof registry>['user']['badge']>().toEqualTypeOf<number>();
    const bare = createProviderRegistry({ a: standard({}) });
    expectTypeOf<AuthOf<typeof bare>['user']>().toEqualTypeOf<undefined>();
    expect(bare.keys).toEqual(['a']);
  });

  it('registries whose providers are decided at run time', () => {
    const maybe: { okta?: ReturnType<typeof standard> } = {};
    const conditional = createProviderRegistry({ a: standard({}), ...maybe });
    const record: Record<string, ReturnType<typeof standard>> = { x: standard({}) };
    const dynamic = createProviderRegistry(record);
    expectTypeOf<AuthOf<typeof conditional>['provider']>().toEqualTypeOf<'a' | 'okta'>();
    expectTypeOf<AuthOf<typeof dynamic>>().toExtend<Auth<string, undefined>>();
    expect([conditional.keys, dynamic.keys]).toEqual([['a'], ['x']]);
  });
});
