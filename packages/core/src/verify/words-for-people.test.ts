import { describe, expect, it } from 'vitest';
import type { CompactToken } from '../internal/compact.ts';
import type { Check } from '../types.ts';
import { inWords } from './wording.ts';

const token = (header: object, claims: object = {}, signature = new Uint8Array(64)): CompactToken => ({
  header: { ...header },
  claims: { ...claims },
  signature,
  token: 'not read',
});
/** What is added to a failed check, or said otherwise than it was noted. */
function added(check: string, about: CompactToken | undefined, noted: Partial<Check> = {}): object {
  const before: Check = { check, outcome: 'failed', ...noted };
  const entries = Object.entries(inWords(before, about)).filter(([name, value]) => value !== before[name as 'fix']);
  return Object.fromEntries(entries);
}

describe('a token of nobody', () => {
  const iss = 'https://id.example.com';
  const noted = (seen: string, wanted?: string) => ({ seen: `iss ${seen}${wanted ? `, wanted ${wanted}` : ''}` });

  it('whose issuer is like one that is configured', () => {
    const wanted = '"https://id.example.com/"';
    expect(added('recognised', token({}, { iss, sub: 'member-1' }), noted(`"${iss}"`, wanted))).toEqual({
      check: 'issuer',
      seen: `"${iss}"`,
      wanted,
      fix: `\`iss\` is compared exactly, and only like ${wanted}. Configure it exactly as the token spells it.`,
    });
  });

  it.each([
    ['whose issuer is like none', {}, { iss }, undefined],
    [
      'that is a DPoP proof (RFC 9449)',
      { typ: 'dpop+jwt' },
      { iss },
      'This is a DPoP proof (RFC 9449). Send the access token that it is for.',
    ],
    [
      'that is a client assertion (RFC 7523)',
      {},
      { iss, sub: iss },
      'This is a client assertion (RFC 7523), meant for the token endpoint. Send the access token.',
    ],
    [
      'whose issuer is a list',
      {},
      { iss: [iss] },
      '`iss` must be one text. Only a token whose issuer is configured is taken.',
    ],
    ['without issuer and subject', {}, {}, '`iss` must be one text. Only a token whose issuer is configured is taken.'],
  ])('%s', (_, header, claims, fix) => {
    const seen = 'iss' in claims ? JSON.stringify(claims.iss) : 'absent';
    const words = added('recognised', token(header, claims), noted(seen));
    expect(words).toEqual({ check: 'issuer', seen, ...(fix && { fix }) });
  });

  it('is left as it was noted where that is not about an issuer', () => {
    expect(added('recognised', token({}, { iss }), { seen: 'it is a token of `a`' })).toEqual({});
    expect(added('recognised', token({}, { iss }))).toEqual({});
  });
});

describe('the header of a token', () => {
  it.each([
    ['none', 'The token is not signed; anybody can write one. Obtain it from the issuer.'],
    ['NonE', 'The token is not signed; anybody can write one. Obtain it from the issuer.'],
    ['HS256', 'HMAC needs a shared secret, and a public key is none. Have the issuer sign with its private key.'],
  ])('with the algorithm %s (RFC 8725 §3.1)', (alg, fix) =>
    expect(added('algorithm', token({ alg }))).toEqual({ fix }),
  );

  it.each([['RS256'], ['xhs'], ['nonesuch'], [7], [undefined]])('with the algorithm %j needs no words', (alg) =>
    expect(added('algorithm', token({ alg }))).toEqual({}),
  );

  it('of another kind', () => {
    expect(added('token type', token({ typ: 'logout+jwt' }))).toEqual({
      fix: 'The header says that this is another kind of token ("logout+jwt"). Send the access token.',
    });
  });

  it.each(['jwk', 'jku', 'x5c', 'x5u'])('that brings its own key as %s (RFC 8725 §3.10)', (name) => {
    const never = `\`${name}\` in the header is never used: whoever wrote the token wrote it too.`;
    const about = token({ alg: 'ES256', kid: 'key-1', [name]: {} });
    expect(added('key', about, { seen: 'kid "key-1"' })).toEqual({
      fix: `${never} Sign with a key that the issuer publishes.`,
    });
    expect(added('signature', about)).toEqual({
      seen: '64 bytes',
      wanted: '64 bytes that hold',
      fix: `${never} Use the token unaltered and whole, as the issuer signed it.`,
    });
  });

  it('that names no key, unless the keys could not be had at all', () => {
    const fix = 'The token names no key, and not exactly one could be meant. Have the issuer write `kid`.';
    expect(added('key', token({}), { seen: 'kid absent' })).toEqual({ fix });
    expect(added('key', token({ kid: 'key-1' }), { seen: 'kid "key-1"' })).toEqual({});
    expect(added('key', token({}), { seen: 'jwks: status 503' })).toEqual({});
    expect(added('key', token({ jwk: {} }))).toEqual({});
  });
});

