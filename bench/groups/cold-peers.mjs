import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { createVerifier } from 'fast-jwt';
import { verifyWithJwks } from 'hono/jwt';
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { audience } from '../lib/tokens.mjs';

/** Libraries that verify a JWT, each set up as its documentation says, with keys already loaded. */
export async function peersOf(key, issuer, jwks) {
  const { alg, pem, publicKey } = key;
  const joseOptions = { issuer, audience, algorithms: [alg], typ: 'at+jwt' };
  const [local, remote] = [createLocalJWKSet(jwks), createRemoteJWKSet(new URL(`${issuer}/jwks`))];
  const aws = awsVerifier(issuer, jwks);
  const hono = {
    keys: jwks.keys,
    allowedAlgorithms: [alg],
    verification: { iss: issuer, aud: audience, typ: 'at+jwt' },
  };
  const peer = (name, check, more = {}) => ({ name, role: 'peer', check, ...more });
  const signed = { algorithms: [alg], issuer, audience };
  // jsonwebtoken has no EdDSA.
  const node = alg === 'EdDSA' ? { skipped: 'has no EdDSA' } : { sync: true };
  return [
    peer('jose, local keys', (token) => jwtVerify(token, local, joseOptions)),
    peer('jose, remote keys', (token) => jwtVerify(token, remote, joseOptions)),
    peer('jsonwebtoken, PEM', (token) => jsonwebtoken.verify(token, pem, signed), node),
    peer('jsonwebtoken, KeyObject', (token) => jsonwebtoken.verify(token, publicKey, signed), node),
    peer('fast-jwt, cache off', fastJwt(key, issuer), { sync: true }),
    peer('aws-jwt-verify', (token) => aws.verify(token)),
    peer('aws-jwt-verify, verifySync', (token) => aws.verifySync(token), { sync: true }),
    peer('hono/jwk (verifyWithJwks)', (token) => verifyWithJwks(token, hono)),
  ];
}

function fastJwt({ alg, pem }, issuer) {
  return createVerifier({ key: pem, algorithms: [alg], allowedIss: issuer, allowedAud: audience, cache: false });
}

function awsVerifier(issuer, jwks) {
  const fetcher = { fetch: async () => Buffer.from(JSON.stringify(jwks)) };
  const jwksCache = new SimpleJwksCache({ fetcher });
  const verifier = JwtVerifier.create(
    { issuer, audience, jwksUri: `${issuer}/jwks`.replace('http:', 'https:') },
    { jwksCache },
  );
  verifier.cacheJwks(jwks);
  return verifier;
}
