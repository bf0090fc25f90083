import { type Auth, createProviderRegistry } from '@bearerkit/core';
import { startTestRegistry, type TestRegistry } from '@bearerkit/testkit';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { findAuth, getAuth, type Handler, metadata, requireAnyScope, requireAuth, requireScopes } from './index.ts';

let test: TestRegistry;
beforeEach(async () => {
  test = await startTestRegistry();
});
afterEach(() => test.stop());

const anonymous = () => new Request('http://api.example.com/orders');
const member = (token = 'acme_member-1') =>
  new Request('http://api.example.com/orders', { headers: { authorization: `Bearer ${token}` } });
const caller = (request: Request) => new Response(getAuth(request).id);

describe('a handler', () => {
  it('gets what the server passes besides, and answers at once where the token is known', async () => {
    const guard = requireAuth(test.registry);
    const handler = guard(
      requireScopes('orders:read')((request: Request, environment: { readonly name: string }) => {
        return new Response(`${environment.name} ${getAuth(request, test.registry).subject}`);
      }),
    );
    expectTypeOf(handler).toEqualTypeOf<Handler<[environment: { readonly name: string }]>>();
    expect(await (await handler(member(), { name: 'cold' })).text()).toBe('cold member-1');
    const warm = handler(member(), { name: 'warm' });
    expect(warm instanceof Response && (await warm.text())).toBe('warm member-1');
  });

  it('may fail in its own way: that is no refusal', async () => {
    const handler = requireAuth(test.registry)(() => Promise.reject(new RangeError('of the handler')));
    await expect(handler(member())).rejects.toThrow('of the handler');
    expect(() =>
      requireAuth(test.registry)(() => {
        throw new RangeError('thrown');
      })(member()),
    ).toThrow('thrown');
  });

  it('is told the address from what the server passes', async () => {
    const seen: (string | undefined)[] = [];
    const { peek } = test.registry;
    const watched: typeof peek = (request, demands) => {
      seen.push(request.address);
      return peek(request, demands);
    };
    const registry = { ...test.registry, peek: watched };
    const address = (_: Request, info: { readonly hostname: string }) => info.hostname;
    await requireAuth(registry, { address })(caller)(member(), { hostname: '192.0.2.7' });
    await requireAuth(registry)(caller)(member());
    expect(seen).toEqual(['192.0.2.7', undefined]);
  });
});

describe('onRefusal', () => {
  it('answers in the place of the adapter, also for requireScopes', async () => {
    const guard = requireAuth(test.registry, { onRefusal: ({ reason }) => new Response(reason, { status: 418 }) });
    const handler = guard(requireAnyScope('orders:admin')(caller));
    expect(await (await handler(anonymous())).text()).toBe('missing');
    expect(await (await handler(member())).text()).toBe('insufficient_scope');
  });

  it('that throws or answers nothing is no pass', async () => {
    const fails = () => {
      throw new TypeError('a bug');
    };
    expect((await requireAuth(test.registry, { onRefusal: fails })(caller)(anonymous())).status).toBe(503);
    const silent = (() => undefined) as unknown as () => Response;
    expect((await requireAuth(test.registry, { onRefusal: silent })(caller)(anonymous())).status).toBe(401);
  });
});

describe('what a guard leaves on the request', () => {
  it('is in no key, spread or JSON, and not in a copy', async () => {
    const handler = requireAuth(test.registry)((request) => {
      expect([Object.keys(request), Object.getOwnPropertySymbols({ ...request })]).toEqual([[], []]);
      expect(findAuth(request.clone())).toBe(undefined);
      expect(() => getAuth(request.clone())).toThrow('A copy loses it');
      return caller(request);
    });
    expect(await (await handler(member())).text()).toBe('acme/member-1');
  });

  it('can be read with the registry of the guard, and with no other', async () => {
    const handler = requireAuth(test.registry)((request) => {
      expectTypeOf(getAuth(request, test.registry)).toEqualTypeOf<Auth<'acme' | 'other', undefined>>();
      expect(() => getAuth(request, createProviderRegistry({}))).toThrow('belongs to another registry');
      return new Response('checked');
    });
    expect(await (await handler(member())).text()).toBe('checked');
  });

  it('says what is wrong where getAuth finds nothing', async () => {
    expect(() => caller(member())).toThrow('put `requireAuth(registry)` before it');
    expect(() => requireAuth(test.registry, { optional: true })(caller)(anonymous())).toThrow('use `findAuth`');
  });
});

it('guards are refused when made with nothing to demand, or nothing to tell', () => {
  expect(() => requireScopes()).toThrow('name at least one scope');
  expect(() => requireAnyScope()).toThrow('name at least one scope');
  expect(() => metadata(createProviderRegistry({}))).toThrow('`resource`');
  // @ts-expect-error a key that the registry does not have
  expect(() => requireAuth(test.registry, { accept: ['acmee'] })).toThrow('`acmee`');
});
