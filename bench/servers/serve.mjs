/** One server in a process of its own, which ends when its parent does: its port and process ids go to the parent. */
import { startIssuer } from '../lib/issuer.mjs';
import { adapterServers } from './adapters.mjs';
import { bareServers, jwtPeers } from './jwt-peers.mjs';
import { nginxUpstream } from './nginx.mjs';
import { opaqueServers } from './opaque.mjs';

const helpers = [
  { name: 'issuer', start: ({ jwk, delay }) => startIssuer([{ jwk }], delay) },
  { name: 'upstream', start: nginxUpstream },
];
const groups = { helpers, known: [...bareServers, ...adapterServers, ...jwtPeers], opaque: opaqueServers };

const [group, name, settings] = process.argv.slice(2);
process.on('disconnect', () => process.exit());
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit());
try {
  const { port, pid } = await groups[group].find((one) => one.name === name).start(JSON.parse(settings));
  process.send({ port, pids: [process.pid, pid].filter(Boolean) });
} catch (error) {
  process.send({ error: String(error?.message ?? error) });
}
