import { describe, expect, it } from 'vitest';
import { makeKey, signParts } from '../__fixtures__/keys.ts';
import { parseCompact } from '../internal/compact.ts';
import type { Check } from '../types.ts';
import { formFault } from './form.ts';
import { inWords } from './wording.ts';

const key = makeKey();
const told = (claims: object, check: Partial<Check>) => {
  const compact = parseCompact(signParts(key, { alg: 'ES256' }, claims));
  return inWords({ check: 'audience', outcome: 'failed', ...check }, compact);
};

describe('an audience that is refused', () => {
  const wanted = '["https://api.example.com","https://second.test"]';

  it.each(['https://api.example.com/', 'https://second.test/v1'])('is said to be only like ours: %s', (aud) => {
    expect(told({ aud }, { wanted }).fix).toMatch(/only like `https:\/\/(api.example.com|second.test)`/);
  });

  it.each(['a,b', ',', 'https://third.test', ''])('is not said to be like ours: %j', (aud) => {
    expect(told({ aud }, { wanted }).fix).toBeUndefined();
  });
});

describe('a text that is no token', () => {
  const fault = (payload: string) =>
    formFault(
      [{ alg: 'none' }, payload, '']
        .map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'))
        .join('.'),
    );

  it.each([
    ['twice', '{"a":1,"a":2}'],
    ['65 levels', `{"a":${'['.repeat(65)}${']'.repeat(65)}}`],
    ['as many levels as fit', `{"a":${'['.repeat(5_500)}${']'.repeat(5_500)}}`],
  ])('a member %s is told as such (RFC 7519 §4)', (_, payload) => {
    expect(fault(payload)?.seen).toBe('payload: a member that is there twice, or nesting beyond 64');
  });

  it('a member called __proto__ is told as such', () => {
    expect(fault('{"a":[{"__proto__":1}]}')?.seen).toBe('payload: a member called __proto__');
  });
});
