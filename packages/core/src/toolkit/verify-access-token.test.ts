import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeKey, signJwt } from '../__fixtures__/keys.ts';
import { onJose, onNode, outcome } from './__fixtures__/outcome.ts';
import { verifyAccessToken } from './verify-access-token.ts';

const now = 1_800_000_000;
const issuer = 'https://login.example.com';
const audience = 'https://api.example.com';
const demands = { issuer, audience, now };
const key = makeKey();
const keys = [key.jwk];
const claims = { iss: issuer, aud: audience, sub: 'member-1', iat: now - 10, exp: now + 300 };
const token = (more: object = {}, header: object = {}) => signJwt(key, { ...claims, ...more }, header);

describe.each([onNode, onJose])('verifyAccessToken on $name', ({ access }) => {
  const reason = (jwt: string, more: object = {}) => outcome(() => access(jwt, { ...demands, ...more }, { keys }));

  it('gives subject and claims (RFC 9068 §4)', async () => {
    expect(await access(token({ scope: 'a' }), demands, { keys })).toEqual({
      sub: 'member-1',
      claims: { ...claims, scope: 'a' },
    });
  });

  it.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    'takes %s by default (RFC 7518, RFC 8037, RFC 9864)',
    async (alg) => {
      const signer = makeKey(alg);
      const jwt = signJwt(signer, claims);
      expect(await outcome(() => access(jwt, demands, { keys: [signer.jwk] }))).toBe('ok');
      expect(await outcome(() => access(jwt, { ...demands, algorithms: ['ES256'] }, { keys: [signer.jwk] }))).toBe(
        alg === 'ES256' ? 'ok' : 'bad_signature',
      );
    },
  );

  it.each([
    ['an ID token', { nonce: 'n' }, { typ: 'JWT' }, 'id_token'],
    ['an ID token by its hash', { at_hash: 'h' }, { typ: undefined }, 'id_token'],
    ['a Cognito ID token', { token_use: 'id' }, { typ: 'JWT' }, 'id_token'],
    ['a refresh token', { typ: 'Refresh' }, { typ: 'JWT' }, 'refresh_token'],
    ['a logout token', { events: {} }, { typ: 'logout+jwt' }, 'unrecognised'],
    ['a logout token of plain type', { events: {} }, { typ: 'JWT' }, 'unrecognised'],
    ['a DPoP proof (RFC 9449 §4.2)', { htm: 'GET' }, { typ: 'dpop+jwt' }, 'unrecognised'],
    [
      'bound to a key by DPoP (RFC 9449 §6)',
      { cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } },
      {},
      'unsupported_confirmation',
    ],
    ['bound to a certificate (RFC 8705 §3)', { cnf: { 'x5t#S256': 'x' } }, {}, 'unsupported_confirmation'],
    ['bound to something empty', { cnf: null }, {}, 'unsupported_confirmation'],
    ['no subject', { sub: undefined }, {}, 'unrecognised'],
    ['a subject that is a number', { sub: 7 }, {}, 'unrecognised'],
    ['another issuer', { iss: `${issuer}/` }, {}, 'unknown_issuer'],
    ['a list of issuers', { iss: [issuer] }, {}, 'unknown_issuer'],
    ['another audience', { aud: `${audience}/` }, {}, 'wrong_audience'],
    ['no audience', { aud: undefined }, {}, 'wrong_audience'],
    ['expired', { exp: now - 31 }, {}, 'expired'],
    ['no expiry (RFC 8725 §3.10)', { exp: undefined }, {}, 'expired'],
    ['an expiry as text', { exp: String(now + 300) }, {}, 'expired'],
    ['not valid yet', { nbf: now + 31 }, {}, 'not_yet_valid'],
    ['from the future', { iat: now + 31 }, {}, 'not_yet_valid'],
    ['two scopes', { scope: 'a', scp: 'b' }, {}, 'unrecognised'],
    ['a JWE header', {}, { enc: 'A128GCM' }, 'bad_signature'],
  ])('refuses a token that is %s', async (_, more, header, expected) => {
    expect(await reason(token(more, header))).toBe(expected);
  });

  it.each([
    ['at+jwt', 'at+jwt', 'ok'],
    ['require', 'at+jwt', 'ok'],
    ['require', 'application/at+jwt', 'ok'],
    ['require', 'JWT', 'unrecognised'],
    ['at+jwt', undefined, 'unrecognised'],
    ['if-present', undefined, 'ok'],
    ['if-present', 'JWT', 'ok'],
    [undefined, 'AT+JWT', 'ok'],
    ['JWT', 'jwt', 'ok'],
    ['JWT', 'at+jwt', 'unrecognised'],
    ['JWT', undefined, 'unrecognised'],
    ['dpop+jwt', 'dpop+jwt', 'invalid_options'],
  ])('typ: demanded %s, in the header %s (RFC 8725 §3.11)', async (typ, header, expected) => {
    expect(await reason(token({}, { typ: header }), { typ })).toBe(expected);
  });

  it('a second of tolerance more or less decides', async () => {
    const late = token({ exp: now - 10 });
    expect(await reason(late, { clockToleranceSec: 11 })).toBe('ok');
    expect(await reason(late, { clockToleranceSec: 10 })).toBe('expired');
    expect(await reason(late)).toBe('ok');
  });

  it('`now` may be seconds, milliseconds, a Date or a function', async () => {
    for (const time of [now, now * 1000, new Date(now * 1000), () => now, () => new Date(now * 1000)]) {
      expect(await reason(token(), { now: time })).toBe('ok');
    }
    expect(await reason(token(), { now: undefined })).toBe('not_yet_valid');
  });
});

