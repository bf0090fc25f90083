import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startGateway } from './__fixtures__/gateway.ts';
import { sendRaw } from './__fixtures__/wire.ts';

const open = '/wiki/public/x';

describe('a graceful stop (rule 54)', () => {
  it('is not ready at once, accepts for a while, and lets the last answers finish', async () => {
    const test = await startGateway({ options: { stop: { accept: 300, drain: 3000 } } });
    test.upstream.answer = async (_, response) => {
      await wait(500);
      response.end('late');
    };
    const late = fetch(test.url + open);
    await wait(50);
    const began = performance.now();
    const drained = test.gateway.drain();
    expect((await fetch(`${test.url}/-/ready`)).status).toBe(503);
    expect((await fetch(`${test.gateway.adminUrl}/-/ready`)).status).toBe(503);
    expect((await fetch(`${test.url}/-/live`)).status).toBe(200);
    const answer = await fetch(test.url + open);
    expect([await answer.text(), answer.headers.get('connection')]).toEqual(['late', 'close']);
    expect(await (await late).text()).toBe('late');
    await drained;
    expect(performance.now() - began).toBeLessThan(2000);
    await expect(fetch(test.url + open)).rejects.toThrow();
    await test.stop();
  });

  it('cuts what lasts longer than the drain', async () => {
    const test = await startGateway({ options: { stop: { accept: 0, drain: 200 } } });
    test.upstream.answer = async () => wait(5000, undefined, { ref: false });
    const hanging = fetch(test.url + open).then(
      () => 'answered',
      () => 'cut',
    );
    await wait(50);
    await test.gateway.drain();
    expect(await hanging).toBe('cut');
    await test.stop();
  });
});

it('the admin listener answers to names of this machine alone, and proxies nothing (rule 45)', async () => {
  const test = await startGateway();
  const { adminUrl } = test.gateway;
  const ask = (host: string, path = '/-/live') =>
    sendRaw(adminUrl, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`).then(
      ({ status }) => status,
    );
  const { port } = new URL(adminUrl);
  expect(await Promise.all([`127.0.0.1:${port}`, `localhost:${port}`].map((host) => ask(host)))).toEqual([200, 200]);
  expect(await ask(`rebound.test:${port}`)).toBe(421);
  expect(await ask('localhost', '/.well-known/bearerkit/jwks.json')).toBe(200);
  expect(await Promise.all([open, '/auth/meetup', '/-/x'].map((path) => ask('localhost', path)))).toEqual([
    404, 404, 404,
  ]);
  expect(test.upstream.arrived).toEqual([]);
  await test.stop();
});

it('a port that is taken leaves nothing running', async () => {
  const test = await startGateway();
  await expect(
    startGateway({ config: (usual) => ({ ...usual, listen: new URL(test.url).host }), link: false }),
  ).rejects.toThrow('EADDRINUSE');
  await test.stop();
});
