import { constants, createHmac, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';

/** A key pair of an issuer. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As the issuer publishes it. */
  readonly jwk: Readonly<Record<string, unknown>>;
}

const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

/** Makes a key pair. @param bits of an RSA key @param exponent of an RSA key */
export function makeKey(alg = 'ES256', kid = 'key-1', { bits = 2048, exponent = 65_537 } = {}): SigningKey {
  const pair = /^[RP]S/.test(alg)
    ? generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: exponent })
    : alg.startsWith('Ed')
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: curves[alg] ?? 'P-256' });
  const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg };
  return { kid, alg, ...pair, jwk };
}

/** Encodes a value, or a text as it is, as one segment. */
export const segment = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Signs header and payload as they are; this is node:crypto, not the library under test. */
export function signParts(key: Pick<SigningKey, 'alg' | 'privateKey'>, header: unknown, payload: unknown): string {
  const input = `${segment(header)}.${segment(payload)}`;
  const { alg, privateKey } = key;
  const hash = alg.startsWith('Ed') ? null : `sha${alg.slice(2)}`;
  const more = alg.startsWith('PS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
  const signature = signBytes(hash, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363', ...more });
  return `${input}.${signature.toString('base64url')}`;
}

/** Signs claims with a key under its own id. */
export function signJwt(key: SigningKey, claims: object, header: object = {}): string {
  return signParts(key, { alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header }, claims);
}

/** What an attacker makes of a public key: an HMAC under its text. */
export function signHmac(secret: string, header: object, claims: object): string {
  const input = `${segment({ alg: 'HS256', ...header })}.${segment(claims)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}
