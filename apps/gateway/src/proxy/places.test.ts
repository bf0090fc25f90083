import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../__fixtures__/gateway.ts';
import { sendLines } from '../__fixtures__/wire.ts';
import { Places } from './places.ts';

describe('with every connection to the upstream held by answers that do not end', () => {
  let test: TestGateway;
  let readers: Socket[];
  let held: number;
  const open = '/wiki/public/x';

  beforeEach(async () => {
    test = await startGateway({ link: false, options: { timeouts: { upstream: { place: 300 } } } });
    held = 0;
    test.upstream.answer = async (request, response) => {
      if (request.url !== '/wiki/public/held') return;
      held += 1;
      response.write('half');
      await once(response, 'close');
    };
    const { hostname, port, host } = new URL(test.url);
    readers = Array.from({ length: 256 }, () => {
      const socket = connect(Number(port), hostname);
      socket.write(`GET /wiki/public/held HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      return socket;
    });
    await expect.poll(() => held, { timeout: 10_000 }).toBe(256);
  }, 15_000);
  afterEach(async () => {
    for (const reader of readers) reader.destroy();
    await test.stop();
  });

  it('another request is told to come back later, 503 with Retry-After, and never waits for ever', async () => {
    const answer = await sendLines(test.url, open, []);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
    expect(JSON.parse(answer.body)).toEqual({ error: 'upstream_busy', ref: expect.any(String) });
    expect(test.log.at(-1)).toMatchObject({ outcome: 'failed', reason: 'upstream_busy', status: 503 });
    for (const reader of readers) reader.destroy();
    await expect.poll(async () => (await sendLines(test.url, open, [])).status).toBe(200);
  }, 15_000);

  it('the first that waits gets the first that falls free', async () => {
    const waiting = sendLines(test.url, open, []);
    readers[0]?.destroy();
    expect((await waiting).status).toBe(200);
  });

  it('one that leaves while it waits takes nothing along', async () => {
    const { hostname, port, host } = new URL(test.url);
    const left = connect(Number(port), hostname, () => left.write(`GET ${open} HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
    await once(left, 'connect');
    left.destroySoon();
    await expect.poll(() => test.log.at(-1)).toMatchObject({ outcome: 'gone' });
    readers[0]?.destroy();
    for (const _ of [1, 2]) await expect.poll(async () => (await sendLines(test.url, open, [])).status).toBe(200);
  });
});

it('places are given in the order of asking, each to one alone', async () => {
  const places = new Places(1, 1_000);
  const { signal } = new AbortController();
  const order: number[] = [];
  const first = await places.take(signal);
  const others = [1, 2].map((number) => places.take(signal).then((give) => order.push(number) && give));
  first();
  const second = await others[0];
  expect(order).toEqual([1]);
  if (typeof second === 'function') second();
  await others[1];
  expect(order).toEqual([1, 2]);
});
