import { describe, expect, it } from 'vitest';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const asked = () => server.count('/userinfo');

async function caller() {
  server.on('/introspect', json(active()));
  const registry = createProviderRegistry({ a: opaqueProvider(server.url) });
  return registry.verify(bearer('token-1'));
}

describe('what userinfo said', () => {
  it('is kept for the requests after it, and frozen: none can change what the next one gets', async () => {
    const auth = await caller();
    server.on('/userinfo', json({ sub: 'member-1', address: { city: 'Bern' } }));
    const profile = await auth.profile();
    expect(() => Object.assign(profile.address as object, { city: 'Rome' })).toThrow(TypeError);
    expect(await auth.profile()).toEqual({ sub: 'member-1', address: { city: 'Bern' } });
    expect(asked()).toBe(1);
  });

  it('is not kept where it is long, since the bounds of the cache do not count it; who waits shares it', async () => {
    const auth = await caller();
    server.on('/userinfo', json({ sub: 'member-1', text: 'x'.repeat(10_000) }));
    const [one, other] = await Promise.all([auth.profile(), auth.profile()]);
    expect([one === other, asked()]).toEqual([true, 1]);
    await auth.profile();
    expect(asked()).toBe(2);
  });

  it('is read the way that the provider says: with its query, and of the same subject', async () => {
    server.on('/introspect', json(active()));
    const query = (token: string) => ({ proof: `proof-of-${token}` });
    const reading = { query, subject: '/id' };
    const registry = createProviderRegistry({ a: opaqueProvider(server.url, {}, {}, { reading }) });
    const auth = await registry.verify(bearer('token-1'));
    server.on('/userinfo', json({ id: 'member-2' }));
    await expect(auth.profile()).rejects.toMatchObject({ status: 503, reason: 'provider_malformed' });
    server.on('/userinfo', json({ id: 'member-1' }));
    expect(await auth.profile()).toEqual({ id: 'member-1' });
    expect(server.calls.at(-1)?.query).toBe('proof=proof-of-token-1');
  });
});
