import { createHash, type KeyObject, randomUUID } from 'node:crypto';
import { makeKey, signParts } from '../../__fixtures__/keys.ts';
import type { RequestLike } from '../../types.ts';

/** Origin of the API in these tests. */
export const origin = 'https://api.example.com';

/** What one proof says; a member that is `undefined` is left out. */
export interface ProofParts {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A client that holds a key and signs proofs with it, by node:crypto alone. */
export interface ProvingClient {
  readonly alg: string;
  readonly privateKey: KeyObject;
  readonly jwk: Readonly<Record<string, unknown>>;
  readonly thumbprint: string;
  /** A good proof for GET /orders with this token, or one that differs. */
  proof(token: string, parts?: ProofParts): string;
  /** GET /orders with token and proof. */
  request(token: string, proof?: string): RequestLike;
}

/** Makes a key and its client. */
export function provingClient(alg = 'ES256'): ProvingClient {
  const { privateKey, publicKey } = makeKey(alg);
  const jwk = publicKey.export({ format: 'jwk' }) as Readonly<Record<string, unknown>>;
  const names =
    jwk.kty === 'RSA' ? ['e', 'kty', 'n'] : jwk.kty === 'EC' ? ['crv', 'kty', 'x', 'y'] : ['crv', 'kty', 'x'];
  const proof: ProvingClient['proof'] = (token, { header, claims } = {}) =>
    signParts(
      { alg, privateKey },
      { typ: 'dpop+jwt', alg, jwk, ...header },
      {
        jti: randomUUID(),
        htm: 'GET',
        htu: `${origin}/orders`,
        iat: Math.floor(Date.now() / 1000),
        ath: sha256(token),
        ...claims,
      },
    );
  return {
    alg,
    privateKey,
    jwk,
    thumbprint: sha256(JSON.stringify(Object.fromEntries(names.map((name) => [name, jwk[name]])))),
    proof,
    request: (token, signed = proof(token)) => ({
      method: 'GET',
      url: '/orders',
      headers: { authorization: `DPoP ${token}`, dpop: signed },
    }),
  };
}

/** RFC 7638 and `ath` write hashes so. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
