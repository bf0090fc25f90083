import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkGuard, loadInTurns } from '../lib/load.mjs';
import { rowsOf } from '../lib/report.mjs';
import { startServer } from '../lib/servers.mjs';
import { createKey, signTokens } from '../lib/tokens.mjs';
import { has } from '../lib/tools.mjs';
import { adapterServers } from '../servers/adapters.mjs';
import { bareServers, jwtPeers } from '../servers/jwt-peers.mjs';

const alg = 'RS256';
const title = 'B. Known tokens (200, RS256) through adapters and frameworks, 64 connections';

/** B: requests per second with a token that is known, through every adapter, beside the framework alone. */
export async function measureAdapters({ quick }) {
  const cases = [...bareServers, ...adapterServers, ...jwtPeers].filter((one) => !quick || one.quick);
  const skipped = (reason) => [{ title, unit: '', rows: rowsOf(cases.map((one) => ({ ...one, skipped: reason }))) }];
  if (!has('wrk')) return skipped('wrk is missing');
  const folder = mkdtempSync(join(tmpdir(), 'bearerkit-bench-'));
  const { publicKey, privateKey, ...key } = createKey(alg);
  const issuer = await startServer('helpers', 'issuer', { jwk: key.jwk, delay: 0 }, { processor: 1 });
  const settings = { ...key, issuer: `http://127.0.0.1:${issuer.port}` };
  const tokens = await signTokens({ ...key, publicKey, privateKey }, settings.issuer, 200);
  const file = join(folder, 'tokens');
  writeFileSync(file, `${tokens.join('\n')}\n`);
  const servers = [];
  const failures = new Map();
  for (const { name, bare } of cases) {
    try {
      const server = await startServer('known', name, settings);
      servers.push({ name, ...server });
      if (!bare) await checkGuard(server.port, tokens[0]);
    } catch (error) {
      failures.set(name, { error: String(error.message).slice(0, 200) });
    }
  }
  const working = servers.filter(({ name }) => !failures.has(name));
  const taken = await loadInTurns(working, file, quick ? { rounds: 2, seconds: 1 } : { rounds: 7, seconds: 2 });
  for (const server of [...servers, issuer]) await server.stop();
  rmSync(folder, { recursive: true });
  const series = cases.map((one) => ({ ...one, ...taken.get(one.name), ...failures.get(one.name) }));
  return [{ title, unit: 'requests/s', rows: rowsOf(series) }];
}
