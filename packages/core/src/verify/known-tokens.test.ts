import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api, jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer, gate, outcome } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);
beforeEach(() => server.on('/introspect', json(active({ scope: 'read', roles: ['user'] }))));

/** Two providers whose tokens look the same, each with a server of its own. */
const two = () =>
  createProviderRegistry({
    a: opaqueProvider(`${server.url}/a`),
    b: opaqueProvider(`${server.url}/b`, {}, {}, { id: 'other' }),
  });

describe('what one route was told is no answer for another (rule 28)', () => {
  const attributes = { from: 'inspection', subject: '/sub', roles: '/roles' } as const;
  const made = () =>
    createProviderRegistry({
      a: opaqueProvider(server.url, { attributes }, { grant: ({ providerScopes }) => providerScopes }),
    });

  it('a token that satisfied one route is refused by one that wants more (Oathkeeper CVE-2021-32701)', async () => {
    const registry = made();
    expect(await outcome(registry, 'token-1', { scopes: ['read'] })).toBe('ok');
    expect(await outcome(registry, 'token-1', { scopes: ['write'] })).toBe('insufficient_scope');
    expect(registry.peek(bearer('token-1'), { scopes: ['write'] })).toMatchObject({ status: 403 });
    expect(server.count('/introspect')).toBe(1);
  });

  it('and so where the answer of an introspection is known, whatever is demanded (Heimdall 3452)', async () => {
    const registry = made();
    expect(await outcome(registry, 'token-1', { roles: ['user'] })).toBe('ok');
    for (const [demands, reason] of [
      [{ roles: ['admin'] }, 'forbidden'],
      [{ audience: [api] }, 'wrong_audience'],
      [{ maxAge: 60 }, 'step_up_required'],
      [{ acr: ['gold'] }, 'step_up_required'],
      [{ anyScope: ['write', 'admin'] }, 'insufficient_scope'],
    ] as const) {
      expect(registry.peek(bearer('token-1'), demands)).toMatchObject({ reason });
      expect(await outcome(registry, 'token-1', demands)).toBe(reason);
    }
    expect(await outcome(registry, 'token-1', { roles: ['user'] })).toBe('ok');
    expect(server.count('/introspect')).toBe(1);
  });
});

it('a sign-in to come says nothing of the one that was: `auth_time` counts up to now (RFC 9470)', async () => {
  const registry = createProviderRegistry({ a: jwtProvider(server.url) });
  const at = (seconds: number) => issuer.token({ auth_time: now() + seconds });
  expect(await outcome(registry, at(-5), { maxAge: 60 })).toBe('ok');
  expect(await outcome(registry, at(20), { maxAge: 60 })).toBe('ok');
  expect(await outcome(registry, at(1_000), { maxAge: 60 })).toBe('step_up_required');
});

