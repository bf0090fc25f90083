import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Attributes } from './attributes.ts';
import { defineProvider } from './define.ts';
import { call, introspection, tokenInfo, userinfoProof } from './inspection.ts';
import type { CommonOptions, ProviderDefinition } from './provider.ts';
import { type Binding, jwt, opaque } from './rule.ts';

const endpoints = { userinfo: 'https://acme.test/me', introspect: 'https://acme.test/introspect' };
const client = { id: 'client-1', authentication: 'none' } as const;
const attributes = { from: 'userinfo', subject: '/id' } as const;
const shape = { alphabet: 'hex' } as const;

/** Makes a provider that says exactly this, as one written without a compiler could. */
function make(definition: Record<string, unknown>, common: CommonOptions = {}) {
  const factory = defineProvider({
    contract: 1,
    id: 'acme',
    name: 'Acme',
    options: z.strictObject({}),
    define: () => ({ endpoints, client, ...definition }) as unknown as ProviderDefinition<string>,
  });
  return () => factory(common);
}

const bound = (binding: Binding, more: object = {}) => ({
  accepts: [opaque({ shape, binding, inspect: userinfoProof('userinfo'), attributes, ...more })],
});

describe('what `define` returns', () => {
  it.each(['accept', 'endpoint', 'userinfo'])('may not hold the unknown field `%s`', (field) => {
    expect(make({ ...bound('login'), [field]: {} })).toThrow(
      `acme: \`define\` returned \`${field}\`; known are endpoints`,
    );
  });

  it('must accept something', () => {
    expect(make({ accepts: [] })).toThrow('acme: accepts no kind of token');
  });

  it('must declare the endpoints that its rules name', () => {
    const rule = opaque({
      shape,
      binding: 'login',
      inspect: userinfoProof('userinfo'),
      attributes: { from: 'me', subject: '/id' },
    });
    expect(make({ accepts: [rule] })).toThrow('acme: a rule names the endpoint `me`, which is not declared');
    const again = opaque({
      shape,
      binding: 'login',
      inspect: userinfoProof('userinfo', { again: 'alive' }),
      attributes,
    });
    expect(make({ accepts: [again] })).toThrow('`alive`');
    const mark = opaque({
      shape,
      binding: 'login',
      inspect: userinfoProof('userinfo'),
      attributes: { ...attributes, email: { pointer: '/0', from: 'emails' } },
    });
    expect(make({ accepts: [mark] })).toThrow('`emails`');
  });

  it('may leave known endpoints to discovery where it has an issuer', () => {
    const rule = opaque({ shape, binding: 'app', inspect: introspection('introspect'), attributes });
    expect(make({ endpoints: { issuer: 'https://acme.test' }, accepts: [rule] })).not.toThrow();
    expect(make({ endpoints: { token: 'https://acme.test' }, accepts: [rule] })).toThrow('`introspect`');
    // Of a list nobody says whose metadata count.
    expect(make({ endpoints: { issuer: ['https://acme.test'] }, accepts: [rule] })).toThrow('`introspect`');
  });

  it('may not send our credentials in the header that the token needs: any token would look good', () => {
    const send = { send: 'bearer', facts: { client: '/client' } } as const;
    const by = (authentication: 'client' | 'basic' | { bearer: () => string }, place: 'post' | 'basic') => ({
      ...bound('app', { inspect: call('introspect', { ...send, authentication }) }),
      client: { ...client, authentication: `client_secret_${place}` },
    });
    const text = 'acme: a call sends the token as bearer and our client in the same header';
    expect(make(by('client', 'basic'))).toThrow(text);
    expect(make(by('basic', 'post'))).toThrow(text);
    expect(make(by({ bearer: () => 'x' }, 'post'))).toThrow(text);
    expect(make(by('client', 'post'))).not.toThrow();
    const revocation = { send: 'bearer', authentication: 'basic' };
    expect(make({ ...bound('login'), revocation })).toThrow(text);
  });
});

