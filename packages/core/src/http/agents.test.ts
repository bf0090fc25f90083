import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portOf } from '../__fixtures__/registry.ts';
import { agents, guardedLookup, withConnectLimit } from './agents.ts';
import type { HttpRequest } from './client.ts';

const server = createServer((_, response) => response.end('hello'));
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What the guarded lookup says for a name that a name server resolves like this. */
function resolved(addresses: readonly string[] | Error, trust: HttpRequest['trust'], all = true) {
  const resolver = ((_name: string, _options: object, callback: (...result: unknown[]) => void) => {
    if (addresses instanceof Error) callback(addresses, []);
    else
      callback(
        null,
        addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  }) as unknown as Parameters<typeof guardedLookup>[1];
  return new Promise<unknown>((resolve, reject) => {
    guardedLookup(trust, resolver)('name.test', { all }, (error, address) =>
      error ? reject(error) : resolve(address),
    );
  });
}

describe('names are checked by what they resolve to, when the connection is made (rule 23, rebinding)', () => {
  it.each(['127.0.0.1', '10.0.0.1', '::1', '::ffff:10.0.0.1', '169.254.169.254'])(
    'a learned name that resolves to %s is refused',
    async (address) => {
      await expect(resolved([address], 'learned')).rejects.toMatchObject({
        code: 'ADDRESS_REFUSED',
        message: `name.test is ${address}, which must not be contacted`,
      });
    },
  );

  it('a configured one may resolve to a private address, never to the metadata service', async () => {
    await expect(resolved(['10.0.0.1'], 'configured')).resolves.toEqual([{ address: '10.0.0.1', family: 4 }]);
    await expect(resolved(['169.254.169.254'], 'configured')).rejects.toThrow('must not be contacted');
  });

  it('one bad address among good ones refuses all', async () => {
    await expect(resolved(['93.184.216.34', '127.0.0.1'], 'learned')).rejects.toThrow('127.0.0.1');
  });

  it('a caller that wants one address gets the first', async () => {
    await expect(resolved(['93.184.216.34', '93.184.216.35'], 'learned', false)).resolves.toBe('93.184.216.34');
  });

  it('a name that does not resolve is an error', async () => {
    await expect(resolved(new Error('ENOTFOUND'), 'configured')).rejects.toThrow('ENOTFOUND');
    await expect(resolved([], 'configured')).rejects.toThrow('name.test has no address');
  });

  it('the agents themselves check: end to end with a real name', async () => {
    const call = get({ host: 'localhost', port: portOf(server), agent: agents('learned', false).httpAgent });
    const [error] = await once(call, 'error');
    expect(error.message).toMatch(/^localhost is (127\.0\.0\.1|::1), which must not be contacted$/);
  });
});

describe('a connection', () => {
  it('that is not there in time is given up (rule 22)', async () => {
    const silent = new Agent({ lookup: () => {} }); // A name server that never answers.
    const begun = performance.now();
    const call = get({ host: 'name.test', agent: withConnectLimit(silent, 80) });
    const [error] = await once(call, 'error');
    expect(error).toMatchObject({ code: 'ETIMEDOUT' });
    expect(performance.now() - begun).toBeLessThan(1_900);
  });

  it('that is there is left alone, however slow the answer', async () => {
    const slow = createServer((_, response) => void setTimeout(() => response.end('late'), 900));
    slow.listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const call = get({ host: '127.0.0.1', port: portOf(slow), agent: withConnectLimit(new Agent(), 600) });
    const [response] = await once(call, 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
    slow.closeAllConnections();
    slow.close();
  });

  it('is found for each endpoint of a host, also where 200 calls to others of that host hang (rule 26)', async () => {
    const shared = createServer((request, response) => void (request.url === '/hung' || response.end('quick')));
    shared.listen(0, '127.0.0.1');
    await once(shared, 'listening');
    const { httpAgent } = agents('configured', true);
    const call = (path: string) => get({ host: '127.0.0.1', port: portOf(shared), path, agent: httpAgent });
    const hung = Array.from({ length: 200 }, () => call('/hung').on('error', () => {}));
    const [response] = await once(call('/quick'), 'response');
    expect(response.statusCode).toBe(200);
    for (const one of hung) one.destroy();
    httpAgent.destroy();
    shared.closeAllConnections();
    shared.close();
  });
});

it('a name is resolved once at a time, so that one that hangs leaves threads for the others (rule 26)', async () => {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const resolver = ((name: string, _options: object, callback: (...result: unknown[]) => void) => {
    asked.push(name);
    answers.push(() => callback(null, [{ address: '10.0.0.1', family: 4 }]));
  }) as unknown as Parameters<typeof guardedLookup>[1];
  const find = guardedLookup('configured', resolver);
  const addresses = ['a.test', 'a.test', 'b.test', 'a.test'].map(
    (name) => new Promise((resolve) => find(name, {}, (_error, address) => resolve(address))),
  );
  expect(asked).toEqual(['a.test', 'b.test']);
  for (const answer of answers) answer();
  expect(await Promise.all(addresses)).toEqual(Array(4).fill('10.0.0.1'));
  find('a.test', {}, () => {});
  expect(asked).toEqual(['a.test', 'b.test', 'a.test']);
  guardedLookup('learned', resolver)('a.test', {}, () => {});
  expect(asked).toHaveLength(3);
});
