import { describe, expect, it } from 'vitest';
import { opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer } from '../__fixtures__/registry.ts';
import { useServer } from '../__fixtures__/server.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const registry = () => createProviderRegistry({ a: opaqueProvider(server.url) });

describe('a demand that is not one fails closed, before any call', () => {
  it.each<[string, object, string]>([
    ['misspelt', { scope: ['w'] }, 'did you mean `scopes`?'],
    ['misspelt', { acept: ['a'] }, 'there is no option `acept`'],
    ['unknown', { verb: 'GET' }, 'there are accept, scopes'],
    ['a text for a list', { scopes: 'w' }, '`scopes` must be a list of strings'],
    ['a text for a list', { accept: 'a' }, '`accept` must be a list of strings'],
    ['a list of something else', { roles: [1] }, '`roles` must be a list of strings'],
    ['a time that is none', { maxAge: '60' }, '`maxAge` must be a number of seconds'],
    ['a time before now', { maxAge: -1 }, '`maxAge` must be a number of seconds'],
    ['a text for a switch', { dpop: 'false' }, '`dpop` must be true or false'],
    ['misspelt in another case', { ADDRES: '' }, 'did you mean `address`?'],
    ['misspelt behind its beginning', { scopse: ['w'] }, 'did you mean `scopes`?'],
    ['an ending alone', { cess: 1 }, 'there is no option `cess`; there are accept, scopes'],
  ])('%s: %o', async (_, demands, text) => {
    const made = registry();
    const isRefused = expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(text) });
    expect(() => made.check(demands)).toThrow(isRefused);
    expect(() => made.peek(bearer('t'), demands)).toThrow(isRefused);
    await expect(made.verify(bearer('t'), demands)).rejects.toThrow(ConfigurationError);
    expect(server.calls).toEqual([]);
  });

  it('what guards add is known, and so is an absent value', () => {
    const demands = { accept: undefined, scopes: ['r'], optional: true, onRefusal: () => {}, address: () => '' };
    expect(() => registry().check(demands)).not.toThrow();
  });

  it('the error names the option (its path), and is the same each time', () => {
    const made = registry();
    const demands = { rolls: ['a'] } as object;
    const isRefused = expect.objectContaining({ code: 'invalid_options', path: ['rolls'] });
    for (const _ of [1, 2]) expect(() => made.check(demands)).toThrow(isRefused);
  });

  it.each([{ maxAge: 0 }, { dpop: false }, { realm: 'x' }, { scopes: [] }])('%j is one', (demands) => {
    expect(() => registry().check(demands)).not.toThrow();
  });

  it('a misspelt setting of the registry is refused too', () => {
    const settings = { resourc: 'https://api.example.com' } as object;
    expect(() => createProviderRegistry({}, settings)).toThrow(/`resourc` does not exist/);
  });
});
