import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';
import type { Check } from '../types.ts';

const server = useServer();
const issuer = useIssuer(server);
const second = 1_700_000_000;
const date = '1700000000 (2023-11-14T22:13:20Z)';
const later = '1700000300 (2023-11-14T22:18:20Z)';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(second * 1000);
});
afterEach(() => void vi.useRealTimers());

const shown = ({ check, outcome, seen, wanted }: Check): string =>
  [
    outcome,
    check,
    ...(seen === undefined ? [] : [`saw ${seen}`]),
    ...(wanted === undefined ? [] : [`wanted ${wanted}`]),
  ]
    .join(' | ')
    .replaceAll(server.url, 'ISSUER');
const opened = ['passed | stores', 'passed | request', 'passed | recognised', 'passed | not revoked'];
const closed = ['passed | attributes', 'passed | local user', 'passed | route'];

const registry = () =>
  createProviderRegistry({
    signed: jwtProvider(server.url, { clients: ['client-1'], typ: 'require' }),
    opaque: opaqueProvider(server.url, { shape: { alphabet: 'hex' }, audience: 'api' }),
  });

describe('everything that was looked at is told', () => {
  it('of a good signed token', async () => {
    const { checks } = await registry().explain(issuer.token({ nbf: second - 1e8 }));
    expect(checks.map(shown).filter((line) => !line.startsWith('passed | scope'))).toEqual([
      ...opened,
      'passed | issuer | saw ISSUER',
      'passed | algorithm | saw ES256 | wanted ["ES256","RS256","PS256","EdDSA"]',
      'passed | critical headers',
      'passed | form',
      'passed | token type | saw at+jwt | wanted at+jwt',
      `passed | expiry | saw ${later} | wanted later than ${date}`,
      `passed | nbf | saw 1600000000 (2020-09-13T12:26:40Z) | wanted at most ${date}`,
      `passed | iat | saw ${date} | wanted at most ${date}`,
      'passed | key',
      'passed | key can be used',
      'passed | signature',
      'passed | kind',
      'passed | RFC 9068 type | saw at+jwt | wanted at+jwt',
      'passed | provider rule',
      `passed | audience | saw ${api} | wanted ["${api}"]`,
      'passed | client | saw client-1 | wanted ["client-1"]',
      'passed | confirmation',
      'passed | subject | saw string | wanted sub',
      ...closed,
    ]);
  });

  it('of a good opaque token', async () => {
    server.on('/introspect', json(active({ aud: 'api', iat: 5, nbf: 6, exp: second + 300 })));
    const { checks } = await registry().explain('abc');
    expect(checks.map(shown)).toEqual([
      ...opened,
      'passed | asked introspect',
      'passed | kind',
      'passed | provider rule',
      'passed | audience | saw api | wanted ["api"]',
      'passed | client | saw client-1 | wanted ["client-1"]',
      'passed | confirmation',
      'passed | expiresAt | saw 1700000300',
      `passed | expiry | saw ${later} | wanted later than ${date}`,
      'passed | notBefore | saw 6',
      `passed | nbf | saw 6 (1970-01-01T00:00:06Z) | wanted at most ${date}`,
      'passed | issuedAt | saw 5',
      ...closed,
    ]);
  });
});

describe('the check at which an opaque token fails', () => {
  it.each<[string, object]>([
    ['failed | audience | saw z | wanted ["api"]', { aud: 'z' }],
    ['failed | audience | saw absent | wanted ["api"]', { aud: undefined }],
    ['failed | client | saw absent | wanted ["client-1"]', { client_id: undefined }],
    ['failed | asked introspect | saw the introspect endpoint says so.', { active: false }],
    [`failed | expiry | saw 5 (1970-01-01T00:00:05Z) | wanted later than ${date}`, { exp: 5 }],
    [`failed | nbf | saw 1700000099 (2023-11-14T22:14:59Z) | wanted at most ${date}`, { nbf: second + 99 }],
    ['failed | attributes | saw the answer names no subject.', { sub: undefined }],
    ['failed | kind', { token_type: 'refresh_token' }],
    ['failed | confirmation', { cnf: {} }],
    ['failed | issuedAt | saw x', { iat: 'x' }],
    ['failed | expiresAt | saw x', { exp: 'x' }],
  ])('%s', async (line, claims) => {
    server.on('/introspect', json(active({ aud: 'api', ...claims })));
    const { checks } = await registry().explain('abc');
    expect(checks.filter(({ outcome }) => outcome === 'failed').map(shown)).toEqual([line]);
  });
});

