import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../__fixtures__/gateway.ts';
import { sendLines } from '../__fixtures__/wire.ts';

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

it('a form in a charset that could hide a name is refused; the usual ones are read', async () => {
  const form = 'application/x-www-form-urlencoded';
  const types = [
    ...['utf-16', 'utf-7', 'cp037', '"utf-16"', 'utf-8; charset=utf-16', 'utf-8; q="; charset=utf-16"'],
    ...['', 'utf-8,utf-16', '"utf-8', "utf-8; charset*=utf-16''x"],
  ].map((charset) => `Content-Type: ${form}; Charset=${charset}`);
  const body = 'Content-Length: 0';
  test.upstream.arrived.splice(0);
  for (const type of types) {
    expect([type, (await sendLines(test.url, '/wiki/public/x', [type, body], 'POST')).status]).toEqual([type, 400]);
  }
  const two = [`Content-Type: ${form}`, `Content-Type: ${form}; charset=utf-16`, body];
  expect((await sendLines(test.url, '/wiki/public/x', two, 'POST')).status).toBe(400);
  expect(test.upstream.arrived).toEqual([]);
  for (const more of ['', ';charset=UTF-8', '; charset = "us-ascii"', '; charset=ISO-8859-1 ', '; q=1'])
    expect((await post('/wiki/public/x', 'a=1', form + more)).status).toBe(200);
  expect((await post('/any/x', 'a=1', `${form}; charset=utf-16`)).status).toBe(200);
  expect((await post('/wiki/public/x', 'access_token=x')).status).toBe(400);
});
