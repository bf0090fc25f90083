import { once } from 'node:events';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../__fixtures__/gateway.ts';
import { welcome } from '../__fixtures__/upstream.ts';

let test: TestGateway;
beforeAll(async () => {
  test = await startGateway({ link: false, options: { timeouts: { client: { body: 400 } } } });
});
afterAll(() => test.stop());

/** Sends a body in parts, one each 50 ms, for as long as the server listens. */
async function upload(path: string, parts: Iterable<string>, ...lines: string[]): Promise<string> {
  const { hostname, port, host } = new URL(test.url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  const closed = once(socket, 'close');
  socket.write([`POST ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...lines, '', ''].join('\r\n'));
  for (const part of parts) {
    if (text !== '' || socket.destroyed) break;
    socket.write(part);
    await wait(50);
  }
  await closed;
  return text;
}

const trickle = Array.from({ length: 200 }, () => 'x');

it.each([
  ['streamed', '/wiki/public/x', 'Content-Type: text/plain'],
  ['of a form', '/wiki/public/x', 'Content-Type: application/x-www-form-urlencoded'],
  ['of a login', '/auth/meetup/token', 'Content-Type: application/x-www-form-urlencoded'],
])('a body %s that comes in drops is 408, and its connection is closed (rule 42)', async (_, path, type) => {
  let cut = false;
  test.upstream.answer = async (request) => {
    request.once('close', () => {
      cut = !request.complete;
    });
    await buffer(request).catch(() => {});
  };
  const answer = await upload(path, trickle, type, 'Content-Length: 200');
  expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"request_timeout"/);
  await expect
    .poll(() => test.log.at(-1))
    .toMatchObject({ outcome: 'refused', reason: 'request_timeout', status: 408 });
  if (type.endsWith('plain')) await expect.poll(() => cut).toBe(true);
  test.upstream.answer = welcome;
});

it('one that moves is honest, however long it lasts', async () => {
  const parts = Array.from({ length: 30 }, () => 'x'.repeat(100));
  expect(await upload('/wiki/public/x', parts, 'Content-Length: 3000')).toMatch(/^HTTP\/1\.1 200/);
  expect(test.upstream.arrived.at(-1)?.body).toHaveLength(3_000);
});

it('one that waits for a slow upstream is not the client’s delay', async () => {
  test.upstream.answer = () => wait(1_500);
  const parts = ['x'.repeat(20_000_000)];
  expect(await upload('/wiki/public/x', parts, 'Content-Length: 20000000')).toMatch(/^HTTP\/1\.1 200/);
  test.upstream.answer = welcome;
});