describe('what a token is known by (rule 29)', () => {
  it('its provider: what one introspection let in, another did not (Oathkeeper CVE-2026-33496)', async () => {
    server.on('/a/introspect', json(active()));
    server.on('/b/introspect', json({ active: false }));
    const registry = two();
    expect(await outcome(registry, 'token-1', { accept: ['a'] })).toBe('ok');
    expect(registry.peek(bearer('token-1'), { accept: ['b'] })).toBeUndefined();
    expect(await outcome(registry, 'token-1', { accept: ['b'] })).toBe('inactive');
    expect(await outcome(registry, 'token-1', { accept: ['b'] })).toBe('inactive');
    expect([server.count('/a/introspect'), server.count('/b/introspect')]).toEqual([1, 1]);
  });

  it('all of its characters: one that begins like a known one is not known (LiteLLM CVE-2026-35030)', async () => {
    const registry = createProviderRegistry({ signed: jwtProvider(server.url), a: opaqueProvider(server.url) });
    const signed = issuer.token({ sub: 'member-1' });
    expect((await registry.verify(bearer(signed))).subject).toBe('member-1');
    expect((await registry.verify(bearer(issuer.token({ sub: 'member-2' })))).subject).toBe('member-2');
    const long = 'x'.repeat(16_383);
    expect(await outcome(registry, `${long}a`)).toBe('ok');
    server.on('/introspect', json({ active: false }));
    expect(registry.peek(bearer(`${long}b`))).toBeUndefined();
    expect(await outcome(registry, `${long}b`)).toBe('inactive');
    expect(await outcome(registry, `${long}a`)).toBe('ok');
  });

  it('not the spelling of its scheme: what is known is known however it is sent', async () => {
    const registry = createProviderRegistry({ a: opaqueProvider(server.url) });
    await registry.verify(bearer('token-1'));
    for (const authorization of ['bearer token-1', 'BEARER   token-1', ' Bearer token-1']) {
      expect(registry.peek({ headers: { authorization } })).toMatchObject({ subject: 'member-1' });
    }
    expect(server.count('/introspect')).toBe(1);
  });

  it('while it is asked for as well: calls are joined for one token of one provider (Traefik CVE-2026-71326)', async () => {
    const { opened, open } = gate();
    for (const [path, sub] of [
      ['/a/introspect', 'member-a'],
      ['/b/introspect', 'member-b'],
    ] as const) {
      server.on(path, async (call, response) => {
        await opened;
        const isKnown = call.form.get('token') === 'a1';
        json(isKnown ? active({ sub }) : { active: false })(call, response);
      });
    }
    const registry = two();
    const answer = (token: string, key: 'a' | 'b') =>
      registry.verify(bearer(token), { accept: [key] }).then(
        ({ id }) => id,
        ({ reason }: { reason: string }) => reason,
      );
    const waiting = [answer('a1', 'a'), answer('a1', 'b'), answer('1', 'a'), answer('a1', 'a'), answer('a', 'b')];
    await vi.waitFor(() => expect(server.calls).toHaveLength(4));
    open();
    expect(await Promise.all(waiting)).toEqual(['a/member-a', 'b/member-b', 'inactive', 'a/member-a', 'inactive']);
    expect(server.calls).toHaveLength(4);
  });

  it('and a purge: what is asked after it does not join what was asked before', async () => {
    const { opened, open } = gate();
    server.on('/introspect', async (call, response) => {
      await opened;
      json({ active: false })(call, response);
    });
    const registry = createProviderRegistry({ a: opaqueProvider(server.url) });
    const before = outcome(registry, 'token-1');
    await vi.waitFor(() => expect(server.calls).toHaveLength(1));
    registry.purge();
    server.on('/introspect', json(active()));
    expect(await outcome(registry, 'token-1')).toBe('ok');
    open();
    expect(await before).toBe('inactive');
  });
});

describe('who somebody is: a provider and a subject (rule 32, OIDC Core §5.7)', () => {
  const person = { email: 'user@example.com', email_verified: true, username: 'user' };
  const attributes = {
    from: 'inspection',
    subject: '/sub',
    username: '/username',
    email: '/email',
    emailVerified: '/email_verified',
  } as const;
  const registry = () =>
    createProviderRegistry({
      a: opaqueProvider(`${server.url}/a`, { attributes }),
      b: opaqueProvider(`${server.url}/b`, { attributes }, {}, { id: 'other' }),
    });

  it('one subject, one address and one name at two providers are two people', async () => {
    for (const path of ['/a/introspect', '/b/introspect']) server.on(path, json(active(person)));
    const made = registry();
    const [one, other] = [
      await made.verify(bearer('token-1'), { accept: ['a'] }),
      await made.verify(bearer('token-1'), { accept: ['b'] }),
    ];
    expect([one.id, other.id]).toEqual(['a/member-1', 'b/member-1']);
    await made.revoke({ provider: 'a', subject: 'member-1' });
    expect(await outcome(made, 'token-1', { accept: ['a'] })).toBe('revoked');
    expect(await outcome(made, 'token-1', { accept: ['b'] })).toBe('ok');
  });

  it('another subject with the same address and name is another person', async () => {
    server.on('/a/introspect', (call, response) =>
      json(active({ ...person, sub: `of-${call.form.get('token')}` }))(call, response),
    );
    const made = registry();
    const ids = [];
    for (const token of ['first', 'second']) ids.push((await made.verify(bearer(token), { accept: ['a'] })).id);
    expect(ids).toEqual(['a/of-first', 'a/of-second']);
  });
});
