import { AuthError } from '@bearerkit/core';
import { type StartedApplication, startTestRegistry, type TestRegistry } from '@bearerkit/testkit';
import express, { type Express, type NextFunction, type Request, type Response, Router } from 'express';
import { afterEach, beforeEach, expect, expectTypeOf, it } from 'vitest';
import { listen } from './__fixtures__/start.ts';
import { findAuth, getAuth, requireAuth, requireScopes } from './index.ts';

let test: TestRegistry;
let app: Express;
let application: StartedApplication | undefined;
beforeEach(async () => {
  test = await startTestRegistry();
  app = express();
});
afterEach(async () => {
  await application?.stop();
  application = undefined;
  await test.stop();
});

async function ask(path: string, headers: Readonly<Record<string, string>> = {}) {
  application ??= await listen(app);
  return fetch(`http://127.0.0.1:${application.port}${path}`, { headers });
}

const member = { authorization: 'Bearer acme_member-1' };

it("a refusal can go to the application's error handler, typed as Express types it", async () => {
  const guard = requireAuth(test.registry, {
    onRefusal: (error, req, res, next) => {
      expectTypeOf(req).toEqualTypeOf<Request>();
      expectTypeOf(res).toEqualTypeOf<Response>();
      next(error);
    },
  });
  app.get('/orders', guard, (_, res) => void res.send('not reached'));
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    if (!AuthError.isInstance(error)) throw error;
    res.status(error.status).set(error.headers).json({ own: error.reason });
  });
  const answer = await ask('/orders');
  expect([answer.status, await answer.json()]).toEqual([401, { own: 'missing' }]);
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
});

it("Express' own error handler keeps status and headers of an AuthError, also of one that a route throws", async () => {
  app.get('/handed', requireAuth(test.registry, { onRefusal: (error, _req, _res, next) => next(error) }));
  app.get('/thrown', () => {
    throw new AuthError('provider_unreachable', { retryAfter: 9 });
  });
  const handed = await ask('/handed');
  expect([handed.status, handed.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Bearer /)]);
  const thrown = await ask('/thrown');
  expect([thrown.status, thrown.headers.get('retry-after')]).toEqual([503, '9']);
});

it('a guard leaves the parameters of the route typed, and its router mounted', async () => {
  const router = Router();
  router.get('/:order', requireAuth(test.registry), requireScopes('orders:read'), (req, res) => {
    expectTypeOf(req.params.order).toEqualTypeOf<string>();
    expectTypeOf(getAuth(req, test.registry).provider).toEqualTypeOf<'acme' | 'other'>();
    res.json([req.params.order, getAuth(req, test.registry).id]);
  });
  app.use('/orders', router);
  expect(await (await ask('/orders/7', member)).json()).toEqual(['7', 'acme/member-1']);
});

it('a guard of the whole application comes before every route, and an unknown one', async () => {
  app.use(requireAuth(test.registry));
  app.get('/orders', (req, res) => void res.json(findAuth(req)?.id));
  expect((await ask('/orders')).status).toBe(401);
  expect((await ask('/nowhere')).status).toBe(401);
  expect((await ask('/nowhere', member)).status).toBe(404);
  expect(await (await ask('/orders', member)).json()).toBe('acme/member-1');
});

it('the address follows trust proxy where the application says so', async () => {
  const seen: (string | undefined)[] = [];
  const { peek } = test.registry;
  const watched: typeof peek = (request, demands) => {
    seen.push(request.address);
    return peek(request, demands);
  };
  const registry = { ...test.registry, peek: watched };
  app.set('trust proxy', 'loopback');
  app.get('/peer', requireAuth(registry));
  app.get('/proxy', requireAuth(registry, { address: (req) => req.ip }));
  for (const path of ['/peer', '/proxy']) await ask(path, { 'x-forwarded-for': '192.0.2.7' });
  expect(seen).toEqual(['127.0.0.1', '192.0.2.7']);
});
