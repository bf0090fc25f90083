import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../__fixtures__/gateway.ts';
import { sendRaw } from '../__fixtures__/wire.ts';

let test: TestGateway;
beforeAll(async () => {
  test = await startGateway({ link: false, options: { timeouts: { client: { headers: 400 } } } });
});
afterAll(() => test.stop());

const get = 'GET /wiki/public/x HTTP/1.1\r\nHost: a\r\n';
it.each([
  ['what is no HTTP', 'canary\r\n\r\n', 400, 'HPE_INVALID_METHOD'],
  ['two lengths', `${get}Content-Length: 1\r\nContent-Length: 1\r\n\r\n`, 400, 'HPE_UNEXPECTED_CONTENT_LENGTH'],
  ['too long a head', `${get}X-Long: ${'x'.repeat(33_000)}\r\n\r\n`, 431, 'HPE_HEADER_OVERFLOW'],
  ['too slow a head', get, 408, 'ERR_HTTP_REQUEST_TIMEOUT'],
  ['CONNECT', 'CONNECT canary:443 HTTP/1.1\r\nHost: canary:443\r\n\r\n', 405, 'CONNECT'],
])('%s, refused by the server itself, is one line of the log too (rule 57)', async (_, text, status, reason) => {
  const before = test.log.length;
  expect((await sendRaw(test.url, text)).status).toBe(status);
  const line = { event: 'unread', listener: 'public', address: '127.0.0.1', outcome: 'refused', reason };
  expect(test.log.slice(before)).toEqual([expect.objectContaining(line)]);
  expect(test.text()).not.toContain('canary');
  expect(test.upstream.arrived).toEqual([]);
});
