import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../__fixtures__/gateway.ts';
import { sendRaw } from '../__fixtures__/wire.ts';

let test: TestGateway;
let host: string;
beforeAll(async () => {
  test = await startGateway({ link: false });
  host = new URL(test.url).host;
});
afterAll(() => test.stop());
beforeEach(async () => {
  // A connection to the upstream is at hand, so that nothing is too late to reach it.
  await sendRaw(test.url, request('/wiki/public/x', 'Connection: close'));
  test.upstream.arrived.splice(0);
});

const request = (target: string, ...lines: string[]) =>
  `${[`GET ${target} HTTP/1.1`, `Host: ${host}`, ...lines].join('\r\n')}\r\n\r\n`;
const good = request('/wiki/public/x');

const unreadable: [string, number, string][] = [
  ['a path that can not be read', 400, request('/wiki/public/../x')],
  ['a second Host', 400, request('/wiki/public/x', 'Host: a')],
  [
    'a coding that is not chunked',
    400,
    request('/wiki/public/x', 'Transfer-Encoding: gzip, chunked').concat('0\r\n\r\n'),
  ],
  ['an upgrade', 501, request('/wiki/public/x', 'Connection: Upgrade', 'Upgrade: websocket')],
  ['too many headers', 431, request('/wiki/public/x', ...Array.from({ length: 101 }, (_, at) => `X-${at}: 1`))],
];
it.each(unreadable)('what comes behind %s never reaches the upstream (rule 40)', async (_, status, bad) => {
  const answer = await sendRaw(test.url, bad + good + good);
  expect([answer.status, answer.headers.get('connection')]).toEqual([status, 'close']);
  expect(answer.body).not.toContain('HTTP/1.1');
  await wait(50);
  expect(test.upstream.arrived).toEqual([]);
});

const bodies: [string, number, string, string][] = [
  ['a path that can not be read', 400, request('/wiki/public/../x', 'Content-Length: 4'), 'body'],
  ['two Hosts', 400, request('/wiki/public/x', 'Host: a', 'Transfer-Encoding: chunked'), '0\r\n\r\n'],
  ['a foreign coding', 400, request('/wiki/public/x', 'Transfer-Encoding: gzip, chunked'), '0\r\n\r\n'],
  [
    'a credential in a form',
    400,
    request('/wiki/public/x', 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 11'),
    'os_cookie=1',
  ],
  ['no token', 401, request('/wiki/x', 'Content-Length: 4'), 'body'],
];
it.each(bodies)('nor does what comes behind the late body of one with %s', async (_, status, head, rest) => {
  const { hostname, port } = new URL(test.url);
  const socket = connect(Number(port), hostname, () => socket.write(head));
  setTimeout(() => socket.write(rest + good + good), 50);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  await once(socket, 'close');
  expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  await wait(50);
  expect(test.upstream.arrived).toEqual([]);
});

it('requests behind good ones are answered in their order, one after the other', async () => {
  let open = 0;
  let most = 0;
  test.upstream.answer = async ({ url }, response) => {
    most = Math.max(most, ++open);
    await wait(url === '/wiki/public/0' ? 100 : 0);
    open -= 1;
    response.end(url);
  };
  const targets = [0, 1, 2].map((at) => `/wiki/public/${at}`);
  const [first = '', second = '', third = ''] = targets;
  const { body } = await sendRaw(test.url, request(first) + request(second) + request(third, 'Connection: close'));
  expect(body.match(/\/wiki\/public\/\d/g)).toEqual(targets);
  expect(most).toBe(1);
});
