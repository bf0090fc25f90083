import { describe, expect, it } from 'vitest';
import { seal, unseal } from './sealed.ts';

const secret = new Uint8Array(32).fill(7);
const open = (value: string, place = 'here', by = secret, purpose = 'test') => {
  const bytes = unseal(by, purpose, place, value);
  return bytes && Buffer.from(bytes).toString('utf8');
};

describe('a sealed value (rules 31 and 52)', () => {
  it('opens where it was sealed for', () => {
    for (const text of ['', 'hello', 'ünï © 🐻', 'x'.repeat(100_000)]) {
      expect(open(seal(secret, 'test', 'here', text))).toBe(text);
    }
  });

  it('opens at no other place, for no other purpose and under no other secret', () => {
    const value = seal(secret, 'test', 'here', 'hello');
    const others = [
      open(value, 'there'),
      open(value, 'here', new Uint8Array(32).fill(8)),
      open(value, 'here', secret, 'x'),
    ];
    expect(others).toEqual([undefined, undefined, undefined]);
  });

  it('is another one each time, and shows nothing of its text', () => {
    const values = Array.from({ length: 100 }, () => seal(secret, 'test', 'here', 'hello'));
    expect(new Set(values).size).toBe(100);
    expect(values.map((value) => Buffer.from(value, 'base64url').toString('latin1')).join()).not.toContain('hello');
  });

  it('does not open with any bit changed, cut short, or made longer', () => {
    const bytes = Buffer.from(seal(secret, 'test', 'here', 'hello'), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(open(changed.toString('base64url'))).toBeUndefined();
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(open(bytes.subarray(0, length).toString('base64url'))).toBeUndefined();
    }
    expect(open(Buffer.concat([bytes, Buffer.from('x')]).toString('base64url'))).toBeUndefined();
    expect(open('')).toBeUndefined();
  });
});
