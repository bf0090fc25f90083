import { describe, expect, it } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { opaqueProvider } from '../__fixtures__/opaque.ts';
import { refused } from '../__fixtures__/registry.ts';
import { useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);

describe('what is told of a token that is nobody’s', () => {
  const registry = () =>
    createProviderRegistry({
      signed: jwtProvider('https://id.example.com/'),
      short: opaqueProvider(server.url, { shape: { prefix: 'ab', alphabet: 'hex', length: 4 } }),
      login: opaqueProvider(server.url, { binding: 'login', shape: { alphabet: 'hex', length: 20 } }),
    });

  it.each([
    ['the prefix of a provider', 'ab0123', { accept: ['signed'] }, 'not_accepted', 'it is a token of `short`'],
    ['that prefix alone', 'abcdef01', {}, 'unrecognised', 'it begins like a token of `short`, and is none.'],
    ['the look of our own', 'c'.repeat(20), {}, 'unbound', 'no login or token relay of ours obtained it'],
    ['no look at all', 'xyz', {}, 'unrecognised', undefined],
  ])('with %s', async (_, token, demands, reason, detail) => {
    const error = await refused(registry(), token, demands as never);
    expect([error?.reason, error?.detail]).toEqual([reason, detail]);
  });
});

describe('the issuers that come close (RFC 8725 §3.8)', () => {
  const configured = ['https://id.example.com/', 'https://id.example.com/one', 'https://id.example.com/two/'];
  const all = [...configured, 'https://id.example.com/three', 'https://other.test'];
  const registry = createProviderRegistry(
    Object.fromEntries(all.map((url, index) => [`p${index}`, jwtProvider(url)])) as Record<string, never>,
  );

  it.each<[unknown, readonly string[]]>([
    ['https://id.example.com', ['https://id.example.com/']],
    ['https://ID.example.com/', ['https://id.example.com/']],
    ['http://id.example.com/TWO', ['https://id.example.com/two/']],
    ['HTTP://id.example.com/one/', ['https://id.example.com/one']],
    ['id.example.com/one', ['https://id.example.com/one']],
    ['https://id.example.com/four', configured],
    ['https://other.test/one', ['https://other.test']],
    ['https://id.example.com.evil.test', []],
    ['ftp://other.test', []],
    ['', []],
    [['https://other.test'], []],
    [undefined, []],
  ])('to %j', async (iss, near) => {
    const seen = iss === undefined ? 'absent' : JSON.stringify(iss);
    const wanted = near.map((url) => JSON.stringify(url)).join(' or ');
    const error = await refused(registry, issuer.token({ iss }));
    expect(error?.detail).toBe(`iss ${seen}${wanted && `, wanted ${wanted}`}`);
  });
});
