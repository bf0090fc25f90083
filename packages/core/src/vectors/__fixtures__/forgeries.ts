import { createHmac } from 'node:crypto';
import { makeKey, segment, signParts } from '../../__fixtures__/keys.ts';
import { type Vector, vector } from './vector.ts';

const ours = { rsa: makeKey('RS256', 'rsa'), ec: makeKey('ES256', 'ec'), ed: makeKey('EdDSA', 'ed') };
const keys = Object.values(ours).map(({ jwk }) => jwk);
const attacker = makeKey('ES256', 'ec');
const payload = { sub: 'admin' };
const signed = (header: object, key = ours.ec) => signParts(key, { alg: key.alg, kid: key.kid, ...header }, payload);

function hmac(alg: string, secret: string | Buffer, kid: string): string {
  const input = `${segment({ alg, kid })}.${segment(payload)}`;
  return `${input}.${createHmac(`sha${alg.slice(2)}`, secret)
    .update(input)
    .digest('base64url')}`;
}

const secrets: readonly (readonly [string, string | Buffer, string])[] = Object.values(ours).flatMap((key) => {
  const pem = key.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  return [
    ['PEM', pem, key.kid],
    ['PEM without its last line break', pem.trimEnd(), key.kid],
    ['DER', key.publicKey.export({ format: 'der', type: 'spki' }), key.kid],
    ['JWK', JSON.stringify(key.jwk), key.kid],
    ['bare coordinate', Buffer.from(String(key.jwk.x ?? key.jwk.n), 'base64url'), key.kid],
    ['nothing (CVE-2026-34950)', '', key.kid],
  ] as const;
});

const confusions = secrets.flatMap(([what, secret, kid]) =>
  ['HS256', 'HS384', 'HS512'].map((alg) =>
    vector(`CVE-2015-9235: ${alg} keyed with the ${kid} key as ${what}`, hmac(alg, secret, kid), keys),
  ),
);

const nones = ['none', 'None', 'NONE', 'nOnE', 'none ', '', 'null', 'NoNe\u0000'].flatMap((alg) => [
  vector(
    `CVE-2015-2951: alg ${JSON.stringify(alg)}, no signature`,
    `${segment({ alg, kid: 'ec' })}.${segment(payload)}.`,
    keys,
  ),
  vector(
    `CVE-2015-2951: alg ${JSON.stringify(alg)}, some signature`,
    signParts(ours.ec, { alg, kid: 'ec' }, payload),
    keys,
  ),
]);

const injected = [
  ['jwk', attacker.jwk],
  ['jku', 'https://evil.test/jwks'],
  ['x5u', 'https://evil.test/cert'],
  ['x5c', ['MIIB']],
  ['x5t', 'AAAA'],
  ['key', 'AAAA'],
].flatMap(([name, value]) => [
  vector(`CVE-2018-0114: ${name} of the attacker`, signed({ [name as string]: value }, attacker), keys),
  vector(`RFC 8725 3.10: ${name} is not looked at`, signed({ [name as string]: value }), keys, 'ok'),
]);

const criticals = [[], ['exp'], ['b64'], ['alg'], null, 'exp', {}, 0].map((crit) =>
  vector(`RFC 7515 4.1.11, CVE-2025-59420: crit ${JSON.stringify(crit)}`, signed({ crit, exp: 1, b64: true }), keys),
);

const ids = [
  '../../../../dev/null',
  "' or '1'='1",
  '__proto__',
  'constructor',
  'toString',
  'EC',
  'ec ',
  'ec\u0000',
  '',
  0,
  1,
  true,
  null,
  ['ec'],
  { ec: 'ec' },
].map((kid) =>
  vector(`RFC 8725 3.10, CVE-2018-1002150: kid ${JSON.stringify(kid)}`, signed({ kid }), keys, 'unknown_key'),
);

const mixed = (['RS256', 'PS256', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const).flatMap((alg) =>
  Object.values(ours)
    .filter((key) => key.alg !== alg)
    .map((key) =>
      vector(`RFC 8725 3.1: ${key.alg} signature and key, alg ${alg}`, signed({ alg }, key), keys, 'unknown_key'),
    ),
);

const names = [
  'ES256K',
  'es256',
  'ES256 ',
  'RS1',
  'ML-DSA-44',
  'Ed448',
  'dir',
  'A128GCM',
  '__proto__',
  256,
  null,
  ['ES256'],
].map((alg) => vector(`RFC 7518 3.1: alg ${JSON.stringify(alg)} is not on the list`, signed({ alg }), keys));

/** Tokens of somebody who knows the public keys and no private one. */
export const forgeries: readonly Vector[] = [
  ...Object.values(ours).map((key) => vector(`RFC 7515 5.2: a good ${key.alg} signature`, signed({}, key), keys, 'ok')),
  ...confusions,
  ...nones,
  ...injected,
  ...criticals,
  ...ids,
  ...mixed,
  ...names,
  vector('RFC 7797 6: b64 false without crit', signed({ b64: false }), keys),
  vector('RFC 7797 6: b64 true', signed({ b64: true }), keys, 'ok'),
  vector('RFC 7516 9: a header with enc is a JWE', signed({ enc: 'A128GCM' }), keys),
  vector('RFC 7515 4.1.1: no alg', signParts(ours.ec, { kid: 'ec' }, payload), keys),
  vector('RFC 7517 4.5: no key id, one key that fits', signed({ kid: undefined }), keys, 'ok'),
  vector(
    'RFC 7517 4.5: no key id, no key without one',
    signed({}),
    [{ ...ours.ec.jwk, kid: undefined }],
    'unknown_key',
  ),
  vector(
    'RFC 7517 4.5: no key id, two that fit',
    signed({ kid: undefined }),
    [ours.ec.jwk, makeKey('ES256', 'b').jwk],
    'unknown_key',
  ),
  vector(
    'RFC 7517 4.5: two keys of one id, the right one first',
    signed({}),
    [ours.ec.jwk, attacker.jwk],
    'unknown_key',
  ),
  vector(
    'RFC 7517 4.5: two keys of one id, the right one last',
    signed({}),
    [attacker.jwk, ours.ec.jwk],
    'unknown_key',
  ),
  vector('RFC 7517 5: an empty set', signed({}), [], 'unknown_key'),
];
