import { describe, expect, it } from 'vitest';
import { isSettable, plainName } from './protected-names.ts';
import { cleanRequestHeaders } from './request-headers.ts';
import { cleanResponseHeaders } from './response-headers.ts';

const ours = new Set(['xwho', 'xbearerkitassertion'].map(plainName));
const clean = (...raw: string[]) => cleanRequestHeaders(raw, ours);

describe('what of a client goes on', () => {
  const identities = [
    ...['Authorization', 'AUTHORIZATION', 'Proxy-Authorization', 'Cookie', 'Cookie2', 'Host', 'Content-Length'],
    ...[
      'X-Forwarded-User',
      'X-FORWARDED-USER',
      'x-forwarded-user',
      'X--Forwarded-User',
      'X~Forwarded~User',
      'XForwardedUser',
    ],
    ...[
      'X-Forwarded-For',
      'X-Forwarded-Proto',
      'X-Forwarded-Host',
      'X-Forwarded-Anything',
      'Forwarded',
      'Via',
      'X-Real-IP',
    ],
    ...[
      'Remote-User',
      'X-Remote-User',
      'X-Auth-Request-User',
      'X-Auth-Request-Email',
      'X-WEBAUTH-USER',
      'X-Authenticated-User',
    ],
    ...[
      'X-Atlassian-Token',
      'X-AUSERNAME',
      'X-Seraph-LoginReason',
      'X-Original-URL',
      'X-Rewrite-URL',
      'X-HTTP-Method-Override',
    ],
    ...['X-Goog-Authenticated-User-Email', 'Cf-Access-Jwt-Assertion', 'X-Pomerium-Jwt-Assertion', 'OIDC-Claim-Sub'],
    ...['Client-Cert', 'X-Ssl-Client-DN', 'Impersonate-User', 'X-Api-Key', 'Private-Token', 'X-Request-Id'],
    ...[
      'X-CSRF-Token',
      'Gitlab-Session',
      'X-Principal-Name',
      'Subject',
      'X-Claims',
      'X-Scope',
      'Identity',
      'X-Login-Name',
    ],
    ...[
      'User',
      'Auth-User',
      'X-Agent-User-Agent-User',
      'Proxy',
      'Groups',
      'Role',
      'Email',
      'X-Host',
      'X-Cookie',
      'X-WSSE',
    ],
    ...['X-Bearerkit-Assertion', 'X.Bearerkit.Assertion', 'X-Bearerkit-Anything', 'X-Who', 'x-w-h-o'],
  ];
  it.each(identities)('%s does not (rule 36, CVE-2025-64484)', (name) => {
    expect(clean('Accept', 'a/b', name, 'root', 'X-Kept', '1')).toEqual(['Accept', 'a/b', 'X-Kept', '1']);
  });

  const ordinary = [
    ...['Accept', 'Accept-Encoding', 'Accept-Language', 'Content-Type', 'Content-Encoding', 'Content-Disposition'],
    ...['Range', 'If-Match', 'If-None-Match', 'If-Range', 'Cache-Control', 'Origin', 'Referer', 'User-Agent', 'Prefer'],
    ...['X-Requested-With', 'Traceparent', 'Tracestate', 'Baggage', 'Idempotency-Key', 'X-Trace-Id', 'Depth'],
    ...['Sec-Fetch-Site', 'Sec-Fetch-User', 'Sec-CH-UA', 'DNT', 'Last-Event-ID'],
  ];
  it.each(ordinary)('%s does', (name) => {
    expect(clean(name, 'x')).toEqual([name, 'x']);
  });

  it('names with `_` or `.` do not, whatever they are', () => {
    expect(clean('X_Forwarded_User', 'root', 'x.y', '1', 'x_y', '1', 'A', '1')).toEqual(['A', '1']);
  });

  it('what concerns one connection does not, trailers among it (RFC 9110 §7.6.1)', () => {
    const names = [
      'Connection',
      'Keep-Alive',
      'TE',
      'Trailer',
      'Transfer-Encoding',
      'Upgrade',
      'Expect',
      'Proxy-Connection',
    ];
    expect(clean(...names.flatMap((name) => [name, name === 'Connection' ? 'close' : 'x']), 'A', '1')).toEqual([
      'A',
      '1',
    ]);
  });

  it('what `Connection` names does not, and repeated headers stay repeated', () => {
    const raw = ['Connection', 'close, X-One', 'x-one', '1', 'X-Two', '2', 'X-Two', '3'];
    expect(clean(...raw)).toEqual(['X-Two', '2', 'X-Two', '3']);
  });

  const named = ['X-Forwarded-For', 'Authorization', 'x_bearerkit_assertion', 'X-Who', 'Host', 'Content-Length'];
  it.each([...named, 'Transfer-Encoding', 'Cookie', 'Content-Type'])(
    '`Connection: %s` is refused (rule 37, CVE-2024-45410)',
    (name) => {
      expect(() => clean('Connection', `keep-alive, ${name}`)).toThrow('Connection names a header');
    },
  );
});

describe('what of an upstream reaches the client', () => {
  it('no session, nothing of the connection, and no echo of the identity', () => {
    const raw = [
      'Set-Cookie',
      'JSESSIONID=1',
      'SET-COOKIE2',
      'x',
      'X-AUSERNAME',
      'user-1',
      'Connection',
      'close, X-Hop',
    ];
    const more = [
      'x-hop',
      '1',
      'Transfer-Encoding',
      'chunked',
      'Trailer',
      'x',
      'X-Bearerkit-Assertion',
      'e',
      'ETag',
      '"1"',
    ];
    expect(cleanResponseHeaders([...raw, ...more, 'Alt-Svc', 'h3'], ours)).toEqual([
      'X-AUSERNAME',
      'user-1',
      'ETag',
      '"1"',
    ]);
  });
});

it('an identity can be carried by a header of its own alone', () => {
  expect(['x-forwarded-user', 'Remote-User', 'x-bearerkit-assertion'].every(isSettable)).toBe(true);
  const not = [
    'authorization',
    'cookie',
    'host',
    'content-type',
    'connection',
    'x_user',
    'x user',
    '',
    'forwarded',
    'te',
  ];
  expect(not.filter(isSettable)).toEqual([]);
});
