import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { type Auth, AuthError, createProviderRegistry } from '@bearerkit/core';
import { type StartedApplication, startTestRegistry, type TestRegistry } from '@bearerkit/testkit';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { listen } from './__fixtures__/start.ts';
import {
  afterGuard,
  findAuth,
  type Guard,
  getAuth,
  metadata,
  requireAnyScope,
  requireAuth,
  requireScopes,
  sendRefusal,
  toRequestLike,
} from './index.ts';

let test: TestRegistry;
let application: StartedApplication | undefined;
beforeEach(async () => {
  test = await startTestRegistry();
});
afterEach(async () => {
  await application?.stop();
  await test.stop();
});

type Next = (req: IncomingMessage, res: ServerResponse, error?: unknown) => void;

/** Serves a row of guards and what comes after them, and asks it once. */
async function ask(guards: readonly Guard[], last: Next, token?: string): Promise<Response> {
  await application?.stop();
  const run = ([first, ...rest]: readonly Guard[], req: IncomingMessage, res: ServerResponse): void => {
    if (first === undefined) last(req, res);
    else first(req, res, (error) => (error === undefined ? run(rest, req, res) : last(req, res, error)));
  };
  application = await listen((req, res) => run(guards, req, res));
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return fetch(`http://127.0.0.1:${application.port}/orders`, { headers });
}

const caller: Next = (req, res) => void res.end(getAuth(req).id);
const tell: Next = (_, res, error) => void res.end(AuthError.isInstance(error) ? `next: ${error.reason}` : 'no error');

describe('onRefusal', () => {
  it('answers in the place of the adapter, also for requireScopes', async () => {
    const onRefusal = (error: AuthError, _: IncomingMessage, res: ServerResponse) =>
      void res.end(`own: ${error.reason}`);
    const guard = requireAuth(test.registry, { onRefusal });
    expect(await (await ask([guard], caller)).text()).toBe('own: missing');
    expect(await (await ask([guard, requireScopes('a')], caller, 'acme_member-1')).text()).toBe(
      'own: insufficient_scope',
    );
  });

  it('hands on with next, which never means the route', async () => {
    const handsOn = requireAuth(test.registry, { onRefusal: (error, _req, _res, next) => next(error) });
    expect(await (await ask([handsOn], tell)).text()).toBe('next: missing');
    const forgets = requireAuth(test.registry, {
      onRefusal: (_error, _req, _res, next) => (next as (error?: AuthError) => void)(),
    });
    expect(await (await ask([forgets], tell)).text()).toBe('next: missing');
  });

  it.each([
    ['throws', () => Promise.reject(new TypeError('a bug'))],
    [
      'rejects',
      () => {
        throw new TypeError('a bug');
      },
    ],
  ])('that %s is answered 503, never passed', async (_, onRefusal) => {
    const answer = await ask([requireAuth(test.registry, { onRefusal })], caller);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  });
});

describe('sendRefusal', () => {
  const error = new AuthError('missing', { headers: { 'www-authenticate': 'Bearer realm="api"' } });

  it('keeps headers that were set before, such as those of CORS', async () => {
    const answer = await ask([], (_, res) => sendRefusal(res.setHeader('vary', 'origin'), error));
    expect([answer.status, answer.headers.get('vary')]).toEqual([401, 'origin']);
    expect(await answer.json()).toEqual({ ref: error.ref });
  });

  it('cuts an answer that has begun, and leaves one that has ended', async () => {
    const cut = await ask([], (_, res) => void res.write('begun', () => sendRefusal(res, error)));
    await expect(cut.text()).rejects.toThrow();
    const ended = await ask([], (_, res) => sendRefusal(res.end('whole'), error));
    expect(await ended.text()).toBe('whole');
  });

  it('leaves the connection usable when the body of the request was not read', async () => {
    await ask([requireAuth(test.registry)], caller);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const post = () =>
      new Promise<[status: number | undefined, reused: boolean]>((resolve, reject) => {
        const sent = request({ agent, port: application?.port, host: '127.0.0.1', method: 'POST' }, (res) => {
          res.resume().on('end', () => resolve([res.statusCode, sent.reusedSocket]));
        });
        sent.on('error', reject).end(Buffer.alloc(1_000_000));
      });
    expect(await post()).toEqual([401, false]);
    expect(await post()).toEqual([401, true]);
    agent.destroy();
  });
});