describe('a signature that does not hold', () => {
  const plain = 'Use the token unaltered and whole, as the issuer signed it.';
  const der = (length: number, first = 0x30, told = length - 2) => {
    const bytes = new Uint8Array(length);
    bytes.set([first, told]);
    return bytes;
  };

  it.each([
    ['ES256', 64],
    ['ES384', 96],
    ['ES512', 132],
    ['EdDSA', 64],
    ['Ed25519', 64],
  ])('of %s has %d bytes', (alg, length) => {
    expect(added('signature', token({ alg }, {}, new Uint8Array(10)))).toEqual({
      seen: '10 bytes',
      wanted: `${length} bytes that hold`,
      fix: plain,
    });
  });

  it('of RSA has as many bytes as its key', () => {
    expect(added('signature', token({ alg: 'RS256' }, {}, der(70)))).toEqual({ seen: '70 bytes', fix: plain });
  });

  it('in DER is told as such (RFC 7518 §3.4)', () => {
    const fix = `It is in DER; JWS wants the two numbers side by side (RFC 7518 §3.4). ${plain}`;
    for (const length of [7, 70]) {
      const words = added('signature', token({ alg: 'ES256' }, {}, der(length)));
      expect(words).toEqual({ seen: `${length} bytes in DER`, wanted: '64 bytes that hold', fix });
    }
    for (const bytes of [der(6), der(70, 0x31), der(70, 0x30, 70)]) {
      expect(added('signature', token({ alg: 'ES256' }, {}, bytes))).toMatchObject({ seen: `${bytes.length} bytes` });
    }
  });
});

describe('claims', () => {
  it('`events`, `cnf`, `sub`, `scope` and the client are shown', () => {
    expect(added('kind', token({}, { events: {} }))).toEqual({ seen: 'events' });
    expect(added('kind', token({}, { typ: 'ID' }), { seen: 'ID' })).toEqual({});
    expect(added('confirmation', token({}, { cnf: { jkt: 'never shown' } }))).toEqual({ seen: '["jkt"]' });
    expect(added('confirmation', token({}, { cnf: null }))).toEqual({ seen: 'null' });
    expect(added('confirmation', token({}, { cnf: 7 }))).toEqual({ seen: '7' });
    expect(added('subject', token({}, { sub: 7 }))).toEqual({
      seen: '7',
      wanted: 'a text that is not empty',
      fix: 'The token names nobody. Have the issuer write `sub`.',
    });
    expect(added('scope', token({}, { scope: 'read', scp: ['write'] }))).toEqual({
      seen: 'scope "read", scp ["write"]',
      wanted: 'the same scopes, or one of the two',
    });
    expect(added('client', token({}))).toEqual({ seen: 'absent' });
    for (const claims of [{ client_id: '' }, { azp: '' }]) expect(added('client', token({}, claims))).toEqual({});
  });

  const wanted = '["https://api.example.com","orders"]';
  const like = (audience: string) =>
    `Audiences are compared whole, and this one is only like \`${audience}\`. Request or configure it exactly.`;
  const notText = '`aud` must be a text or a list of texts. Have the issuer write it so (RFC 7519 §4.1.3).';

  it.each<[unknown, string | undefined]>([
    [undefined, 'The token is for no API in particular. Request one whose audience is this API.'],
    ['https://api.example.com/', like('https://api.example.com')],
    ['order', like('orders')],
    [['https://other.test', 'orders/v1'], like('orders')],
    ['https://other.test', undefined],
    ['', undefined],
    [[], undefined],
    [null, notText],
    [['orders', 7], notText],
  ])('audience %j (RFC 7519 §4.1.3)', (aud, fix) => {
    expect(added('audience', token({}, { aud }), { wanted })).toEqual(fix === undefined ? {} : { fix });
  });

  it('audience where none is wanted', () => expect(added('audience', token({}, { aud: 'orders' }))).toEqual({}));
});

describe('times are told with a date', () => {
  it.each<[unknown, string, string]>([
    [undefined, 'absent', 'The token never ends, and so is not taken. Have the issuer write `exp`.'],
    ['1', '"1"', '`exp` is no number. Have the issuer write seconds since 1970 as a number.'],
    [-1, '-1', '`exp` is no sane time: it must be in seconds since 1970, not in milliseconds.'],
    [1e11, '100000000000', '`exp` is no sane time: it must be in seconds since 1970, not in milliseconds.'],
    [1e30, '1e+30', '`exp` is no sane time: it must be in seconds since 1970, not in milliseconds.'],
    [0, '0 (1970-01-01T00:00:00Z)', 'The token has expired. Obtain a new access token.'],
    [1_500_000_000.5, '1500000000.5', 'The token has expired. Obtain a new access token.'],
  ])('exp %j', (exp, seen, fix) => {
    const words = added('expiry', token({}, { exp }), { wanted: 'later than 1600000000' });
    expect(words).toMatchObject({ seen, fix, wanted: 'later than 1600000000 (2020-09-13T12:26:40Z)' });
  });

  it.each(['nbf', 'iat'])('%s', (name) => {
    const words = added(name, token({}, { [name]: 1_600_000_000 }), { wanted: 'at most 1500000000' });
    const wanted = 'at most 1500000000 (2017-07-14T02:40:00Z)';
    expect(words).toEqual({ seen: '1600000000 (2020-09-13T12:26:40Z)', wanted });
    expect(added(name, token({}, { [name]: null }))).toEqual({ seen: 'null' });
  });

  it('of a check that passed and of a provider’s answer too, but no number of another check', () => {
    const check: Check = { check: 'expiry', outcome: 'passed', seen: '1600000000' };
    expect(inWords(check, token({}, { exp: 5 }))).toEqual({ ...check, seen: '1600000000 (2020-09-13T12:26:40Z)' });
    expect(added('iat', undefined, { seen: '1600000000' })).toEqual({ seen: '1600000000 (2020-09-13T12:26:40Z)' });
    expect(added('key', undefined, { seen: 'kid absent' })).toEqual({});
    expect(added('issuer', token({}), { seen: '1600000000' })).toEqual({});
    expect(inWords({ check: 'expiry', outcome: 'passed' }, undefined)).toEqual({ check: 'expiry', outcome: 'passed' });
  });
});
