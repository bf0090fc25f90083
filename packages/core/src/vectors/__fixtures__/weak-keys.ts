import { createHash, generateKeyPairSync } from 'node:crypto';
import { makeKey, signParts } from '../../__fixtures__/keys.ts';
import { makeRocaKey } from './roca.ts';
import { type Vector, vector } from './vector.ts';

const encode = (bytes: Buffer) => bytes.toString('base64url');
const good = { rsa: makeKey('RS256', 'k'), ec: makeKey('ES256', 'k'), ed: makeKey('EdDSA', 'k') };
const token = (key = good.ec) => signParts(key, { alg: key.alg, kid: 'k' }, 'hello');
const n = Buffer.from(String(good.rsa.jwk.n), 'base64url');
const e = Buffer.from('AQAB', 'base64url');
const small = makeKey('RS256', 'k', { bits: 1024 });
const nearly = makeKey('RS256', 'k', { bits: 2040 });
const three = makeKey('RS256', 'k', { exponent: 3 });
const large = makeKey('RS256', 'k', { bits: 4096 });
const roca = makeRocaKey('k');
const endless = encode(Buffer.alloc(3_000_000, 0xff));
const odd = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
const secp256k1 = { ...odd.publicKey.export({ format: 'jwk' }), kid: 'k' };
const changed = (change: object, key = good.ec, expect = 'unknown_key') =>
  [token(key), [{ ...key.jwk, ...change }], expect] as const;

/** PKCS #1 padding under the exponent 1 is its own signature: anybody makes one. */
function unsigned(): string {
  const input = signParts(good.rsa, { alg: 'RS256', kid: 'k' }, 'hello').split('.').slice(0, 2).join('.');
  const info = Buffer.from('3031300d060960864801650304020105000420', 'hex');
  const digest = Buffer.concat([info, createHash('sha256').update(input).digest()]);
  const padded = Buffer.concat([
    Buffer.from([0, 1]),
    Buffer.alloc(256 - digest.length - 3, 0xff),
    Buffer.alloc(1),
    digest,
  ]);
  return `${input}.${encode(padded)}`;
}

const flipped = (member: 'x' | 'y', key = good.ec) => {
  const bytes = Buffer.from(String(key.jwk[member]), 'base64url');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return { [member]: encode(bytes) };
};

