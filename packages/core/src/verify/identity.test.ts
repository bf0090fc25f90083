import { beforeEach, describe, expect, it } from 'vitest';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import type { CommonOptions } from '../provider/provider.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const attributes = {
  from: 'inspection',
  subject: '/sub',
  username: '/username',
  email: '/email',
  emailVerified: '/email_verified',
  name: { pointer: '/name', mutable: true },
  groups: '/groups',
  roles: '/roles',
} as const;
const binding = { binding: 'audience', audience: 'api' } as const;
const verified = (common: CommonOptions = {}) =>
  createProviderRegistry({ a: opaqueProvider(server.url, { ...binding, attributes }, common) }).verify(
    bearer('token-1'),
  );
const full = {
  aud: ['api', 'other'],
  scope: 'read write',
  exp: 4_000_000_000,
  username: 'user',
  email: 'user@example.com',
  email_verified: true,
  name: 'A Member',
  groups: ['staff'],
  roles: ['admin'],
};
beforeEach(() => server.on('/introspect', json(active(full))));

describe('an identity', () => {
  it('has every member that the facts have, and no other', async () => {
    expect({ ...(await verified()) }).toEqual({
      kind: 'user',
      credential: 'access_token',
      provider: 'a',
      subject: 'member-1',
      id: 'a/member-1',
      user: undefined,
      username: 'user',
      email: 'user@example.com',
      emailVerified: true,
      name: 'A Member',
      groups: ['staff'],
      roles: ['admin'],
      clientId: 'client-1',
      audience: ['api', 'other'],
      scopes: ['read', 'write'],
      providerScopes: ['read', 'write'],
      expiresAt: 4_000_000_000,
      claims: active(full),
    });
  });

  it('lacks what is not known: it is not there as undefined', async () => {
    server.on('/introspect', json({ active: true, sub: 'member-1', aud: 'api' }));
    expect(Object.keys(await verified()).sort()).toEqual(
      [
        'audience',
        'claims',
        'credential',
        'emailVerified',
        'groups',
        'id',
        'kind',
        'provider',
        'providerScopes',
      ].concat(['roles', 'scopes', 'subject', 'user']),
    );
  });

  it('can not be changed, and neither can what is shared with the next request', async () => {
    const auth = await verified();
    for (const part of [auth, auth.claims, auth.groups, auth.roles, auth.scopes, auth.audience]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });
});

describe('`grant`', () => {
  it('is asked with what is known, and its list is kept as it was', async () => {
    const seen: unknown[] = [];
    const list = ['orders:read'];
    const grant = (input: unknown) => {
      seen.push(input);
      return list;
    };
    const { scopes } = await verified({ grant });
    list.push('orders:write');
    expect(scopes).toEqual(['orders:read']);
    expect(Object.isFrozen(scopes)).toBe(true);
    const common = { kind: 'user', subject: 'member-1', groups: ['staff'], roles: ['admin'] };
    expect(seen).toEqual([{ ...common, clientId: 'client-1', providerScopes: ['read', 'write'] }]);
  });

  it('is given no client where none is known', async () => {
    server.on('/introspect', json({ active: true, sub: 'member-1', aud: 'api' }));
    const { scopes } = await verified({ grant: (input) => ('clientId' in input ? ['known'] : ['unknown']) });
    expect(scopes).toEqual(['unknown']);
  });
});
