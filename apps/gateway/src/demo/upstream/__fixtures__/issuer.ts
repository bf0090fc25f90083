import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { AssertionOptions } from '../assertion.ts';

/** A gateway's signing half: a fresh ES256 key, published on loopback. */
export interface Issuer {
  readonly assertion: AssertionOptions;
  /** Signs the claims of a good assertion for a user, with the given ones put over them; `undefined` removes one. */
  sign(sub: string, claims?: Record<string, unknown>): Promise<string>;
  /** Replaces the key and publishes the new one. */
  rotate(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts an issuer for the upstream named by `audience`. */
export async function startIssuer(audience: string): Promise<Issuer> {
  const issuer = 'https://gateway.example.com';
  const create = async (kid: string) => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
  };
  let key = await create('key-1');
  let count = 0;
  const server = createServer((_, response) => response.end(JSON.stringify({ keys: [key.jwk] })));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  return {
    assertion: { jwksUrl, issuer, audience },
    sign: (sub, claims = {}) => {
      const now = Math.floor(Date.now() / 1000);
      count += 1;
      const payload = { iss: issuer, aud: audience, sub, jti: `jti-${count}`, iat: now, exp: now + 30, ...claims };
      return new SignJWT(payload as JWTPayload).setProtectedHeader({ alg: 'ES256', kid: key.kid }).sign(key.privateKey);
    },
    rotate: async () => {
      key = await create('key-2');
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
