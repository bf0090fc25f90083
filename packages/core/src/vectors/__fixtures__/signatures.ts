import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { makeKey, type SigningKey, segment, signParts } from '../../__fixtures__/keys.ts';
import { type Vector, vector } from './vector.ts';

const encode = (bytes: Buffer) => bytes.toString('base64url');
const input = (alg: string, kid = 'k') => `${segment({ alg, kid })}.aGVsbG8`;
const toBytes = (value: bigint, size: number) => Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex');
const toNumber = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);

const orders = {
  ES256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ES384: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  ES512: BigInt(`0x1${'f'.repeat(65)}a51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409`),
} as const;

/** The edges of r and s, and the forms a signature may not have (RFC 7518 §3.4, Wycheproof ecdsa_p1363). */
function ecdsa(alg: keyof typeof orders, size: number): Vector[] {
  const key = makeKey(alg, 'k');
  const n = orders[alg];
  const text = input(alg);
  const hash = `sha${alg.slice(2)}`;
  const good = sign(hash, Buffer.from(text), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  const [r, s] = [good.subarray(0, size), good.subarray(size)];
  const edges = Object.entries({ 0: 0n, 1: 1n, 'n-1': n - 1n, n, 'n+1': n + 1n }).filter(
    ([, value]) => value < 1n << BigInt(size * 8),
  );
  const both = edges.flatMap(([one, first]) =>
    edges.map(
      ([two, second]) => [`r ${one}, s ${two}`, Buffer.concat([toBytes(first, size), toBytes(second, size)])] as const,
    ),
  );
  const zero = Buffer.alloc(1);
  const forms: readonly (readonly [string, Buffer])[] = [
    ...both,
    ['DER instead of two numbers', sign(hash, Buffer.from(text), key.privateKey)],
    ['zeros before r and s', Buffer.concat([zero, r, zero, s])],
    ['a zero after', Buffer.concat([good, zero])],
    ['a zero before', Buffer.concat([zero, good])],
    ['a byte less', good.subarray(0, -1)],
    ['r alone', r],
    ['r and s exchanged', Buffer.concat([s, r])],
    ['s of one bit more', Buffer.concat([r, toBytes(toNumber(s) ^ 1n, size)])],
    ['nothing', Buffer.alloc(0)],
    ['600 zeros', Buffer.alloc(600)],
  ];
  const overflown = toNumber(s) + n;
  return [
    vector(`RFC 7518 3.4: ${alg}`, `${text}.${encode(good)}`, [key.jwk], 'ok'),
    vector(
      `Wycheproof ${alg}: s and n-s both hold, as ECDSA has it`,
      `${text}.${encode(Buffer.concat([r, toBytes(n - toNumber(s), size)]))}`,
      [key.jwk],
      'ok',
    ),
    ...forms.map(([what, bytes]) =>
      vector(`CVE-2022-21449, Wycheproof ${alg}: ${what}`, `${text}.${encode(bytes)}`, [key.jwk]),
    ),
    ...(overflown < 1n << BigInt(size * 8)
      ? [vector(`Wycheproof ${alg}: s+n`, `${text}.${encode(Buffer.concat([r, toBytes(overflown, size)]))}`, [key.jwk])]
      : []),
  ];
}

/** An ECDSA signature under one curve, said to be of another. */
const crossed: Vector[] = (['ES256', 'ES384', 'ES512'] as const).flatMap((signer) =>
  (['ES256', 'ES384', 'ES512'] as const)
    .filter((named) => named !== signer)
    .map((named) => {
      const key = makeKey(signer, 'k');
      const { alg: _, ...jwk } = key.jwk;
      return vector(
        `RFC 7518 3.4: key of ${signer}, alg ${named}`,
        signParts(key, { alg: named, kid: 'k' }, 'a'),
        [jwk],
        'unknown_key',
      );
    }),
);

function rsa(): Vector[] {
  const key = makeKey('RS256', 'k');
  const { alg: _, ...jwk } = key.jwk;
  const pss = (alg: string, hash: string, saltLength: number) =>
    sign(hash, Buffer.from(input(alg)), { key: key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
  const pkcs = (alg: string, hash: string) => sign(hash, Buffer.from(input(alg)), key.privateKey);
  const good = pkcs('RS256', 'sha256');
  const forms: readonly (readonly [string, string, Buffer])[] = [
    ['RFC 8725 3.1: PS256 signature, alg RS256', 'RS256', pss('RS256', 'sha256', 32)],
    ['RFC 8725 3.1: RS256 signature, alg PS256', 'PS256', pkcs('PS256', 'sha256')],
    ['RFC 7518 3.3: SHA-512 under RS256', 'RS256', pkcs('RS256', 'sha512')],
    ['RFC 7518 3.3: SHA-1 under RS256', 'RS256', pkcs('RS256', 'sha1')],
    ['RFC 7518 3.5: no salt', 'PS256', pss('PS256', 'sha256', 0)],
    ['RFC 7518 3.5: a salt of 20 bytes', 'PS256', pss('PS256', 'sha256', 20)],
    ['RFC 7518 3.5: a salt of 33 bytes', 'PS256', pss('PS256', 'sha256', 33)],
    ['RFC 7518 3.5: the longest salt', 'PS256', pss('PS256', 'sha256', constants.RSA_PSS_SALTLEN_MAX_SIGN)],
    ['RFC 7518 3.5: SHA-256 under PS384', 'PS384', pss('PS384', 'sha256', 32)],
    ['Wycheproof RS256: a zero before', 'RS256', Buffer.concat([Buffer.alloc(1), good])],
    ['Wycheproof RS256: a byte less', 'RS256', good.subarray(1)],
    ['Wycheproof RS256: zero', 'RS256', Buffer.alloc(256)],
    ['Wycheproof RS256: one', 'RS256', toBytes(1n, 256)],
    ['Wycheproof RS256: plus the modulus', 'RS256', plus(good, Buffer.from(String(jwk.n), 'base64url'))],
    ['Wycheproof RS256: nothing', 'RS256', Buffer.alloc(0)],
  ];
  return [
    ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const).map((alg) =>
      vector(`RFC 7518 3.3, 3.5: ${alg}`, signParts({ ...key, alg }, { alg, kid: 'k' }, 'hello'), [jwk], 'ok'),
    ),
    ...forms.map(([what, alg, bytes]) => vector(what, `${input(alg)}.${encode(bytes)}`, [jwk])),
    vector(
      'RFC 7517 4.4: the key says PS256',
      `${input('RS256')}.${encode(good)}`,
      [{ ...jwk, alg: 'PS256' }],
      'unknown_key',
    ),
    vector(
      'RFC 7517 4.4: the key says RSA-OAEP',
      `${input('RS256')}.${encode(good)}`,
      [{ ...jwk, alg: 'RSA-OAEP' }],
      'unknown_key',
    ),
  ];
}

/** A number of the same value to whoever does not compare it with the modulus; a byte longer where it overflows. */
function plus(one: Buffer, other: Buffer): Buffer {
  const sum = toNumber(one) + toNumber(other);
  return toBytes(sum, sum < 1n << 2048n ? 256 : 257);
}

const order25519 = 2n ** 252n + 27742317777372353535851937790883648493n;

function eddsa(): Vector[] {
  const key = makeKey('EdDSA', 'k');
  const { alg: _, ...jwk } = key.jwk;
  const text = input('EdDSA');
  const good = sign(null, Buffer.from(text), key.privateKey);
  const [r, s] = [good.subarray(0, 32), toNumber(Buffer.from(good.subarray(32)).reverse())];
  const little = (value: bigint) => toBytes(value, 32).reverse();
  const identity = Buffer.concat([Buffer.from([1]), Buffer.alloc(31)]);
  const forms: readonly (readonly [string, Buffer])[] = [
    ['RFC 8032 5.1.7: s+L', Buffer.concat([r, little(s + order25519)])],
    ['RFC 8032 5.1.7: s+7L', Buffer.concat([r, little(s + 7n * order25519)])],
    ['Wycheproof Ed25519: s zero', Buffer.concat([r, Buffer.alloc(32)])],
    ['Wycheproof Ed25519: R of small order, s zero', Buffer.concat([identity, Buffer.alloc(32)])],
    ['Wycheproof Ed25519: all zeros', Buffer.alloc(64)],
    ['Wycheproof Ed25519: all ones', Buffer.alloc(64, 0xff)],
    ['Wycheproof Ed25519: a zero after', Buffer.concat([good, Buffer.alloc(1)])],
    ['Wycheproof Ed25519: a byte less', good.subarray(0, 63)],
    ['Wycheproof Ed25519: nothing', Buffer.alloc(0)],
  ];
  const large = generateKeyPairSync('ed448');
  const ed448: Pick<SigningKey, 'alg' | 'privateKey'> = { alg: 'EdDSA', privateKey: large.privateKey };
  const exchange = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });
  return [
    vector('RFC 8037 3.1: EdDSA', `${text}.${encode(good)}`, [jwk], 'ok'),
    vector(
      'RFC 9864 2.2: Ed25519',
      signParts({ ...key, alg: 'Ed25519' }, { alg: 'Ed25519', kid: 'k' }, 'a'),
      [jwk],
      'ok',
    ),
    ...forms.map(([what, bytes]) => vector(what, `${text}.${encode(bytes)}`, [jwk])),
    vector(
      'RFC 8037 3.1: EdDSA with Ed448',
      signParts(ed448, { alg: 'EdDSA', kid: 'k' }, 'a'),
      [{ ...large.publicKey.export({ format: 'jwk' }), kid: 'k' }],
      'unknown_key',
    ),
    vector('RFC 8037 3.2: a key for X25519', `${text}.${encode(good)}`, [{ ...exchange, kid: 'k' }], 'unknown_key'),
  ];
}

/** Signatures at the edges of what their schemes allow. */
export const signatures: readonly Vector[] = [
  ...ecdsa('ES256', 32),
  ...ecdsa('ES384', 48),
  ...ecdsa('ES512', 66),
  ...crossed,
  ...rsa(),
  ...eddsa(),
];
