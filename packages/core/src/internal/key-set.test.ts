import { describe, expect, it } from 'vitest';
import { makeKey } from '../__fixtures__/keys.ts';
import { KeySet } from './key-set.ts';

const [ec, okp, other] = [makeKey('ES256', 'ec'), makeKey('EdDSA', 'okp'), makeKey('ES256', 'other')].map(
  ({ jwk }) => jwk,
);
const { kid: _, ...nameless } = other ?? {};

describe('keys of one set', () => {
  it('are found by id, if they fit the algorithm (RFC 8725 §3.1)', () => {
    const keys = new KeySet([ec, okp]);
    expect(keys.find('ec', 'ES256')).toBe(ec);
    expect(keys.find('okp', 'Ed25519')).toBe(okp);
    expect(keys.find('ec', 'EdDSA')).toBeUndefined();
    expect(keys.find('ec', 'ES384')).toBeUndefined();
    for (const kid of ['nobody', '__proto__', 1, null, ['ec']]) expect(keys.find(kid, 'ES256')).toBeUndefined();
  });

  it('serve a token without an id only where one key fits', () => {
    expect(new KeySet([ec, okp]).find(undefined, 'ES256')).toBe(ec);
    expect(new KeySet([ec, okp, other]).find(undefined, 'ES256')).toBeUndefined();
    expect(new KeySet([nameless, okp]).find(undefined, 'ES256')).toBe(nameless);
    expect(new KeySet([ec, nameless]).find(undefined, 'ES256')).toBeUndefined();
    expect(new KeySet([nameless]).find('other', 'ES256')).toBeUndefined();
  });

  it('that share an id are not used, also for tokens without one; what can not verify does not count (RFC 7517 §4.5)', () => {
    const twice = new KeySet([ec, { ...other, kid: 'ec' }]);
    expect(twice.find('ec', 'ES256')).toBeUndefined();
    expect(twice.find(undefined, 'ES256')).toBeUndefined();
    expect(new KeySet([ec, { kty: 'oct', k: 'AAAA', kid: 'ec' }]).find('ec', 'ES256')).toBe(ec);
  });

  it('are 1,000 at most', () => {
    const many = (count: number) => Array.from({ length: count }, (_, kid) => ({ ...ec, kid: `${kid}` }));
    expect(new KeySet(many(1_000)).isWhole).toBe(true);
    const keys = new KeySet(many(1_001));
    expect([keys.isWhole, keys.find('999', 'ES256') === undefined, keys.find('1000', 'ES256')]).toEqual([
      false,
      false,
      undefined,
    ]);
  });
});
