import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './__fixtures__/gateway.ts';

let test: TestGateway;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(test.url + path, { headers });

it('carries a token that another party issued to an upstream, as a signed assertion of the linked user', async () => {
  const token = await test.token();
  const answer = await get('/wiki/rest/api/content/?limit=1', { authorization: `Bearer ${token}` });
  expect([answer.status, await answer.json()]).toEqual([200, { upstream: true }]);
  const { url, headers, rawHeaders } = test.upstream.arrived.at(-1) ?? expect.fail();
  expect(url).toBe('/wiki/rest/api/content/?limit=1');
  expect(rawHeaders.join('\n')).not.toContain(token);
  const keys = createRemoteJWKSet(new URL(`${test.url}/.well-known/bearerkit/jwks.json`));
  const { payload } = await jwtVerify(String(headers['x-bearerkit-assertion']), keys, {
    issuer: test.url,
    audience: 'wiki',
    algorithms: ['ES256'],
  });
  expect(payload).toMatchObject({ sub: 'jdoe', preferred_username: 'jdoe', groups: ['users'] });
  expect(payload.email).toBeUndefined();
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(60);
});
