/** Our adapters: a new one is one line. `limit` names the framework alone; `serve` starts it with a guard. */
import { registryOf } from '../lib/ours.mjs';
import { express, fetchBridge, http } from './frameworks.mjs';

const adapters = [
  { package: '@bearerkit/node', limit: 'node:http', serve: (guard) => http(guard) },
  { package: '@bearerkit/fetch', limit: 'Fetch bridge', serve: (guard) => fetchBridge(guard) },
  { package: '@bearerkit/express', limit: 'Express', serve: (guard) => express(guard), target: { least: 0.75 } },
];

/** Servers with a known token, by adapter. */
export const adapterServers = adapters.map(({ package: name, limit, serve, target }) => ({
  name,
  role: 'ours',
  limit,
  target,
  quick: true,
  start: async ({ issuer, alg }) => {
    const { requireAuth } = await import(name);
    return serve(requireAuth(registryOf(issuer, [alg])));
  },
}));
