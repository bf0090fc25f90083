import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDer } from './der.ts';

const keys = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };

describe('an ECDSA signature of JWS in the form of OpenSSL (RFC 7518 §3.4, RFC 3279 §2.2.3)', () => {
  it.each(Object.entries(keys))('%s: holds for what was signed, whatever its leading zeros', (namedCurve, half) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
    for (let index = 0; index < 600; index++) {
      const data = Buffer.from(`${index}`);
      const signature = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      expect(signature).toHaveLength(2 * half);
      expect(verify('sha256', data, publicKey, toDer(signature))).toBe(true);
      signature[index % signature.length] = (signature[index % signature.length] ?? 0) ^ 1;
      expect(verify('sha256', data, publicKey, toDer(signature))).toBe(false);
    }
  });

  it('writes each number as short as it is, and never as a negative one', () => {
    const bytes = fc.uint8Array({ minLength: 66, maxLength: 66 });
    const zeros = fc.nat({ max: 66 });
    fc.assert(
      fc.property(bytes, bytes, zeros, zeros, (r, s, rZeros, sZeros) => {
        r.fill(0, 0, rZeros);
        s.fill(0, 0, sZeros);
        const der = Buffer.from(toDer(Buffer.concat([r, s])));
        const head = (der[1] ?? 0) > 127 ? 3 : 2;
        expect(der[head - 1]).toBe(der.length - head);
        const first = der.subarray(head + 2, head + 2 + (der[head + 1] ?? 0));
        const second = der.subarray(head + 2 + first.length + 2);
        expect([first, second].map((number) => BigInt(`0x${number.toString('hex')}`))).toEqual(
          [r, s].map((number) => BigInt(`0x${Buffer.from(number).toString('hex')}`)),
        );
        for (const [byte = 0, next = 0] of [first, second]) {
          expect(byte).toBeLessThan(128);
          if (byte === 0 && first.length > 1 && second.length > 1) expect(next).toBeGreaterThan(127);
        }
      }),
    );
  });
});