it.each([
  ['audience', undefined, 'unbound_tokens'],
  ['audience', '', 'unbound_tokens'],
  ['audience', [], 'unbound_tokens'],
  ['audience', [audience, ''], 'unbound_tokens'],
  ['audience', { 0: audience, length: 1 }, 'unbound_tokens'],
  ['issuer', undefined, 'invalid_options'],
  ['issuer', '', 'invalid_options'],
  ['issuer', [issuer], 'invalid_options'],
  ['algorithms', [], 'invalid_options'],
  ['algorithms', ['HS256'], 'invalid_options'],
  ['clockToleranceSec', 121, 'invalid_options'],
  ['clockToleranceSec', -1, 'invalid_options'],
  ['clockToleranceSec', Number.NaN, 'invalid_options'],
  ['clockToleranceSec', '30', 'invalid_options'],
  ['now', Number.NaN, 'invalid_options'],
  ['now', new Date(Number.NaN), 'invalid_options'],
  ['now', '2027-01-01', 'invalid_options'],
  ['typ', 7, 'invalid_options'],
])('is misused with %s %j (rule 9: no binding, no start)', async (option, value, code) => {
  const given = { ...demands, [option]: value };
  expect(await outcome(() => verifyAccessToken(token(), given as never, { keys }))).toBe(code);
});

it('whatever is passed, the error is a declared one', async () => {
  const jwt = token();
  const given = fc.oneof(
    fc.anything(),
    fc.record({ issuer: fc.constant(issuer), audience: fc.constant(audience), now: fc.anything(), typ: fc.anything() }),
    fc.record({ issuer: fc.anything(), audience: fc.anything(), clockToleranceSec: fc.anything() }),
  );
  const sets = fc.oneof(fc.anything(), fc.constant({ keys }), fc.record({ keys: fc.array(fc.anything()) }));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.anything(), fc.constant(jwt)), given, sets, async (one, two, three) => {
      const what = await outcome(() => verifyAccessToken(one as never, two as never, three as never));
      expect(what).not.toMatch(/^undeclared/);
    }),
    { numRuns: 1_000 },
  );
});
