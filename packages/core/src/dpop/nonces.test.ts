import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { Nonces } from './nonces.ts';

const make = (key: string) => new Nonces((text) => createHmac('sha256', key).update(text).digest('base64url'), 60);
const nonces = make('key');
const nonce = nonces.current(6_000);

it('RFC 9449 §9: a nonce serves for its slot of time and the next, and for no other', () => {
  const at = (now: number) => nonces.accepts(nonce, now);
  expect([at(5_999), at(6_000), at(6_059), at(6_119), at(6_120)]).toEqual([false, true, true, true, false]);
  expect([nonces.current(6_059), nonces.current(6_060) === nonce]).toEqual([nonce, false]);
});

it('RFC 9449 §9: instances with one key agree, and nobody without it can make one', () => {
  expect(make('key').accepts(nonce, 6_000)).toBe(true);
  expect(make('another key').accepts(nonce, 6_000)).toBe(false);
  expect([undefined, null, '', 6_000, [nonce], `${nonce} `].map((value) => nonces.accepts(value, 6_000))).not.toContain(
    true,
  );
});

it('RFC 9449 §8.1: a nonce is plain characters for a header', () => {
  expect(nonce).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]+$/);
});
