import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeKey, signParts } from '../__fixtures__/keys.ts';
import { parseCompact } from '../internal/compact.ts';
import { fits, isUsable, type PublicJwk } from '../internal/key-policy.ts';
import { nodeVerifier } from '../node-crypto/verifier.ts';
import type { Algorithm } from '../provider/rule.ts';
import { joseVerifier } from './verifier.ts';

const engines = [nodeVerifier(), joseVerifier()];
const algorithms = ['RS256', 'PS384', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const;
const signed = algorithms.map((algorithm) => {
  const key = makeKey(algorithm);
  return { algorithm, jwk: key.jwk, token: signParts(key, { alg: algorithm, kid: key.kid }, { sub: 'member-1' }) };
});

/** What both engines say of a token, in one text each. */
const answers = (token: string, algorithm: Algorithm, jwk: PublicJwk) =>
  Promise.all(
    engines.map(async (engine) => {
      const compact = parseCompact(token);
      if (compact === undefined) return 'unrecognised';
      return Promise.resolve()
        .then(() => engine.verify(compact, algorithm, jwk))
        .then(String, (error: Error) => error.message);
    }),
  );

describe('both engines say the same', () => {
  it.each([
    ['more operations than verifying', { key_ops: ['verify', 'encrypt', 'sign'] }],
    ['an operation twice', { key_ops: ['verify', 'verify'] }],
    ['an operation that is no text', { key_ops: ['verify', 7] }],
    ['a use and operations that differ', { use: 'sig', key_ops: ['verify', 'wrapKey'] }],
    ['`ext` that forbids to export it', { ext: false }],
    ['`ext` that is no boolean', { ext: 'no' }],
    ['an id that is no text', { kid: 7 }],
    ['a certificate', { x5c: ['MIIB'], x5t: 'AAAA' }],
    ['members of other keys', { k: 'AAAA', oth: [] }],
    ['no algorithm', { alg: undefined }],
  ])('of a key that states %s (RFC 7517 §4)', async (_, more) => {
    for (const { token, algorithm, jwk } of signed) {
      expect([algorithm, ...(await answers(token, algorithm, { ...jwk, ...more }))]).toEqual([
        algorithm,
        'true',
        'true',
      ]);
    }
  });

  it('of any key that may verify, and of any signature', async () => {
    const members = fc.constantFrom('x', 'y', 'n', 'e', 'crv', 'kty', 'key_ops', 'ext', 'alg', 'kid');
    const value = fc.oneof(fc.constantFrom('', 'AQAB', 'AQ==', 'AA', 'P-256', 'Ed25519', ['verify']), fc.anything());
    const change = fc.dictionary(members, value, { maxKeys: 2 });
    const noise = fc.array(fc.tuple(fc.nat({ max: 600 }), fc.nat({ max: 255 })), { maxLength: 2 });
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...signed), change, noise, async ({ token, algorithm, jwk }, other, bytes) => {
        const key = { ...jwk, ...other };
        fc.pre(isUsable(key) && fits(key, algorithm));
        const signature = Buffer.from(token.slice(token.lastIndexOf('.') + 1), 'base64url');
        for (const [at, byte] of bytes) signature[at % signature.length] = byte;
        const text = `${token.slice(0, token.lastIndexOf('.'))}.${signature.toString('base64url')}`;
        const [one = '', two] = await answers(text, algorithm, key);
        expect(two).toBe(one);
        seen.set(one, (seen.get(one) ?? 0) + 1);
      }),
      { numRuns: 1_000 },
    );
    expect([...seen.keys()].sort()).toEqual(['false', 'provider_malformed: jwks: the key can not be used', 'true']);
  });
});
