import type { ServerResponse } from 'node:http';
import { type Handler, hang, html, json, reset, status, text } from '../../__fixtures__/server.ts';

/** Begins a good answer of a length that never comes, and cuts the connection. */
const truncated: Handler = (_, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' });
  response.write('{"active":true,"sub":"member-1","client_id":"client-1","keys":[', () => response.destroy());
};

const garbage: readonly Handler[] = [
  text('{"active":true,"sub":"member-1"'),
  text('{"active":true,"active":false,"keys":[],"keys":{}}'),
  json({ active: 'true', sub: 'member-1', client_id: 'client-1', keys: 'none' }),
  json([{ active: true }]),
  json(null),
  text('{"active":true,"sub":"member-1","client_id":"client-1","keys":[]}', 200, { 'content-type': 'text/plain' }),
];
let turn = 0;

/** What providers do to us, by name; `away` is where redirects lead. */
export const faults: Readonly<Record<string, Handler>> = {
  hangs: hang,
  resets: reset,
  'answers 500': status(500),
  'answers 429': status(429, { 'retry-after': '1' }),
  'answers HTML': html(),
  redirects: (call, response) => status(307, { location: `http://${call.headers.host}/away` })(call, response),
  'breaks off': truncated,
  'answers garbage': (call, response) => garbage[++turn % garbage.length]?.(call, response),
};
