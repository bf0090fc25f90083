import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { opaquePrefix } from '../lib/issuer.mjs';
import { checkGuard, loadInTurns } from '../lib/load.mjs';
import { rowsOf } from '../lib/report.mjs';
import { startServer } from '../lib/servers.mjs';
import { createKey } from '../lib/tokens.mjs';
import { has } from '../lib/tools.mjs';
import { opaqueServers } from '../servers/opaque.mjs';
import { measureHerd } from './herd.mjs';

/** Of the provider, in milliseconds. */
const delay = 5;
const titles = {
  steady: `C. Opaque tokens, 200 distinct ones, provider ${delay} ms, 64 connections`,
  calls: 'C. Herd: 200 requests at once with one new token, calls of the provider',
  slowest: `C. Herd: the slowest answer, beyond the ${delay} ms of the provider`,
};

/** C: tokens that only the provider can tell about, in steady traffic and all at once. */
export async function measureOpaque({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'bearerkit-bench-'));
  const issuer = await startServer('helpers', 'issuer', { jwk: createKey('ES256').jwk, delay }, { processor: 1 });
  const upstream = has('nginx') ? await startServer('helpers', 'upstream', {}, { processor: 1 }) : undefined;
  const settings = { issuer: `http://127.0.0.1:${issuer.port}`, upstream: upstream?.port };
  const tokens = Array.from({ length: 200 }, (_, index) => `${opaquePrefix}${String(index).padStart(32, 'k')}`);
  const file = join(folder, 'tokens');
  writeFileSync(file, `${tokens.join('\n')}\n`);
  const { servers, failures } = await startAll(settings, tokens[0]);
  const herd = await measureHerd(servers, { issuer: settings.issuer, delay, bursts: quick ? 3 : 7 });
  const rounds = quick ? { rounds: 2, seconds: 1 } : { rounds: 7, seconds: 2 };
  const steady = has('wrk') ? await loadInTurns(servers, file, rounds) : undefined;
  for (const server of [...servers, issuer, upstream]) await server?.stop();
  rmSync(folder, { recursive: true });
  const noWrk = steady === undefined ? { skipped: 'wrk is missing' } : {};
  const of = (taken, change) =>
    opaqueServers.map((one) => ({ ...one, ...taken?.get(one.name), ...failures.get(one.name), ...change(one) }));
  const bound =
    (most, unit) =>
    ({ role, name }) => ({ limit: null, ...(role === 'ours' ? { target: { most, unit } } : {}), name });
  return [
    { title: titles.steady, unit: 'requests/s', rows: rowsOf(of(steady, () => noWrk)) },
    { title: titles.calls, unit: 'calls', rows: rowsOf(of(herd.calls, bound(1, ' call'))) },
    { title: titles.slowest, unit: 'ms', rows: rowsOf(of(herd.slowest, bound(20, ' ms'))) },
  ];
}

async function startAll(settings, token) {
  const [servers, failures] = [[], new Map()];
  for (const { name, needs } of opaqueServers) {
    if (needs !== undefined && !has(needs)) {
      failures.set(name, { skipped: `${needs} is missing` });
      continue;
    }
    let server;
    try {
      server = await startServer('opaque', name, settings);
      await checkGuard(server.port, token, 'unknown-to-the-provider');
      servers.push({ name, ...server });
    } catch (error) {
      await server?.stop();
      failures.set(name, { error: String(error.message).slice(0, 200) });
    }
  }
  return { servers, failures };
}
