import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../__fixtures__/gateway.ts';

let test: TestGateway;
beforeAll(async () => {
  test = await startGateway({
    config: (usual) => ({
      ...usual,
      upstreams: { ...usual.upstreams, any: { ...usual.upstreams.wiki, type: 'http' } },
      routes: [...usual.routes, { match: { path: '/any/**' }, upstream: 'any', public: true }],
    }),
  });
});
afterAll(() => test.stop());

const post = (path: string, body: string, type = 'application/x-www-form-urlencoded') =>
  fetch(test.url + path, { method: 'POST', body, headers: { 'content-type': type } });

it('a form that would log somebody in at the product is refused, since a servlet reads it like a query', async () => {
  for (const body of ['a=1&os_username=root&os_password=x', 'os%5Fusername=root', 'oauth_token=']) {
    expect((await post('/wiki/public/x', body)).status).toBe(400);
    expect((await post('/wiki/public/x', body, 'Application/X-WWW-Form-Urlencoded; charset=utf-8')).status).toBe(400);
  }
  expect((await post('/wiki/public/x', `a=${'x'.repeat(1_048_577)}`)).status).toBe(413);
  expect(test.upstream.arrived).toEqual([]);
});

it('any other body goes on byte for byte', async () => {
  const form = 'title=A+B&text=%C3%A9';
  expect((await post('/wiki/public/x', form)).status).toBe(200);
  expect((await post('/any/x', 'os_username=root')).status).toBe(200);
  expect((await post('/wiki/public/x', '{"os_username":"root"}', 'application/json')).status).toBe(200);
  expect(test.upstream.arrived.map(({ body }) => body)).toEqual([form, 'os_username=root', '{"os_username":"root"}']);
});
