import { describe, expect, it } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { makeKey, signHmac } from '../__fixtures__/keys.ts';
import { outcome } from '../__fixtures__/registry.ts';
import { useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';
import { fits, isUsable } from './key-policy.ts';

const rsa = makeKey('RS256', 'rsa');
const ec = makeKey('ES256', 'ec');
const ed = makeKey('EdDSA', 'ed');

describe('which keys may verify (rule 8, RFC 8725 §3.5, RFC 7518 §3.3)', () => {
  it.each([
    ['RSA of 2048 bits', rsa.jwk, true],
    ['RSA of 2047 bits', makeKey('RS256', 'k', { bits: 2047 }).jwk, false],
    ['RSA of 1024 bits', makeKey('RS256', 'k', { bits: 1024 }).jwk, false],
    [
      'RSA of 1024 bits, padded with zeros',
      { ...rsa.jwk, n: Buffer.concat([Buffer.alloc(200), Buffer.alloc(128, 255)]).toString('base64url') },
      false,
    ],
    ['RSA of 16,384 bits', { ...rsa.jwk, n: Buffer.alloc(2_048, 255).toString('base64url') }, true],
    ['RSA of 16,385 bits', { ...rsa.jwk, n: `AQAB${Buffer.alloc(2_046, 255).toString('base64url')}` }, false],
    [
      'RSA of 16,384 bits behind a zero',
      { ...rsa.jwk, n: Buffer.alloc(2_049, 255).fill(0, 0, 1).toString('base64url') },
      true,
    ],
    ['RSA with exponent 3', makeKey('RS256', 'k', { exponent: 3 }).jwk, true],
    ['RSA with exponent 1', { ...rsa.jwk, e: 'AQ' }, false],
    ['RSA with exponent 0', { ...rsa.jwk, e: '' }, false],
    ['RSA with an even exponent', { ...rsa.jwk, e: 'Ag' }, false],
    ['RSA with an endless exponent', { ...rsa.jwk, e: Buffer.alloc(9, 255).toString('base64url') }, false],
    ['RSA without a modulus', { ...rsa.jwk, n: undefined }, false],
    ['RSA with an empty modulus', { ...rsa.jwk, n: '' }, false],
    ['EC', ec.jwk, true],
    ['Ed25519', ed.jwk, true],
    ['oct', { kty: 'oct', k: 'c2VjcmV0', alg: 'HS256' }, false],
    ['a kind nobody knows', { kty: 'AKP' }, false],
    ['for encryption', { ...ec.jwk, use: 'enc' }, false],
    ['for a use that is no text', { ...ec.jwk, use: ['sig'] }, false],
    ['without a use', { ...ec.jwk, use: undefined }, true],
    ['with the operation verify', { ...ec.jwk, key_ops: ['verify'] }, true],
    ['with other operations', { ...ec.jwk, key_ops: ['encrypt'] }, false],
    ['with no operation', { ...ec.jwk, key_ops: [] }, false],
    ['with operations as text', { ...ec.jwk, key_ops: 'verify' }, false],
    ['null', null, false],
    ['a text', 'key', false],
  ])('%s', (_, key, expected) => expect(isUsable(key)).toBe(expected));
});

describe('the key decides the algorithm (rule 6, RFC 8725 §3.1, CVE-2026-22818)', () => {
  it.each([
    [rsa.jwk, 'RS256', true],
    [{ ...rsa.jwk, alg: undefined }, 'PS512', true],
    [rsa.jwk, 'PS256', false],
    [rsa.jwk, 'ES256', false],
    [ec.jwk, 'ES256', true],
    [{ ...ec.jwk, alg: undefined }, 'ES384', false],
    [{ ...ec.jwk, alg: undefined }, 'RS256', false],
    [ed.jwk, 'EdDSA', true],
    [ed.jwk, 'Ed25519', true],
    [ed.jwk, 'ES256', false],
    [{ ...ec.jwk, alg: undefined }, 'HS256', false],
    [{ ...ec.jwk, alg: undefined }, 'none', false],
    [{ ...ec.jwk, alg: undefined, crv: undefined }, 'constructor', false],
  ])('%j with %s: %s', (key, algorithm, expected) => expect(fits(key, algorithm)).toBe(expected));
});

describe('key sets as issuers publish them', () => {
  const server = useServer();
  const issuer = useIssuer(server, ec);
  const registry = () => createProviderRegistry({ a: jwtProvider(server.url) });

  it('a key id that stands twice names nothing (rule 8, RFC 7517 §4.5)', async () => {
    issuer.publish(ec.jwk, { ...makeKey('ES256', 'ec').jwk });
    expect(await outcome(registry(), issuer.token())).toBe('unknown_key');
    issuer.publish(ec.jwk, { ...rsa.jwk, kid: 'ec' });
    expect(await outcome(registry(), issuer.token())).toBe('unknown_key');
  });

  it('a key for encryption beside it does no harm, nor do things that are no keys', async () => {
    issuer.publish(ec.jwk, { ...rsa.jwk, use: 'enc', kid: 'other' }, {}, { kty: 'oct', k: 'AA', kid: 'x' });
    expect(await outcome(registry(), issuer.token())).toBe('ok');
  });

  it('a weak key verifies nothing', async () => {
    const weak = makeKey('RS256', 'weak', { bits: 1024 });
    issuer.publish(weak.jwk);
    expect(await outcome(registry(), issuer.token({}, {}, weak))).toBe('unknown_key');
  });

  it('a symmetric key in the set verifies nothing', async () => {
    const secret = Buffer.from('shared-secret');
    issuer.publish({ kty: 'oct', k: secret.toString('base64url'), kid: 'shared', alg: 'HS256' });
    const token = signHmac('shared-secret', { kid: 'shared' }, issuer.claims());
    expect(await outcome(registry(), token)).toBe('bad_signature');
  });

  it('a thousand keys are taken (Entra publishes that many)', async () => {
    issuer.publish(ec.jwk, ...Array.from({ length: 999 }, (_, kid) => ({ ...ed.jwk, kid: `${kid}` })));
    expect(await outcome(registry(), issuer.token())).toBe('ok');
  });

  it('a private key in the set is not used to verify', async () => {
    issuer.publish({ ...ec.privateKey.export({ format: 'jwk' }), kid: 'ec' });
    expect(await outcome(registry(), issuer.token())).not.toBe('ok');
  });
});
