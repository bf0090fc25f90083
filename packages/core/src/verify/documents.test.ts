import { beforeEach, describe, expect, it } from 'vitest';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer, refused } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
/** The subject is in the answer of the inspection, the name in that of another endpoint. */
const registry = (from: 'userinfo' | 'alive') =>
  createProviderRegistry({
    a: opaqueProvider(server.url, {
      attributes: { from: 'inspection', subject: '/sub', name: { pointer: '/name', from, mutable: true } },
    }),
  });
beforeEach(() => server.on('/introspect', json(active())));

describe('a document that attributes are read from', () => {
  it.each([
    ['userinfo', { sub: 'member-1', name: 'A Member' }],
    ['alive', { sub: 'member-1', name: 'A Member' }],
    ['alive', { name: 'A Member' }],
  ] as const)('%s: %j is of the token', async (from, document) => {
    server.on(`/${from}`, json(document));
    expect((await registry(from).verify(bearer('token-1'))).name).toBe('A Member');
    expect(server.calls.map(({ path }) => path)).toEqual(['/introspect', `/${from}`]);
  });

  it.each([
    ['userinfo', { sub: 'member-2', name: 'Another' }],
    ['userinfo', { name: 'Another' }],
    ['alive', { sub: 'member-2', name: 'Another' }],
    ['alive', { sub: null, name: 'Another' }],
  ] as const)('%s: %j is of nobody or somebody else (OIDC Core §5.3.2)', async (from, document) => {
    server.on(`/${from}`, json(document));
    expect(await refused(registry(from), 'token-1')).toMatchObject({
      reason: 'provider_malformed',
      detail: `${from}: its sub is not the token's.`,
    });
  });

  it('is fetched once for all the attributes that it has', async () => {
    const picture = { pointer: '/picture', from: 'alive', mutable: true } as const;
    const attributes = {
      from: 'inspection',
      subject: '/sub',
      username: '/username',
      name: { ...picture, pointer: '/name' },
      picture,
      groups: { pointer: '/groups', from: 'inspection' },
    } as const;
    server.on('/alive', json({ name: 'A Member', picture: 'x' }));
    server.on('/introspect', json(active({ username: 'user', groups: ['staff'] })));
    const made = createProviderRegistry({ a: opaqueProvider(server.url, { attributes }) });
    expect(await made.verify(bearer('token-1'))).toMatchObject({
      name: 'A Member',
      username: 'user',
      groups: ['staff'],
    });
    expect(server.calls.map(({ path }) => path)).toEqual(['/introspect', '/alive']);
  });
});
