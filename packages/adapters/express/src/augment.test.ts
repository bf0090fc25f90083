import './augment.ts';
import type { Auth } from '@bearerkit/core';
import { startTestRegistry } from '@bearerkit/testkit';
import express from 'express';
import { expect, expectTypeOf, it } from 'vitest';
import { listen } from './__fixtures__/start.ts';
import { requireAuth } from './index.ts';

it('with the import, req.auth is the caller, where a guard found one', async () => {
  const { registry, stop } = await startTestRegistry();
  const app = express();
  const auth: express.RequestHandler = (req, res) => {
    expectTypeOf(req.auth).toEqualTypeOf<Auth | undefined>();
    res.json([req.auth?.id ?? null, Object.keys(req).includes('auth')]);
  };
  app.get('/guarded', requireAuth(registry), auth);
  app.get('/optional', requireAuth(registry, { optional: true }), auth);
  app.get('/open', auth);
  const { port, stop: close } = await listen(app);
  const ask = async (path: string, token = ''): Promise<unknown> => {
    const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
    return (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).json();
  };
  expect(await ask('/guarded', 'acme_member-1')).toEqual(['acme/member-1', false]);
  expect(await ask('/optional')).toEqual([null, false]);
  expect(await ask('/open', 'acme_member-1')).toEqual([null, false]);
  await close();
  await stop();
});
