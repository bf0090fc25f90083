import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { resource } from './provider.ts';
import type { Lines } from './wire.ts';

/** A client that holds a key, and proves it with each request (RFC 9449 §4.2). */
export interface ProvingClient {
  /** A token of the test registry that is bound to the key. */
  readonly token: string;
  /** A new proof for a request to the API. */
  proof(method: string, path: string): string;
  /** The header lines of a request, each with a new proof. */
  lines(method: string, path: string): Lines;
}

/** Makes a key, and a client that holds it. */
export function provingClient(): ProvingClient {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  const token = `acme_member-1~${sha256(JSON.stringify({ crv, kty, x, y }))}`;
  const proof: ProvingClient['proof'] = (htm, path) => {
    const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { crv, kty, x, y } };
    const iat = Math.floor(Date.now() / 1000);
    const claims = { jti: randomUUID(), htm, htu: `${resource}${path}`, iat, ath: sha256(token) };
    const input = `${segment(header)}.${segment(claims)}`;
    const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${input}.${signature.toString('base64url')}`;
  };
  const lines: ProvingClient['lines'] = (method, path) => [
    ['Authorization', `DPoP ${token}`],
    ['DPoP', proof(method, path)],
  ];
  return { token, proof, lines };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');
const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
