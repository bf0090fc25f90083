import { randomBytes } from 'node:crypto';
import { Agent, get } from 'node:http';
import { opaquePrefix } from '../lib/issuer.mjs';
import { whenQuiet } from '../lib/machine.mjs';

const size = 200;

/**
 * Many requests at once with one token that nobody has seen, over connections that are open already.
 *
 * @returns calls of the provider, and milliseconds of the slowest answer beyond the provider's own, by server
 */
export async function measureHerd(servers, { issuer, delay, bursts }) {
  const empty = () => new Map(servers.map(({ name }) => [name, { values: [] }]));
  const taken = { calls: empty(), slowest: empty() };
  for (let burst = -1; burst < bursts; burst++) {
    for (const { name, port } of servers) {
      await whenQuiet();
      const { calls, slowest, good } = await oneBurst(port, issuer);
      if (good < size) taken.calls.get(name).error = `${size - good} of ${size} were refused`;
      if (burst < 0) continue;
      taken.calls.get(name).values.push(calls);
      taken.slowest.get(name).values.push(slowest - delay);
    }
  }
  return taken;
}

async function oneBurst(port, issuer) {
  const agent = new Agent({ keepAlive: true, maxSockets: size });
  const all = (token) => Promise.all(Array.from({ length: size }, () => ask(port, agent, token)));
  const known = newToken();
  await ask(port, agent, known);
  await all(known);
  await countCalls(issuer);
  const answers = await all(newToken());
  const calls = await countCalls(issuer);
  agent.destroy();
  const good = answers.filter(({ status }) => status === 200).length;
  return { calls, good, slowest: Math.max(...answers.map(({ milliseconds }) => milliseconds)) };
}

const newToken = () => `${opaquePrefix}${randomBytes(16).toString('hex')}`;

async function countCalls(issuer) {
  const response = await fetch(`${issuer}/count`);
  return (await response.json()).count;
}

function ask(port, agent, token) {
  const start = performance.now();
  return new Promise((resolve) => {
    const ended = (status) => resolve({ status, milliseconds: performance.now() - start });
    const request = get(
      { host: '127.0.0.1', port, agent, headers: { authorization: `Bearer ${token}` } },
      (response) => {
        response.resume().on('end', () => ended(response.statusCode));
      },
    );
    request.on('error', () => ended(0));
  });
}
