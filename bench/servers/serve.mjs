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
let server;
const end = async () => {
  await server?.stop?.();
  process.exit();
};
for (const event of ['disconnect', 'SIGINT', 'SIGTERM']) process.on(event, end);
try {
  server = await groups[group].find((one) => one.name === name).start(JSON.parse(settings));
  process.send({ port: server.port, pids: [process.pid, server.pid].filter(Boolean) });
} catch (error) {
  process.send({ error: String(error?.message ?? error) });
}
