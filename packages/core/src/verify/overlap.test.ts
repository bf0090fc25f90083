import { describe, expect, it } from 'vitest';
import { jwtProvider } from '../__fixtures__/issuer.ts';
import { opaqueProvider, ourClient } from '../__fixtures__/opaque.ts';
import { bearer } from '../__fixtures__/registry.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { TokenShape } from '../provider/rule.ts';
import { createProviderRegistry } from '../registry.ts';

const issuer = 'http://127.0.0.1:9';
const shaped = (shape: TokenShape, binding: 'app' | 'login' = 'app') => opaqueProvider(issuer, { shape, binding });

describe('two providers that could take one token', () => {
  it.each([
    ['the same issuer', jwtProvider(issuer), jwtProvider(issuer), `the same issuer ${issuer}`],
    [
      'an issuer in a list',
      jwtProvider(issuer),
      jwtProvider(['https://a.test', issuer], { sharedSubjects: true }),
      `the same issuer ${issuer}`,
    ],
    [
      'the same prefix',
      shaped({ prefix: 'x_', alphabet: 'hex' }),
      shaped({ prefix: 'x_', alphabet: 'base64url' }),
      'the same prefix x_',
    ],
    [
      'shapes with a common token',
      shaped({ alphabet: 'hex', length: 32 }),
      shaped({ alphabet: 'token68' }),
      'tokens of the same shape',
    ],
    [
      'login rules of one client',
      shaped({ alphabet: 'hex' }, 'login'),
      shaped({ alphabet: 'token68' }, 'login'),
      'the tokens that we obtain with the same client id',
    ],
  ])('are refused: %s', (_, one, other, text) => {
    const registry = createProviderRegistry({ one, other });
    expect(() => registry.check()).toThrow(`\`one\` and \`other\` both take ${text}`);
    expect(() => registry.check({ accept: ['one', 'other'] })).toThrow('accept only one of them on a route');
    expect(() => registry.check({ accept: ['one'] })).not.toThrow();
    expect(() => registry.check({ accept: ['other'] })).not.toThrow();
  });

  it.each([
    ['different issuers', jwtProvider('https://a.test'), jwtProvider('https://b.test')],
    ['issuers that differ by a slash', jwtProvider('https://a.test'), jwtProvider('https://a.test/')],
    [
      'prefixes of different length: the longer wins',
      shaped({ prefix: 'x_', alphabet: 'hex' }),
      shaped({ prefix: 'x_a', alphabet: 'hex' }),
    ],
    ['a prefix and a shape', shaped({ prefix: 'x_', alphabet: 'hex' }), shaped({ alphabet: 'token68' })],
    ['shapes of different length', shaped({ alphabet: 'hex', length: 32 }), shaped({ alphabet: 'hex', length: 40 })],
    [
      'login rules of two clients, whose tokens we know',
      shaped({ alphabet: 'hex' }, 'login'),
      opaqueProvider(issuer, { binding: 'login' }, {}, { client: { ...ourClient, id: 'client-2' } }),
    ],
    ['a login rule and a shape', shaped({ alphabet: 'hex' }, 'login'), shaped({ alphabet: 'hex' })],
  ])('are not: %s', (_, one, other) => {
    expect(() => createProviderRegistry({ one, other }).check()).not.toThrow();
  });

  it('are refused at the first bare call, and each time again', async () => {
    const registry = createProviderRegistry({ one: jwtProvider(issuer), other: jwtProvider(issuer) });
    for (const _ of [1, 2]) {
      await expect(registry.verify(bearer('x'))).rejects.toThrow(/`one` and `other`/);
      expect(() => registry.peek(bearer('x'))).toThrow(/`one` and `other`/);
      await expect(registry.explain('x')).rejects.toThrow(/`one` and `other`/);
    }
    await expect(registry.verify(bearer('x'), { accept: ['one'] })).rejects.toMatchObject({ reason: 'unrecognised' });
  });
});

it('an unknown key in `accept` is told with the keys there are', () => {
  const registry = createProviderRegistry({ one: jwtProvider(issuer) });
  try {
    registry.check({ accept: ['one', 'two' as 'one'] });
    expect.unreachable();
  } catch (error) {
    expect(ConfigurationError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'unknown_provider',
      path: ['accept'],
      message: '`accept` names `two`; configured providers are one',
    });
  }
});

it('all the keys there are, where they are several', () => {
  const registry = createProviderRegistry({ one: jwtProvider(issuer), two: jwtProvider('https://a.test') });
  expect(() => registry.check({ accept: ['three' as 'one'] })).toThrow('configured providers are one, two');
});

it('a registry of nobody knows no key', () => {
  expect(() => createProviderRegistry({}).check({ accept: ['one' as never] })).toThrow(
    '`accept` names `one`; configured providers are none',
  );
});

describe('of several providers', () => {
  const providers = {
    one: shaped({ prefix: 'x_', alphabet: 'hex' }),
    two: jwtProvider('https://a.test'),
    three: shaped({ alphabet: 'hex' }, 'login'),
    four: jwtProvider('https://b.test'),
    five: jwtProvider('https://b.test'),
    six: jwtProvider('https://b.test'),
  };

  it('the two that clash are named, and the second is where to look', () => {
    const isRefused = expect.objectContaining({
      code: 'ambiguous_providers',
      path: ['five'],
      message: expect.stringMatching(
        /^`four` and `five` both take the same issuer https:\/\/b\.test, so a token of one could be sent to the other: /,
      ),
    });
    expect(() => createProviderRegistry(providers).check()).toThrow(isRefused);
  });

  it('an `accept` list is known by what is in it: it is refused each time', () => {
    const registry = createProviderRegistry(providers);
    const accept: (keyof typeof providers)[] = ['one', 'two', 'three', 'four'];
    for (const _ of [1, 2]) expect(() => registry.check({ accept })).not.toThrow();
    const clash: (keyof typeof providers)[] = ['four', 'six'];
    for (const _ of [1, 2]) expect(() => registry.check({ accept: clash })).toThrow('`four` and `six`');
  });

  it('rules of one provider do not clash with each other', () => {
    const { accepts, ...rest } = shaped({ prefix: 'x_', alphabet: 'hex' });
    const twice = { ...rest, accepts: [...accepts, ...accepts] };
    expect(() => createProviderRegistry({ twice }).check()).not.toThrow();
  });
});