describe('what a guard leaves on the request', () => {
  it('is seen by no log', async () => {
    const last: Next = (req, res) => void res.end(inspect({ ...req }, { depth: 3 }) + inspect(req) + Object.keys(req));
    const text = await (await ask([requireAuth(test.registry)], last, 'acme_member-1')).text();
    expect(text).not.toMatch(/bearerkit|emailVerified/);
  });

  it('can be read with the registry of the guard, and with no other', async () => {
    const other = createProviderRegistry({});
    const last: Next = (req, res) => {
      expect(getAuth(req, test.registry).provider).toBe('acme');
      expect(() => getAuth(req, other)).toThrow('belongs to another registry');
      expect(() => findAuth(req, other)).toThrow('belongs to another registry');
      res.end('checked');
    };
    expect(await (await ask([requireAuth(test.registry)], last, 'acme_member-1')).text()).toBe('checked');
  });

  it('says what is wrong where getAuth finds nothing', async () => {
    const message: Next = (req, res) => {
      try {
        res.end(getAuth(req).id);
      } catch (error) {
        res.end((error as Error).message);
      }
    };
    expect(await (await ask([], message, 'acme_member-1')).text()).toContain('put `requireAuth(registry)` before it');
    const optional = requireAuth(test.registry, { optional: true });
    expect(await (await ask([optional], message)).text()).toContain('use `findAuth`');
  });

  it('is what the last of several guards decided', async () => {
    const guards = [requireAuth(test.registry, { optional: true }), requireAuth(test.registry, { accept: ['acme'] })];
    expect(await (await ask(guards, caller, 'acme_member-1')).text()).toBe('acme/member-1');
    expect((await ask(guards, caller, 'other_member-1')).status).toBe(401);
    expect((await ask(guards, caller)).status).toBe(401);
  });

  it('is shown to afterGuard before the next handler', async () => {
    const seen: (string | undefined)[] = [];
    afterGuard((req) => seen.push(findAuth(req)?.id));
    await ask([requireAuth(test.registry)], (_, res) => void res.end(String(seen.push('handler'))), 'acme_member-1');
    expect(seen).toEqual(['acme/member-1', 'handler']);
  });
});

describe('requests and routes', () => {
  it('carry the address of the peer, or what the application makes of its proxy', async () => {
    const seen: (string | undefined)[] = [];
    const { peek } = test.registry;
    const watched: typeof peek = (one, demands) => {
      seen.push(one.address);
      return peek(one, demands);
    };
    const registry = { ...test.registry, peek: watched };
    await ask([requireAuth(registry)], caller);
    await ask([requireAuth(registry, { address: (req) => req.headers.accept })], caller);
    await ask([requireAuth(registry, { address: () => undefined })], caller);
    expect(seen).toEqual(['127.0.0.1', '*/*', undefined]);
  });

  it('carry the URL as received, where connect cut a mount path off', async () => {
    const cut: Next = (req, res) =>
      void res.end(toRequestLike(Object.assign(req, { originalUrl: req.url, url: '/' })).url);
    expect(await (await ask([], cut)).text()).toBe('/orders');
  });

  it('see an error of the route, not a refusal', async () => {
    await ask([requireAuth(test.registry)], caller, 'acme_member-1');
    const guard = requireAuth(test.registry);
    const caught: Next = (req, res) => {
      const fails = () => {
        throw new RangeError('of the route');
      };
      expect(() => guard(req, res, fails)).toThrow('of the route');
      res.end('caught');
    };
    expect(await (await ask([], caught, 'acme_member-1')).text()).toBe('caught');
  });

  it('add up the scopes they demand one after another', async () => {
    const guards = [
      requireAuth(test.registry),
      requireScopes('orders:read'),
      requireScopes('orders:write', 'orders:read'),
    ];
    expect((await ask(guards, caller, 'acme_member-1.write')).status).toBe(200);
    expect((await ask(guards, caller, 'acme_member-1')).status).toBe(403);
  });

  it('are refused when made with nothing to demand, or nothing to tell', () => {
    expect(() => requireScopes()).toThrow('name at least one scope');
    expect(() => requireAnyScope()).toThrow('name at least one scope');
    expect(() => requireAuth(test.registry, { accept: ['acmee' as 'acme'] })).toThrow('`acmee`');
    expect(() => metadata(createProviderRegistry({}))).toThrow('`resource`');
  });
});

it('types: accept and getAuth know the keys of the registry, and the user that it finds', () => {
  const user = { id: '1', username: 'a', active: true, groups: [], team: 'b' };
  const registry = createProviderRegistry({ acme: test.registry.provider('acme') }, { users: { find: () => user } });
  const narrowed = (req: IncomingMessage) => getAuth(req, registry);
  expectTypeOf(narrowed).returns.toEqualTypeOf<Auth<'acme', typeof user>>();
  const plain = (req: IncomingMessage) => getAuth(req);
  expectTypeOf(plain).returns.toEqualTypeOf<Auth>();
  expectTypeOf(requireAuth(registry, { accept: ['acme'] })).toEqualTypeOf<Guard>();
  // @ts-expect-error a key that the registry does not have
  expect(() => requireAuth(registry, { accept: ['other'] })).toThrow('`other`');
});