describe('whom tokens were issued to must be known (rules 9 and 12, GHSA-wcvh-g65p-v576)', () => {
  it('refuses to start with `binding: none` unless the operator says the loud word', () => {
    expect(make(bound('none'))).toThrow('use `binding: login`, or say `acceptTokensOfAnyApp: true` if you accept that');
    expect(make(bound('none'))).toThrow(
      expect.objectContaining({ code: 'unbound_tokens', path: ['acceptTokensOfAnyApp'] }),
    );
    const provider = make(bound('none'), { acceptTokensOfAnyApp: true })();
    expect(provider.warnings).toEqual([{ reason: 'any_app', text: expect.stringMatching(/^DANGER: tokens of Acme/) }]);
  });

  it('does not warn of a word that has no effect', () => {
    expect(make(bound('login'), { acceptTokensOfAnyApp: true })().warnings).toEqual([]);
  });

  it.each([
    ['audience without a value', bound('audience', { inspect: introspection('introspect') }), 'needs an `audience`'],
    ['an empty audience', bound('audience', { inspect: introspection('introspect'), audience: '' }), 'is empty'],
    ['an empty client', bound('app', { inspect: introspection('introspect'), clients: [''] }), 'is empty'],
    [
      'app without our client',
      { client: undefined, ...bound('app', { inspect: introspection('introspect') }) },
      'client ids that are ours',
    ],
    ['login without our client', { client: undefined, ...bound('login') }, 'needs a `client`'],
    ['app by an inspection that names no client', bound('app'), '`userinfo` does not tell the client'],
    [
      'audience by an inspection that names none',
      bound('audience', { audience: 'api', inspect: tokenInfo('userinfo', { facts: { client: '/aud' } }) }),
      '`tokenInfo` does not tell the audience',
    ],
    ['app without an inspection', bound('app', { inspect: undefined }), 'needs `inspect`'],
    ['none without an inspection', bound('none', { inspect: undefined }), 'acceptTokensOfAnyApp'],
  ])('refuses %s', (_, definition, text) => expect(make(definition)).toThrow(text));

  it('refuses an empty client id, which a token without one would match', () => {
    expect(make({ ...bound('login'), client: { id: '', authentication: 'none' } })).toThrow('the client id is empty');
  });

  it('refuses a signed token bound to nothing', () => {
    const signed = (spec: object) => ({
      endpoints: { issuer: 'https://acme.test' },
      client: undefined,
      accepts: [jwt({ algorithms: ['ES256'], attributes: { from: 'claims', subject: '/sub' }, ...spec })],
    });
    expect(make(signed({}))).toThrow('a rule needs an `audience` or client ids that are ours');
    expect(make(signed({ audience: [] }))).toThrow('a rule needs an `audience`');
    expect(make(signed({ audience: ['api', ''] }))).toThrow('an audience or client id is empty');
    expect(make(signed({ audience: 'api' }))).not.toThrow();
    expect(make(signed({ clients: ['client-1'] }))).not.toThrow();
  });

  it('takes a vendor check that tells the client', () => {
    const check = call('introspect', { facts: { client: '/app/client_id' } });
    expect(make(bound('app', { inspect: check }))).not.toThrow();
  });
});

describe('rules that could not work', () => {
  const signed = (spec: object, attributes: Attributes<string> = { from: 'claims', subject: '/sub' }) => ({
    endpoints: { issuer: 'https://acme.test' },
    accepts: [jwt({ audience: 'api', algorithms: ['ES256'], attributes, ...spec })],
  });

  it('a list of keys that does not match the list of issuers, also where an operator gave one of them', () => {
    const at = (...names: string[]) => names.map((name) => `https://${name}.test`);
    const listed = (issuer: unknown, keys: unknown) => ({
      endpoints: { issuer, keys },
      accepts: signed({ jwks: 'keys', sharedSubjects: true }).accepts,
    });
    expect(make(listed(at('a', 'b', 'c'), at('k', 'l')))).toThrow('`keys` lists 2 URLs for the 3 of `issuer`');
    expect(make(listed('https://a.test', at('k', 'l')))).toThrow('`keys` lists 2 URLs for the 1 of `issuer`');
    expect(make(listed('https://a.test', []))).toThrow('`keys` lists 0 URLs');
    const two = listed(at('a', 'b'), at('k', 'l'));
    expect(make(two)).not.toThrow();
    expect(make(two, { endpoints: { issuer: at('mine') } })).toThrow('`keys` lists 2 URLs for the 1');
    expect(make(two, { endpoints: { keys: 'https://mine.test' } })).not.toThrow();
    expect(make(listed(at('a', 'b'), at('k')))).not.toThrow();
  });

  it.each([
    ['no algorithm', signed({ algorithms: [] }), 'allows no algorithm'],
    ['HMAC (RFC 8725 §3.1)', signed({ algorithms: ['ES256', 'HS256'] }), '`HS256` is not an asymmetric'],
    ['none (RFC 8725 §3.1)', signed({ algorithms: ['none'] }), '`none` is not an asymmetric'],
    [
      'a JWT rule that reads an inspection',
      signed({}, { from: 'inspection', subject: '/sub' }),
      'read from `inspection`',
    ],
    [
      'an opaque rule that reads claims',
      bound('login', { attributes: { from: 'claims', subject: '/sub' } }),
      'from `claims`',
    ],
    [
      'an inspection that is not made',
      bound('login', { inspect: undefined, attributes: { from: 'inspection', subject: '/sub' } }),
      'from `inspection`',
    ],
    [
      'an attribute of an inspection that is not made',
      bound('login', {
        inspect: undefined,
        attributes: { ...attributes, email: { pointer: '/e', from: 'inspection' } },
      }),
      'from `inspection`',
    ],
    [
      'a subject that is no pointer',
      bound('login', { attributes: { from: 'userinfo', subject: 'id' } }),
      '`id` is not a JSON Pointer',
    ],
    [
      'a pointer to a prototype (rule 34)',
      bound('login', { attributes: { ...attributes, name: '/constructor/name' } }),
      'is not a JSON Pointer',
    ],
  ])('%s', (_, definition, text) => expect(make(definition)).toThrow(text));
});
