import { describe, expect, it } from 'vitest';
import { audienceOf, foreignKind, scopeList, scopesOf, timeOf } from './claims.ts';

describe('scopes (RFC 6749 §3.3)', () => {
  it.each<[object, readonly string[] | undefined]>([
    [{}, []],
    [{ scope: 'read' }, ['read']],
    [{ scp: ['read'] }, ['read']],
    [{ scope: 'a b', scp: ['b', 'a'] }, ['a', 'b']],
    [{ scope: 'b a', scp: 'a b' }, ['b', 'a']],
    [{ scope: 'a', scp: 'a b' }, undefined],
    [{ scope: 'a', scp: 7 }, ['a']],
    [{ scope: '', scp: [] }, []],
  ])('of %j', (document, scopes) => expect(scopesOf(document as never)).toEqual(scopes));

  it('are parted by one space or more', () => expect(scopeList(' read  write ')).toEqual(['read', 'write']));

  it.each([7, null, undefined, {}, ['read', 7]])('are none: %j', (value) => expect(scopeList(value)).toBeUndefined());
});

it.each([
  [0, 0],
  [1.5, 1.5],
  [99_999_999_999, 99_999_999_999],
  [1e11, undefined],
  [-1, undefined],
  [-0.5, undefined],
  [Number.NaN, undefined],
  ['5', undefined],
  [null, undefined],
])('%j as a time is %j (RFC 7519 §2, NumericDate)', (value, time) => expect(timeOf(value)).toBe(time));

it.each<[unknown, readonly string[]]>([
  ['api', ['api']],
  [
    ['api', 'other'],
    ['api', 'other'],
  ],
  [['api', 7], []],
  [{ 0: 'api' }, []],
  [undefined, []],
])('%j as an audience is %j (RFC 7519 §4.1.3)', (value, audience) => expect(audienceOf(value)).toEqual(audience));

describe('what a document says that it is (rule 11)', () => {
  it.each([
    [{ token_use: 'ID' }, 'id_token'],
    [{ typ: 'id_token' }, 'id_token'],
    [{ token_type: 'Refresh' }, 'refresh_token'],
    [{ token_use: 'refresh_token' }, 'refresh_token'],
    [{ typ: 'offline' }, 'refresh_token'],
    [{ typ: 'logout' }, 'unrecognised'],
    [{ token_use: 'access', typ: 'Bearer', token_type: 'refresh' }, 'refresh_token'],
    [{ events: {} }, 'unrecognised'],
    [{ token_use: ['id'] }, undefined],
  ])('%j', (document, reason) => expect(foreignKind(document)).toBe(reason));

  it('DPoP, where it is bound to a key and nowhere else (RFC 9449 §6)', () => {
    expect(foreignKind({ token_type: 'DPoP' }, 'thumbprint')).toBeUndefined();
    for (const bound of [undefined, null]) {
      expect(foreignKind({ token_type: 'DPoP' }, bound)).toBe('unsupported_confirmation');
    }
    expect(foreignKind({ typ: 'ID', token_type: 'DPoP' }, 'thumbprint')).toBe('id_token');
    expect(foreignKind({ token_type: 'DPoP', events: {} }, 'thumbprint')).toBe('unrecognised');
  });
});
