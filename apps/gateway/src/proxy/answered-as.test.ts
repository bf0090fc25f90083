import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../__fixtures__/gateway.ts';

const types = ['jira', 'confluence', 'bitbucket', 'http'] as const;
let test: TestGateway;
let authorization: string;
beforeAll(async () => {
  test = await startGateway({
    config: ({ upstreams: { wiki }, ...usual }) => ({
      ...usual,
      upstreams: Object.fromEntries([
        ['wiki', wiki],
        ...types.map((type) => [type, { ...wiki, type, users: { ...wiki.users, directory: 'wiki' } }]),
      ]),
      routes: types.flatMap((type) => [
        { match: { path: `/${type}/public` }, upstream: type, public: true },
        { match: { path: `/${type}/**` }, upstream: type, accept: ['meetup'] },
      ]),
    }),
  });
  authorization = `Bearer ${await test.token()}`;
});
afterAll(() => test.stop());

const ask = async (path: string, says: string | readonly string[] | undefined) => {
  test.upstream.answer = (_, response) => {
    if (says !== undefined) response.setHeader('X-AUSERNAME', says);
    response.end('private');
  };
  const answer = await fetch(test.url + path, { headers: { authorization } });
  return { status: answer.status, text: await answer.text() };
};

const products = types.filter((type) => type !== 'http');

it.each(products)(
  '%s that answered as anonymous or another user: 502, its body withheld, one line in the log',
  async (type) => {
    for (const says of ['anonymous', 'user-2', '', 'user-1%', ['user-1', 'user-2']]) {
      const { status, text } = await ask(`/${type}/x`, says);
      expect([says, status, JSON.parse(text)]).toMatchObject([says, 502, { error: 'upstream_identity' }]);
      expect(text).not.toContain('private');
    }
    const { length } = test.log;
    await ask(`/${type}/x`, 'anonymous');
    await expect
      .poll(() => test.log.slice(length))
      .toMatchObject([{ outcome: 'failed', reason: 'upstream_identity', upstream: type, user: 'user-1', status: 502 }]);
  },
);

it.each(products)(
  '%s that answered as the mapped user, in any spelling, or says nothing, is passed on',
  async (type) => {
    for (const says of ['user-1', 'User-1', '%75ser-1', undefined])
      expect(await ask(`/${type}/x`, says)).toEqual({ status: 200, text: 'private' });
  },
);

it('public routes and other upstreams may answer as anybody', async () => {
  for (const path of ['/jira/public', '/confluence/public', '/http/x'])
    expect(await ask(path, 'anonymous')).toEqual({ status: 200, text: 'private' });
});

it('a withheld answer that never ends holds no connection', async () => {
  let closed = false;
  test.upstream.answer = (_, response) => {
    response.once('close', () => {
      closed = true;
    });
    response.writeHead(200, { 'x-ausername': 'anonymous' }).write('x');
    return new Promise(() => {});
  };
  expect((await fetch(`${test.url}/jira/x`, { headers: { authorization } })).status).toBe(502);
  await expect.poll(() => closed).toBe(true);
});
