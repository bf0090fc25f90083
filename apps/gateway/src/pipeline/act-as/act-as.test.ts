import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { openDataFolder } from '../../data-folder.ts';
import type { Caller } from './act-as.ts';
import { openAssertionKey } from './assertion-key.ts';
import { headerActAs } from './header.ts';
import { jwtActAs } from './jwt.ts';

const caller = (more: object = {}, user: object = {}) =>
  ({
    user: { id: 'user-1', username: 'User-1', active: true, groups: ['users', 'a, b'], ...user },
    auth: { email: 'user@example.com', emailVerified: true, ...more },
  }) as unknown as Caller;

describe('actAs: header', () => {
  const create = (options: object) => headerActAs.create(headerActAs.options.parse({ kind: 'header', ...options }));

  it('sends the user name, as the directory spells it, in x-forwarded-user', async () => {
    const actAs = create({});
    expect([actAs.names, await actAs.headers(caller())]).toEqual([
      ['x-forwarded-user'],
      ['x-forwarded-user', 'User-1'],
    ]);
  });

  it('sends e-mail and groups where asked, the e-mail only when it is verified', async () => {
    const actAs = create({ header: 'Remote-User', emailHeader: 'remote-email', groupsHeader: 'remote-groups' });
    expect(actAs.names).toEqual(['remote-user', 'remote-email', 'remote-groups']);
    const groups = ['remote-groups', 'users,a%2C b'];
    expect(await actAs.headers(caller())).toEqual([
      'remote-user',
      'User-1',
      'remote-email',
      'user@example.com',
      ...groups,
    ]);
    expect(await actAs.headers(caller({ emailVerified: false }))).toEqual(['remote-user', 'User-1', ...groups]);
  });

  it.each([
    ['jürgen', 'j%C3%BCrgen'],
    ['用户', '%E7%94%A8%E6%88%B7'],
    ['50%25', '50%2525'],
    ['a\r\nX: b', 'a%0D%0AX: b'],
    ['\ud800', '%EF%BF%BD'],
  ])('%j goes out as percent-encoded UTF-8 (rule 41)', async (username, encoded) => {
    expect(await create({}).headers(caller({}, { username }))).toEqual(['x-forwarded-user', encoded]);
  });
});

describe('actAs: jwt', () => {
  it('signs who it is, for one upstream, for at most 60 seconds, each time anew', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jwt-'));
    const key = await openAssertionKey(await openDataFolder(folder, () => {}));
    const context = { upstream: 'wiki', issuer: 'https://api.example.com', key };
    const create = (options: object) => jwtActAs.create(jwtActAs.options.parse({ kind: 'jwt', ...options }), context);
    const keys = createLocalJWKSet(key.jwks as JSONWebKeySet);
    const verify = async (actAs: ReturnType<typeof create>, who: Caller, audience: string) => {
      const [name, token = ''] = await actAs.headers(who);
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        audience,
        issuer: 'https://api.example.com',
      });
      return { name, payload, protectedHeader };
    };
    const first = await verify(create({}), caller(), 'wiki');
    expect(first).toMatchObject({ name: 'x-bearerkit-assertion', protectedHeader: { alg: 'ES256', kid: key.kid } });
    expect(first.payload).toMatchObject({ sub: 'User-1', preferred_username: 'User-1', email: 'user@example.com' });
    expect(first.payload.groups).toEqual(['users', 'a, b']);
    expect((first.payload.exp ?? 0) - (first.payload.iat ?? 0)).toBe(60);
    const second = await verify(
      create({ header: 'X-Who', audience: 'other' }),
      caller({ emailVerified: false }),
      'other',
    );
    expect(second.name).toBe('x-who');
    expect(second.payload).not.toHaveProperty('email');
    expect(second.payload.jti).not.toBe(first.payload.jti);
    await rm(folder, { recursive: true });
  });
});
