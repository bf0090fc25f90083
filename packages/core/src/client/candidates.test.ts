import { describe, expect, it } from 'vitest';
import { opaqueProvider } from '../__fixtures__/opaque.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';
import { candidatesOf } from './candidates.ts';

const server = useServer();

async function candidates(profile: object) {
  server.on('/userinfo', json(profile));
  const attributes = {
    from: 'userinfo',
    subject: '/id',
    username: { pointer: '/login', mutable: true, reassignable: true },
    email: { pointer: '/contact/email', mutable: true },
    name: '/name',
  } as const;
  const registry = createProviderRegistry({ a: opaqueProvider(server.url, { attributes }) });
  return (await registry.client('a').userinfo({ token: 'token-1' })).candidates;
}

describe('what in a userinfo answer could name the user', () => {
  it('tells every value with its pointer, what it looks like, and what speaks against it', async () => {
    const profile = {
      id: 42,
      login: 'member-1',
      contact: { email: 'user@example.com' },
      name: 'Member One',
      nickname: 'one',
      admin: false,
      teams: [{ slug: 'a/b~c' }],
      nothing: null,
    };
    const unknown = ['mutable', 'reassignable', 'unverified'];
    expect(await candidates(profile)).toEqual([
      { pointer: '/id', value: 42, looksLike: ['id'], warnings: [] },
      { pointer: '/login', value: 'member-1', looksLike: ['username'], warnings: ['mutable', 'reassignable'] },
      { pointer: '/contact/email', value: 'user@example.com', looksLike: ['email'], warnings: ['mutable'] },
      { pointer: '/name', value: 'Member One', looksLike: [], warnings: ['not_unique'] },
      { pointer: '/nickname', value: 'one', looksLike: ['username'], warnings: unknown },
      { pointer: '/admin', value: false, looksLike: [], warnings: [...unknown, 'not_unique'] },
      { pointer: '/teams/0/slug', value: 'a/b~c', looksLike: [], warnings: [...unknown, 'not_unique'] },
    ]);
  });

  it('RFC 6901 §3: escapes names, so that the pointer can be used as it is', () => {
    const [candidate] = candidatesOf({ 'https://x.test/user~name': 'member-1' }, [], 'userinfo');
    expect(candidate?.pointer).toBe('/https:~1~1x.test~1user~0name');
  });

  it.each([
    ['/preferred_username', { preferred_username: 'User@Example.com' }, ['email', 'username']],
    ['/upn', { upn: 'user@example.com' }, ['email', 'username']],
    ['/oid', { oid: '00000000-0000-4000-8000-000000000001' }, ['id']],
    ['/sub', { sub: '' }, []],
    ['/id', { id: 1.5 }, []],
    ['/id', { id: true }, []],
    ['/login', { login: 'two words' }, []],
    ['/email', { email: 'not an address' }, []],
  ])('%s of %o looks like %o', (pointer, profile, looksLike) => {
    expect(candidatesOf(profile, [], 'userinfo')).toMatchObject([{ pointer, looksLike }]);
  });

  it('is bounded in number and in depth', () => {
    const wide = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`n${index}`, index]));
    expect(candidatesOf(wide, [], 'userinfo')).toHaveLength(500);
    const deep = { a: { a: { a: { a: { a: { a: { a: { a: { a: 1 } } } } } } } } };
    expect(candidatesOf(deep, [], 'userinfo')).toEqual([]);
  });
});
