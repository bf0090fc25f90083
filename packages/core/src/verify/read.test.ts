import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portOf } from '../__fixtures__/registry.ts';
import { longest } from '../internal/compact.ts';
import { Refusal } from '../internal/refusal.ts';
import type { RequestLike } from '../types.ts';
import { read } from './read.ts';

/** The token, or the reason there is none. */
function outcome(request: RequestLike): string {
  try {
    return read(request).token;
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
}

/** One header value in each of the ways in which it may arrive. */
const ways = (value: string): RequestLike[] => [
  { headers: { authorization: value } },
  { headers: { Authorization: value } },
  { headers: new Headers({ authorization: value }) },
  { headers: {}, rawHeaders: ['Host', 'x', 'AUTHORIZATION', value] },
];

describe('the bearer token of a request (RFC 6750 §2.1)', () => {
  it.each(['Bearer abc', 'bearer abc', 'BEARER abc', 'bEaReR   abc', ' Bearer abc '])(
    'is read from %j, whatever the case of the scheme (rule 3)',
    (value) => {
      for (const request of ways(value)) expect(outcome(request)).toBe('abc');
    },
  );

  it('may hold every letter of a b64token', () => {
    const token = 'AZaz09-._~+/==';
    for (const request of ways(`Bearer ${token}`)) expect(outcome(request)).toBe(token);
  });

  it('is read from a WHATWG Request as it is', () => {
    const request = new Request('https://api.example.com/x', { headers: { authorization: 'Bearer abc' } });
    expect(outcome(request)).toBe('abc');
  });

  it('may be 16 KiB long, and not a character longer (rule 5)', () => {
    expect(longest).toBe(16_384);
    expect(outcome({ headers: { authorization: `Bearer ${'a'.repeat(16_384)}` } })).toHaveLength(16_384);
    expect(outcome({ headers: { authorization: `Bearer ${'a'.repeat(16_385)}` } })).toBe('malformed');
  });
});

describe('no credential', () => {
  it.each([
    ['no headers', { headers: {} }],
    ['empty Headers', { headers: new Headers() }],
    ['empty raw headers, whatever the record says', { headers: { authorization: 'Bearer abc' }, rawHeaders: [] }],
    ['an undefined member', { headers: { authorization: undefined } }],
    ['a header of another name', { headers: { 'x-authorization': 'Bearer abc', authorizatio: 'Bearer abc' } }],
    ['a token in the query (rule 3)', { url: '/x?access_token=abc', headers: {} }],
    [
      'raw headers of other names, as long as ours',
      { headers: {}, rawHeaders: ['X-Custom-Head', 'Bearer abc', 'Authorizatio', 'Bearer abc'] },
    ],
    ['a scheme that is not read here (rule 4)', { headers: { authorization: 'Basic dXNlcjpwdw==' } }],
    ['a scheme that starts like ours', { headers: { authorization: 'Bearerish abc' } }],
    ['a scheme with parameters', { headers: { authorization: 'Digest username="u", realm="r"' } }],
  ])('%s is `missing`', (_, request) => expect(outcome(request as RequestLike)).toBe('missing'));
});

describe('a credential that can not be read is 400 `malformed`, never passed over (rule 4, CVE-2026-25748)', () => {
  it.each([
    ['empty', ''],
    ['no token', 'Bearer'],
    ['no token but spaces', 'Bearer    '],
    ['a colon for the space', 'Bearer:abc'],
    ['a tab for the space', 'Bearer\tabc'],
    ['two words', 'Bearer abc def'],
    ['a quoted token', 'Bearer "abc"'],
    ['a letter outside b64token', 'Bearer ab%63'],
    ['padding inside', 'Bearer a=b'],
    ['padding alone', 'Bearer ='],
    ['a letter outside ASCII', 'Bearer äbc'],
    ['no scheme', '"abc"'],
  ])('%s', (_, value) => expect(outcome({ headers: { authorization: value } })).toBe('malformed'));
});

describe('two credentials are 400 (rule 1, RFC 6750 §3.1)', () => {
  it.each([
    ['two raw headers', { headers: {}, rawHeaders: ['Authorization', 'Bearer a', 'authorization', 'Bearer a'] }],
    [
      'two raw headers, one of them not ours',
      { headers: {}, rawHeaders: ['Authorization', 'Basic eA==', 'authorization', 'Bearer a'] },
    ],
    ['a list in a record', { headers: { authorization: ['Bearer a', 'Bearer b'] } }],
    ['two spellings in a record', { headers: { authorization: 'Bearer a', Authorization: 'Bearer a' } }],
    ['a comma', { headers: { authorization: 'Bearer a,b' } }],
    ['a comma at the end', { headers: { authorization: 'Bearer a,' } }],
    [
      'Headers that were joined',
      {
        headers: new Headers([
          ['authorization', 'Bearer a'],
          ['authorization', 'Bearer b'],
        ]),
      },
    ],
    [
      'Headers that were joined, ours behind',
      {
        headers: new Headers([
          ['authorization', 'Basic eA=='],
          ['authorization', 'Bearer b'],
        ]),
      },
    ],
  ])('%s', (_, request) => expect(outcome(request as RequestLike)).toBe('two_credentials'));

  it('one in the header and one in the query is one: the query is not looked at (rule 3)', () => {
    expect(outcome({ url: '/x?access_token=other', headers: { authorization: 'Bearer abc' } })).toBe('abc');
  });
});

describe('a real Node server', () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(outcome(request));
    response.end();
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());

  it.each([
    ['one header', ['Authorization', 'Bearer abc'], 'abc'],
    [
      'two, of which Node shows one',
      ['Authorization', 'Bearer abc', 'AUTHORIZATION', 'Bearer other'],
      'two_credentials',
    ],
    ['the same twice', ['Authorization', 'Bearer abc', 'Authorization', 'Bearer abc'], 'two_credentials'],
    ['none', ['X-Other', 'x'], 'missing'],
  ])('%s', async (_, headers, expected) => {
    const call = httpRequest({ port: portOf(server), host: '127.0.0.1', headers: ['Host', 'x', ...headers] });
    const [response] = await once(call.end(), 'response');
    response.resume();
    expect(seen.at(-1)).toBe(expected);
  });
});
