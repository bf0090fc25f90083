import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whenQuiet } from './machine.mjs';
import { pinned, processorTime } from './servers.mjs';
import { forged } from './tokens.mjs';

const script = join(import.meta.dirname, 'load.lua');
const connections = 64;

/** Runs wrk from the other processor. */
async function load(port, tokensFile, seconds) {
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script];
  const [command, args] = pinned(1, 'wrk', [...options, `http://127.0.0.1:${port}/`, '--', tokensFile]);
  const { stdout } = await promisify(execFile)(command, args);
  return JSON.parse(/JSON(\{.*\})/.exec(stdout)[1]);
}

/**
 * Loads servers in turns, all of them up.
 *
 * @param servers `{ name, port, pids }` each
 * @returns requests per second (`values`) and microseconds of processor time per request (`cpu`) by name
 */
export async function loadInTurns(servers, tokensFile, { rounds, seconds }) {
  const taken = new Map(servers.map(({ name }) => [name, { values: [], cpu: [] }]));
  for (let round = -1; round < rounds; round++) {
    for (const { name, port, pids } of servers) {
      const series = taken.get(name);
      await whenQuiet();
      const before = processorTime(pids);
      const { requests, microseconds, broken, refused, p99 } = await load(port, tokensFile, round < 0 ? 1 : seconds);
      if (broken + refused > 0) series.error = `${broken} broken and ${refused} refused of ${requests} requests`;
      if (round < 0) continue;
      series.values.push((requests / microseconds) * 1e6);
      series.cpu.push((processorTime(pids) - before) / requests);
      series.more = `p99 ${(p99 / 1e3).toFixed(1)} ms`;
    }
  }
  return taken;
}

/** Throws unless a server takes a good token and refuses a bad one and none. */
export async function checkGuard(port, good, bad = forged(good)) {
  const status = async (headers) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers });
    await response.arrayBuffer();
    return response.status;
  };
  const bearer = (token) => ({ authorization: `Bearer ${token}` });
  const seen = [await status(bearer(good)), await status(bearer(bad)), await status({})];
  if (seen.join() !== '200,401,401') throw new Error(`a good token, a bad one and none give ${seen.join(', ')}`);
}
