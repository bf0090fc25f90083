import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Thumbprint of our proof key (RFC 7638). */
export const thumbprint = sha256(JSON.stringify({ crv, kty, x, y }));

/** A request with a proof of possession (RFC 9449 §4.2). @param named whether the proof names the token (`ath`) */
export function proved(url: string, token: string, named: boolean) {
  const ath = named ? { ath: sha256(token) } : {};
  const claims = { jti: randomUUID(), htm: 'GET', htu: url, iat: Math.floor(Date.now() / 1000), ...ath };
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { crv, kty, x, y } };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const headers = { authorization: `DPoP ${token}`, dpop: `${text}.${signature.toString('base64url')}` };
  return { method: 'GET', url, headers };
}
