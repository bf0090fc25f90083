import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';

/** A client that holds a key, and proves it with each request (RFC 9449 §4.2). */
export interface ProvingClient {
  /** RFC 7638 thumbprint of the key. */
  readonly thumbprint: string;
  /** Headers of a request with a token bound to the key. @param url whom the proof is for */
  headers(token: string, url: string, nonce?: string | null): Record<string, string>;
}

/** Makes a key, and a client that holds it. */
export function provingClient(): ProvingClient {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  const jwk = { crv, kty, x, y };
  return {
    thumbprint: sha256(JSON.stringify(jwk)),
    headers: (token, htu, nonce) => {
      const claims = {
        jti: randomUUID(),
        htm: 'GET',
        htu,
        iat: Math.floor(Date.now() / 1000),
        ath: sha256(token),
        nonce,
      };
      const input = `${segment({ typ: 'dpop+jwt', alg: 'ES256', jwk })}.${segment(claims)}`;
      const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return { authorization: `DPoP ${token}`, dpop: `${input}.${signature.toString('base64url')}` };
    },
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');
const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