const table: readonly (readonly [string, readonly [string, readonly object[], string]])[] = [
  ['RFC 7518 3.3: RSA of 1024 bits', [token(small), [small.jwk], 'unknown_key']],
  ['RFC 7518 3.3: RSA of 2040 bits', [token(nearly), [nearly.jwk], 'unknown_key']],
  ['RFC 7518 3.3: RSA of 1024 bits behind zeros', [token(small), [padded(small.jwk)], 'unknown_key']],
  ['RFC 7518 3.3: RSA of 2048 bits', changed({}, good.rsa, 'ok')],
  ['RFC 7518 3.3: RSA of 4096 bits', [token(large), [large.jwk], 'ok']],
  ['RFC 8017 3.1: exponent 3', [token(three), [three.jwk], 'ok']],
  ['CVE-2006-4339: exponent 1, padding for a signature', [unsigned(), [{ ...good.rsa.jwk, e: 'AQ' }], 'unknown_key']],
  ['RFC 8017 3.1: exponent 0', changed({ e: 'AA' }, good.rsa)],
  ['RFC 8017 3.1: exponent 2', changed({ e: 'Ag' }, good.rsa)],
  ['RFC 8017 3.1: an even exponent', changed({ e: 'AQAC' }, good.rsa)],
  ['RFC 8017 3.1: no exponent', changed({ e: '' }, good.rsa)],
  ['RFC 8017 3.1: an exponent as long as the modulus', changed({ e: encode(n) }, good.rsa)],
  [
    'RFC 8017 3.1: an even modulus',
    changed({ n: encode(Buffer.concat([n.subarray(0, -1), Buffer.alloc(1)])) }, good.rsa, 'bad_signature'),
  ],
  ['RFC 8017 3.1: a modulus of zeros', changed({ n: encode(Buffer.alloc(256)) }, good.rsa)],
  [
    'CVE-2017-15361: a modulus that can be factored',
    [signParts(roca, { alg: 'RS256', kid: 'k' }, 'hello'), [roca.jwk], 'unknown_key'],
  ],
  ['CWE-400: a modulus of 16,384 bits', changed({ n: encode(Buffer.alloc(2_048, 0xff)) }, good.rsa, 'bad_signature')],
  ['CWE-400: a modulus of 16,392 bits', changed({ n: encode(Buffer.alloc(2_049, 0xff)) }, good.rsa)],
  ['CWE-400: a modulus of 3 MB', changed({ n: endless }, good.rsa)],
  ['CWE-400: a modulus behind 3 MB of zeros', changed({ n: encode(Buffer.concat([Buffer.alloc(3e6), n])) }, good.rsa)],
  [
    'CWE-400: an exponent behind 3 MB of zeros',
    changed({ e: encode(Buffer.concat([Buffer.alloc(3e6), e])) }, good.rsa),
  ],
  ['CWE-400: a coordinate of 3 MB', changed({ x: endless })],
  ['CWE-400: an Ed25519 key of 3 MB', changed({ x: endless }, good.ed)],
  ['RFC 7517 4.1: no type', changed({ kty: undefined })],
  ['RFC 7517 4.1: the type in lower case', changed({ kty: 'ec' })],
  ['RFC 7517 4.2: for encryption', changed({ use: 'enc' })],
  ['RFC 7517 4.2: a use that is a list', changed({ use: ['sig'] })],
  ['RFC 7517 4.3: for signing alone', changed({ key_ops: ['sign'] })],
  ['RFC 7517 4.3: for nothing', changed({ key_ops: [] })],
  ['RFC 7517 4.3: operations as a text', changed({ key_ops: 'verify' })],
  ['RFC 7517 4.3: for verifying', changed({ key_ops: ['verify'], use: undefined }, good.ec, 'ok')],
  ['RFC 7517 9.2: with its private half', changed({ d: good.ec.privateKey.export({ format: 'jwk' }).d })],
  ['RFC 7518 6.4: oct', [token(), [{ kty: 'oct', kid: 'k', k: 'AAAA' }], 'unknown_key']],
  ['CVE-2015-6924, RFC 8725 3.4: a point off the curve', changed(flipped('y'), good.ec, 'provider_malformed')],
  ['RFC 8725 3.4: another x', changed(flipped('x'), good.ec, 'provider_malformed')],
  [
    'RFC 8725 3.4: the point of zeros',
    changed({ x: encode(Buffer.alloc(32)), y: encode(Buffer.alloc(32)) }, good.ec, 'provider_malformed'),
  ],
  [
    'RFC 8725 3.4: coordinates beyond the field',
    changed({ x: encode(Buffer.alloc(32, 0xff)), y: encode(Buffer.alloc(32, 0xff)) }, good.ec, 'provider_malformed'),
  ],
  ['RFC 8725 3.4: no coordinates', changed({ x: undefined, y: undefined }, good.ec, 'provider_malformed')],
  ['CVE-2020-0601: parameters of one’s own are not looked at', changed({ g: 'AAAA', p: 'AAAA' }, good.ec, 'ok')],
  ['RFC 8812 3.2: secp256k1', [token(), [secp256k1], 'unknown_key']],
  ['RFC 8812 3.2: secp256k1 said to be P-256', [token(), [{ ...secp256k1, crv: 'P-256' }], 'provider_malformed']],
  ['RFC 7518 6.2.1.1: a curve that is a list', changed({ crv: ['P-256'] })],
  [
    'RFC 8037 2: an Ed25519 key of 31 bytes',
    changed({ x: encode(Buffer.alloc(31, 1)) }, good.ed, 'provider_malformed'),
  ],
  ['RFC 8032 5.1.3: an Ed25519 key of zeros', changed({ x: encode(Buffer.alloc(32)) }, good.ed, 'bad_signature')],
  ['RFC 7517 5: what is no key beside one that is', [token(), [null, 7, 'x', [], good.ec.jwk] as object[], 'ok']],
  ['RFC 7517 5: a weak key of the same id beside a good one', [token(), [{ ...small.jwk }, good.ec.jwk], 'ok']],
];

function padded(jwk: SigningJwk): SigningJwk {
  return { ...jwk, n: encode(Buffer.concat([Buffer.alloc(128), Buffer.from(String(jwk.n), 'base64url')])) };
}
type SigningJwk = (typeof good.rsa)['jwk'];

/** Keys that may not verify, and good ones beside them. */
export const weakKeys: readonly Vector[] = table.map(([id, [text, keys, expect]]) => vector(id, text, keys, expect));
