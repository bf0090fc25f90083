import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { makeKey } from '../__fixtures__/keys.ts';
import { KnownKeys, proofKey, thumbprint } from './proof-key.ts';

describe('the key of a proof', () => {
  it.each(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'RS256', 'PS512'])(
    'RFC 7638 §3: its thumbprint under %s is the one that jose computes',
    async (alg) => {
      const { jwk } = makeKey(alg);
      const key = proofKey(jwk, alg);
      expect(key).toBeDefined();
      expect(thumbprint(key ?? {})).toBe(await calculateJwkThumbprint(jwk as JWK));
    },
  );

  it('RFC 7638 §3.1: the example of the RFC', () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
    const key = proofKey({ kty: 'RSA', n, e: 'AQAB', alg: 'RS256', kid: '2011-04-29' }, 'RS256');
    expect(thumbprint(key ?? {})).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });

  it('leaves everything out that makes no key', () => {
    const { jwk } = makeKey('ES256');
    expect(Object.keys(proofKey({ ...jwk, x5u: 'https://evil.example', ext: true }, 'ES256') ?? {})).toEqual([
      'crv',
      'kty',
      'x',
      'y',
    ]);
  });

  it.each(['ES256', 'EdDSA', 'RS256'])('RFC 9449 §4.3 (7): a private %s key is refused', (alg) => {
    const { privateKey } = makeKey(alg);
    const jwk = privateKey.export({ format: 'jwk' }) as Record<string, unknown>;
    expect(proofKey(jwk, alg)).toBeUndefined();
    const { d: _, ...partial } = jwk;
    if (alg === 'RS256') expect(proofKey(partial, alg)).toBeUndefined();
  });

  const ec = makeKey('ES256').jwk;
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
  it.each<[string, unknown, string]>([
    ['oct', { kty: 'oct', k: 'c2VjcmV0' }, 'ES256'],
    ['an EC key with a secret', { ...ec, k: 'c2VjcmV0' }, 'ES256'],
    ['for encryption', { ...ec, use: 'enc' }, 'ES256'],
    ['with other operations', { ...ec, key_ops: ['sign'] }, 'ES256'],
    ['of another curve', ec, 'ES384'],
    ['for another alg', { ...ec, alg: 'ES512' }, 'ES256'],
    ['of another type', ec, 'RS256'],
    ['RSA of 1024 bits (RFC 8725 §3.5)', small, 'RS256'],
    ['without a coordinate', { ...ec, y: undefined }, 'ES256'],
    ['with a coordinate that is no text', { ...ec, y: 1 }, 'ES256'],
    ['with an escape', { ...ec, y: 'a"b' }, 'ES256'],
    ['a list', [ec], 'ES256'],
    ['a text', JSON.stringify(ec), 'ES256'],
    ['null', null, 'ES256'],
    ['absent', undefined, 'ES256'],
    ['any key for HMAC', ec, 'HS256'],
    ['any key for none', ec, 'none'],
  ])('is none where it is %s', (_, jwk, alg) => {
    expect(proofKey(jwk, alg)).toBeUndefined();
  });

  it('is the same object for the same thumbprint, until many others came', () => {
    const keys = new KnownKeys();
    const [first, second] = [{ kty: 'EC' }, { kty: 'EC' }];
    keys.same('a', first);
    expect(keys.same('a', second)).toBe(first);
    for (let index = 0; index < 4_096; index++) keys.same(`${index}`, second);
    expect(keys.same('a', second)).toBe(second);
  });
});
