import { describe, expect, it } from 'vitest';
import { api, jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { makeKey, segment, signHmac, signParts } from '../__fixtures__/keys.ts';
import { bearer, outcome, refused } from '../__fixtures__/registry.ts';
import { useServer } from '../__fixtures__/server.ts';
import type { CommonOptions } from '../provider/provider.ts';
import type { JwtSpec } from '../provider/rule.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);
const registry = (spec: Partial<JwtSpec<'issuer' | 'userinfo'>> = {}, common: CommonOptions = {}) =>
  createProviderRegistry({ a: jwtProvider(server.url, spec, common) });

describe('a good access token', () => {
  it('gives the identity it names', async () => {
    const claims = {
      scope: 'read write',
      email: 'user@example.com',
      email_verified: true,
      groups: ['staff'],
      nested: { a: [1] },
    };
    const token = issuer.token(claims);
    const auth = await registry().verify(bearer(token));
    expect(auth).toMatchObject({
      kind: 'user',
      credential: 'access_token',
      provider: 'a',
      subject: 'member-1',
      id: 'a/member-1',
      email: 'user@example.com',
      emailVerified: true,
      groups: ['staff'],
      roles: [],
      clientId: 'client-1',
      audience: [api],
      scopes: ['read', 'write'],
      providerScopes: ['read', 'write'],
      user: undefined,
    });
    expect(auth.expiresAt).toBeGreaterThan(now());
    expect(auth.token).toBe(token);
  });

  it.each(['ES256', 'RS256', 'PS256', 'EdDSA'])('may be signed with %s', async (alg) => {
    const key = makeKey(alg);
    issuer.publish(key.jwk);
    expect(await outcome(registry(), issuer.token({}, {}, key))).toBe('ok');
  });

  it.each([
    ['at+jwt (RFC 9068)', { typ: 'at+jwt' }],
    ['its media type', { typ: 'application/at+jwt' }],
    ['any case', { typ: 'AT+JWT' }],
    ['plain JWT', { typ: 'JWT' }],
    ['none', { typ: undefined }],
  ])('may have the type %s', async (_, header) =>
    expect(await outcome(registry(), issuer.token({}, header))).toBe('ok'),
  );

  it.each([
    ['one audience of several', { aud: ['https://other.test', api] }],
    ['scope as an array', { scope: ['read'] }],
    ['scp as an array', { scp: ['read'] }],
    ['scope and scp that agree', { scope: 'b a', scp: ['a', 'b'] }],
    ['a fractional expiry', { exp: now() + 100.5 }],
    ['an expiry within the skew', { exp: now() - 20 }],
    ['a start within the skew', { nbf: now() + 20, iat: now() + 20 }],
    ['no iat', { iat: undefined }],
    ['the time of the sign-in, which an ID token would have too', { auth_time: now() - 5, scope: 'read' }],
  ])('may have %s', async (_, claims) => expect(await outcome(registry(), issuer.token(claims))).toBe('ok'));

  it('has its audience in `claims`, frozen', async () => {
    const { claims } = await registry().verify(bearer(issuer.token({ nested: { a: [1] } })));
    expect(Object.isFrozen(claims)).toBe(true);
    expect(Object.isFrozen((claims.nested as { a: unknown }).a)).toBe(true);
  });
});

describe('times (rule 10, RFC 7519 §4.1.4)', () => {
  it.each([
    ['past', { exp: now() - 31 }, 'expired'],
    ['missing', { exp: undefined }, 'expired'],
    ['null', { exp: null }, 'expired'],
    ['a string', { exp: String(now() + 300) }, 'expired'],
    ['in milliseconds', { exp: Date.now() + 300_000 }, 'expired'],
    ['huge', { exp: 1e30 }, 'expired'],
    ['negative', { exp: -1 }, 'expired'],
    ['a list', { exp: [now() + 300] }, 'expired'],
    ['zero', { exp: 0 }, 'expired'],
  ])('exp %s', async (_, claims, reason) => {
    expect(await outcome(registry(), issuer.token(claims))).toBe(reason);
    expect(server.count('/jwks')).toBe(0);
  });

  it.each([
    ['nbf to come', { nbf: now() + 60 }],
    ['nbf a string', { nbf: '1' }],
    ['nbf null', { nbf: null }],
    ['iat to come', { iat: now() + 60 }],
    ['iat a string', { iat: 'now' }],
  ])('%s is `not_yet_valid`', async (_, claims) => {
    expect(await outcome(registry(), issuer.token(claims))).toBe('not_yet_valid');
  });

  it('`Infinity` as JSON can not say it, and `1e999` as it can', async () => {
    const payload = JSON.stringify(issuer.claims({ exp: 0 })).replace('"exp":0', '"exp":1e999');
    const token = signParts(issuer.key, { alg: 'ES256', kid: 'key-1' }, payload);
    expect(await outcome(registry(), token)).toBe('expired');
  });

  it('the skew is 30 s by default, as configured else, and at most 120 s', async () => {
    const late = issuer.token({ exp: now() - 60 });
    const make = (clockToleranceSec: number) =>
      createProviderRegistry({ a: jwtProvider(server.url) }, { clockToleranceSec });
    expect(await outcome(make(0), issuer.token({ exp: now() - 1 }))).toBe('expired');
    expect(await outcome(make(120), late)).toBe('ok');
    expect(() => make(121)).toThrow('`clockToleranceSec` is 121; it must be between 0 and 120 seconds');
    expect(() => make(Number.NaN)).toThrow('`clockToleranceSec`');
  });
});

describe('for whom it was issued (rule 9, CVE-2022-39231)', () => {
  it.each([
    ['another', 'https://other.test'],
    ['one that starts like ours', `${api}.evil.test`],
    ['a prefix of ours', api.slice(0, -1)],
    ['ours with a slash', `${api}/`],
    ['ours in another case', api.toUpperCase()],
    ['none', undefined],
    ['an empty list', []],
    ['a nested list', [[api]]],
    ['a list with something else in it', [api, 7]],
    ['an object', { [api]: true, 0: api, length: 1 }],
    ['a number', 7],
    ['true', true],
    ['null', null],
    ['a list as text', JSON.stringify([api])],
    ['two in one text', `${api} https://other.test`],
  ])('audience: %s', async (_, aud) => expect(await outcome(registry(), issuer.token({ aud }))).toBe('wrong_audience'));

  const app = { audience: undefined, clients: ['client-1', 'client-2'] } as const;

  it.each([
    ['client_id', { client_id: 'client-2' }, 'ok'],
    ['azp', { client_id: undefined, azp: 'client-1' }, 'ok'],
    ['client_id before azp', { client_id: 'foreign', azp: 'client-1' }, 'wrong_app'],
    ['none', { client_id: undefined }, 'wrong_app'],
    ['empty', { client_id: '' }, 'wrong_app'],
    ['a list', { client_id: ['client-1'] }, 'wrong_app'],
    ['one that starts like ours', { client_id: 'client-11' }, 'wrong_app'],
  ])('client: %s', async (_, claims, expected) => {
    expect(await outcome(registry(app), issuer.token(claims))).toBe(expected);
  });

  it('our own client id counts where the rule lists none', async () => {
    const client = { id: 'client-1', authentication: 'none' } as const;
    const { accepts, ...provider } = jwtProvider(server.url, { audience: undefined, clients: ['x'] });
    const rules = accepts.map((rule) => ({ ...rule, clients: [] }));
    const made = createProviderRegistry({ a: { ...provider, client, accepts: rules } });
    expect(await outcome(made, issuer.token())).toBe('ok');
    expect(await outcome(made, issuer.token({ client_id: 'foreign' }))).toBe('wrong_app');
    expect(await outcome(made, issuer.token({ client_id: undefined }))).toBe('wrong_app');
  });

  it('with audience and clients both must hold', async () => {
    const both = registry({ audience: api, clients: ['client-1'] });
    expect(await outcome(both, issuer.token())).toBe('ok');
    expect(await outcome(both, issuer.token({ client_id: 'foreign' }))).toBe('wrong_app');
    expect(await outcome(both, issuer.token({ aud: 'foreign' }))).toBe('wrong_audience');
  });
});

describe('algorithms (rule 6, RFC 8725 §3.1)', () => {
  const { key } = issuer;
  const pem = () => key.publicKey.export({ format: 'pem', type: 'spki' }).toString();

  it.each(['none', 'None', 'NONE', 'nOnE', ''])('`alg: %s` with an empty signature', async (alg) => {
    const token = `${segment({ alg, kid: 'key-1' })}.${segment(issuer.claims())}.`;
    expect(await outcome(registry(), token)).toBe('bad_signature');
    expect(server.count('/jwks')).toBe(0);
  });

  it('a good token whose signature was cut off', async () => {
    const token = issuer.token().replace(/[^.]+$/, '');
    expect(await outcome(registry(), token)).toBe('bad_signature');
  });

  it.each([
    ['PEM', () => pem()],
    ['PEM without its last line break', () => pem().trim()],
    ['JWK', () => JSON.stringify(key.jwk)],
    ['nothing (CVE-2026-34950)', () => ''],
  ])('HS256 keyed with the public key as %s', async (_, secret) => {
    const token = signHmac(secret(), { kid: 'key-1' }, issuer.claims());
    expect(await outcome(registry(), token)).toBe('bad_signature');
  });

  it.each(['RS256', 'ES384', 'PS256'])(
    '%s in the header of a token signed with ES256: the key decides',
    async (alg) => {
      const token = signParts({ ...key, alg: 'ES256' }, { alg, kid: 'key-1' }, issuer.claims());
      const reason = await outcome(registry({ algorithms: ['ES256', 'RS256', 'ES384', 'PS256'] }), token);
      expect(reason).toBe('unknown_key');
    },
  );

  it('an algorithm that is not on the list of the rule, though the key would do', async () => {
    expect(await outcome(registry({ algorithms: ['RS256'] }), issuer.token())).toBe('bad_signature');
  });

  it.each([
    ['a number', 256],
    ['a list', ['ES256']],
    ['absent', undefined],
    ['another case', 'es256'],
  ])('`alg` that is %s', async (_, alg) => {
    const token = signParts(key, { alg, kid: 'key-1' }, issuer.claims());
    expect(await outcome(registry(), token)).toBe('bad_signature');
  });

  it('a signature of another key under the same id, and an altered payload', async () => {
    const other = makeKey('ES256', 'key-1');
    expect(await outcome(registry(), issuer.token({}, {}, other))).toBe('bad_signature');
    const [head, , signature] = issuer.token().split('.');
    const altered = `${head}.${segment(issuer.claims({ sub: 'admin' }))}.${signature}`;
    expect(await outcome(registry(), altered)).toBe('bad_signature');
  });

  it('a refusal says so in its challenge', async () => {
    const error = await refused(registry(), issuer.token({}, {}, makeKey('ES256', 'key-1')));
    expect(error).toMatchObject({ status: 401, code: 'invalid_token', provider: 'a' });
    expect(error?.headers['www-authenticate']).toBe('Bearer realm="api", error="invalid_token"');
  });
});

describe('headers that would choose a key (rule 7, RFC 8725 §3.10, RFC 7515 §4.1.11)', () => {
  const attacker = makeKey('ES256', 'key-9');

  it.each([
    ['jwk', { jwk: attacker.jwk }],
    ['jku', { jku: 'http://127.0.0.1:1/jwks' }],
    ['x5u', { x5u: 'http://127.0.0.1:1/cert' }],
    ['x5c', { x5c: ['MIIB'] }],
  ])('%s is not looked at', async (_, header) => {
    expect(await outcome(registry(), issuer.token({}, header, attacker))).toBe('unknown_key');
    expect(await outcome(registry(), issuer.token({}, header))).toBe('ok');
  });

  it.each([
    ['a known extension', { crit: ['exp'], exp: 1 }],
    ['b64 (RFC 7797)', { crit: ['b64'], b64: false }],
    ['b64 that is not even listed (RFC 7797 §6)', { b64: false }],
    ['enc, as of an encrypted token (RFC 7516 §4.1.2)', { enc: 'A128GCM' }],
    ['an empty list', { crit: [] }],
    ['null', { crit: null }],
  ])('a header that asks for more than a signature is refused: %s', async (_, header) => {
    expect(await outcome(registry(), issuer.token({}, header))).toBe('bad_signature');
  });
});
