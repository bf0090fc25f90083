import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { ContractApplication, ContractRoute, StartedApplication } from '@bearerkit/testkit';
import express, { type Express, type Request, type Response, Router } from 'express';
import { findAuth, getAuth, metadata, requireAnyScope, requireAuth, requireScopes } from '../index.ts';

/** Starts an Express application that prints no errors. */
export async function listen(app: Express): Promise<StartedApplication> {
  const server = app.set('env', 'test').listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The application of the adapter contract in Express. */
export async function start({ registry, routes, metadataPath }: ContractApplication): Promise<StartedApplication> {
  const app = express();
  app.all(metadataPath, metadata(registry));
  for (const { path, mount = '', guard, scopes, anyScope, handle } of routes) {
    const router = Router();
    const rest = path.slice(mount.length);
    if (guard) router.all(rest, requireAuth(registry, guard));
    if (scopes) router.all(rest, requireScopes(...scopes));
    if (anyScope) router.all(rest, requireAnyScope(...anyScope));
    router.all(rest, (req, res) => answer(handle, req, res));
    app.use(mount || '/', router);
  }
  return listen(app);
}

function answer(handle: ContractRoute['handle'], req: Request, res: Response): void {
  const { json, cookies = [] } = handle({ get: () => getAuth(req), find: () => findAuth(req) });
  for (const cookie of cookies) res.append('set-cookie', cookie);
  res.json(json);
}
