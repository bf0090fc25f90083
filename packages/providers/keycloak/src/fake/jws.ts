import { createHash, createHmac, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto';

/** Header, claims and what is between them, read without any check. */
export interface Jws {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly input: string;
  readonly signature: Buffer;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs a compact JWS as `alg` says: RS256, HS256 and HS512 with any bytes, or `none`. */
export function signJws(header: Readonly<Record<string, unknown>>, claims: object, key: KeyObject | Buffer): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signatureOf(String(header.alg), input, key).toString('base64url')}`;
}

function signatureOf(alg: string, input: string, key: KeyObject | Buffer): Buffer {
  if (alg === 'none') return Buffer.alloc(0);
  if (!alg.startsWith('HS')) return sign('sha256', Buffer.from(input), key);
  const secret = Buffer.isBuffer(key) ? key : Buffer.from(key.export({ type: 'spki', format: 'pem' }).toString());
  return createHmac(`sha${alg.slice(2)}`, secret)
    .update(input)
    .digest();
}

/** Reads a compact JWS; `undefined` for anything else. */
export function readJws(text: string): Jws | undefined {
  const [header = '', claims = '', signature = '', ...more] = text.split('.');
  const [one, other] = [parse(header), parse(claims)];
  if (one === undefined || other === undefined || more.length > 0) return undefined;
  return { header: one, claims: other, input: `${header}.${claims}`, signature: Buffer.from(signature, 'base64url') };
}

/** Whether the signature is one of RS256 or HS512 by this key. */
export function isSignedBy({ header, input, signature }: Jws, key: KeyObject | Buffer): boolean {
  if (!Buffer.isBuffer(key)) return header.alg === 'RS256' && verify('sha256', Buffer.from(input), key, signature);
  const expected = signatureOf('HS512', input, key);
  return header.alg === 'HS512' && expected.length === signature.length && timingSafeEqual(expected, signature);
}

/** Thumbprint of the key in a DPoP proof (RFC 7638), which is not looked at otherwise. */
export function thumbprintOf(proof: string): string | undefined {
  const jwk = readJws(proof)?.header.jwk as Readonly<Record<string, string>> | undefined;
  if (jwk === undefined) return undefined;
  const names = { EC: ['crv', 'kty', 'x', 'y'], RSA: ['e', 'kty', 'n'], OKP: ['crv', 'kty', 'x'] }[jwk.kty ?? ''] ?? [];
  const canonical = JSON.stringify(Object.fromEntries(names.map((name) => [name, jwk[name]])));
  return createHash('sha256').update(canonical).digest('base64url');
}

function parse(segment: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