describe('the check at which a signed token fails', () => {
  it.each<[string, Readonly<Record<string, unknown>>, object]>([
    ['failed | critical headers | saw ["exp"]', {}, { crit: ['exp'] }],
    ['failed | form | saw A128GCM', {}, { enc: 'A128GCM' }],
    ['failed | form | saw false', {}, { b64: false }],
    ['failed | token type | saw JWE | wanted at+jwt', {}, { typ: 'JWE' }],
    ['failed | iat | saw 1700000031 (2023-11-14T22:13:51Z)', { iat: second + 31 }, {}],
    ['failed | kind | saw id', { token_use: 'id' }, {}],
    ['failed | kind | saw Refresh', { typ: 'Refresh' }, {}],
    ['failed | kind | saw refresh_token', { token_type: 'refresh_token' }, {}],
    ['failed | RFC 9068 type | saw JWT | wanted at+jwt', {}, { typ: 'JWT' }],
    ['failed | not an ID token | saw nonce', { nonce: 'n' }, { typ: 'JWT' }],
    [`failed | audience | saw other | wanted ["${api}"]`, { aud: 'other' }, {}],
    ['failed | client | saw other | wanted ["client-1"]', { client_id: 'other' }, {}],
    [
      'failed | scope | saw scope "a", scp ["b"] | wanted the same scopes, or one of the two',
      { scope: 'a', scp: ['b'] },
      {},
    ],
  ])('%s', async (line, claims, header) => {
    const { checks } = await registry().explain(issuer.token(claims, header));
    const failed = checks.filter(({ outcome }) => outcome === 'failed').map(shown);
    expect(failed.map((text) => text.slice(0, line.length))).toEqual([line]);
  });

  it('is the provider’s rule, with the claim that it rejects', async () => {
    const reject = [{ claim: '/appid', oneOf: ['graph'], reason: 'graph_token' as const }];
    const made = createProviderRegistry({ a: jwtProvider(server.url, { reject }) });
    const { checks, reason } = await made.explain(issuer.token({ appid: 'graph' }));
    expect([reason, ...checks.filter(({ outcome }) => outcome === 'failed').map(shown)]).toEqual([
      'graph_token',
      'failed | provider rule | saw /appid',
    ]);
  });
});

describe('the last second', () => {
  const outcome = async (claims: Readonly<Record<string, unknown>>) =>
    (await registry().explain(issuer.token(claims))).reason ?? 'ok';

  it('of a signed token: the skew is added to its end and taken from its beginning, to the second', async () => {
    expect(await outcome({ exp: second - 29.999 })).toBe('ok');
    expect(await outcome({ exp: second - 30 })).toBe('expired');
    for (const name of ['nbf', 'iat']) {
      expect(await outcome({ [name]: second + 30 })).toBe('ok');
      expect(await outcome({ [name]: second + 30.001 })).toBe('not_yet_valid');
    }
  });

  it('of an opaque token', async () => {
    for (const [claims, expected] of [
      [{ exp: second - 29.999 }, undefined],
      [{ exp: second - 30 }, 'expired'],
      [{ nbf: second + 30 }, undefined],
      [{ nbf: second + 30.001 }, 'not_yet_valid'],
    ] as const) {
      server.on('/introspect', json(active({ aud: 'api', ...claims })));
      expect((await registry().explain('abc')).reason).toBe(expected);
    }
  });
});
