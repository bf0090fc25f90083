import { describe, expect, it } from 'vitest';
import { type Inspection, introspection, tokenInfo } from '../provider/inspection.ts';
import { InspectedFacts } from './inspected-facts.ts';
import { Trace } from './trace.ts';

const asked = introspection('introspect') as Inspection<string>;
const info = { ...tokenInfo('info'), facts: { expiresIn: '/ttl', client: '/app' } } as Inspection<string>;
const facts = (how: Inspection<string> | undefined, document: object) =>
  new InspectedFacts(how, document as never, new Trace());

describe('what an answer says', () => {
  it('is read where the helper points, and nowhere else', () => {
    expect(facts(asked, { client_id: 'client-1', app: 'other' }).get('client')).toBe('client-1');
    expect(facts(info, { client_id: 'client-1', app: 'other' }).get('client')).toBe('other');
    expect(facts(info, { aud: 'api' }).get('audience')).toBeUndefined();
    expect(facts(undefined, { client_id: 'client-1' }).get('client')).toBeUndefined();
  });

  it('of a time is a number of seconds (RFC 7662 §2.2), or a short decimal text from a token-info endpoint', () => {
    expect(facts(asked, { exp: 5.5 }).time('expiresAt')).toBe(5.5);
    expect(facts(info, { ttl: '99' }).time('expiresIn')).toBe(99);
    expect(facts(info, { ttl: '99999999999' }).time('expiresIn')).toBe(99_999_999_999);
    for (const nothing of [undefined, null]) expect(facts(info, { ttl: nothing }).time('expiresIn')).toBeUndefined();
    for (const ttl of ['', ' 9', '9 ', '-9', '9.5', '0x9', '100000000000', '9e1', [9], -9, true]) {
      expect(() => facts(info, { ttl }).time('expiresIn')).toThrow('provider_malformed: expiresIn');
    }
    expect(() => facts(asked, { exp: '99' }).time('expiresAt')).toThrow('provider_malformed: expiresAt: "99".');
  });

  it.each<[string, object, boolean]>([
    ['the client as its subject', { client_id: 'client-1', sub: 'client-1' }, true],
    ['a client and no subject', { client_id: 'client-1' }, true],
    ['a client and null as subject', { client_id: 'client-1', sub: null }, true],
    ['somebody else', { client_id: 'client-1', sub: 'member-1' }, false],
    ['nobody', {}, false],
    ['a client that is no text', { client_id: 7, sub: 7 }, false],
  ])('of a machine: it names %s (RFC 9068 §2.2)', (_, document, expected) => {
    expect(facts(asked, document).isMachine).toBe(expected);
  });

  it('of a machine nothing, where the helper does not read the subject', () => {
    expect(facts(info, { app: 'client-1' }).isMachine).toBe(false);
    expect(facts(undefined, {}).isMachine).toBe(false);
  });
});
