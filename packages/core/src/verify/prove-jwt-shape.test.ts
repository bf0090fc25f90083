import { describe, expect, it } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { segment, signJwt, signParts } from '../__fixtures__/keys.ts';
import { outcome } from '../__fixtures__/registry.ts';
import { useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);
const registry = () => createProviderRegistry({ a: jwtProvider(server.url) });

describe('the shape of the token (rule 5, RFC 7515 §2 and §5.2, RFC 7519 §4)', () => {
  const parts = () => issuer.token().split('.') as [string, string, string];

  it.each([
    ['two segments', () => parts().slice(0, 2).join('.'), 'unrecognised'],
    ['four segments', () => `${parts().join('.')}.x`, 'unrecognised'],
    ['five segments: JWE is refused before any cryptography', () => `${parts().join('.')}.x.y`, 'unrecognised'],
    ['padding', () => `${parts().join('.')}=`, 'unrecognised'],
    ['base64 for base64url', () => `${segment({ alg: 'ES256' })}.${segment(issuer.claims())}.a+b/`, 'unrecognised'],
    [
      'duplicate member in the claims',
      () => signParts(issuer.key, { alg: 'ES256', kid: 'key-1' }, duplicate()),
      'unrecognised',
    ],
    [
      'duplicate member in the header',
      () => signParts(issuer.key, '{"alg":"ES256","kid":"key-1","kid":"key-1"}', issuer.claims()),
      'unrecognised',
    ],
    [
      '`__proto__` in the claims (rule 24)',
      () =>
        signParts(
          issuer.key,
          { alg: 'ES256', kid: 'key-1' },
          `{"__proto__":{},${JSON.stringify(issuer.claims()).slice(1)}`,
        ),
      'unrecognised',
    ],
    ['claims that are a list', () => signParts(issuer.key, { alg: 'ES256', kid: 'key-1' }, []), 'unrecognised'],
    ['claims that are null', () => signParts(issuer.key, { alg: 'ES256', kid: 'key-1' }, 'null'), 'unrecognised'],
  ])('%s', async (_, make, reason) => {
    expect(await outcome(registry(), make())).toBe(reason);
    expect(server.calls).toEqual([]);
  });

  const duplicate = () => JSON.stringify(issuer.claims()).replace(/}$/, ',"sub":"admin"}');

  it('a last character with bits that nobody reads: one token has one spelling', async () => {
    const token = signJwt(issuer.key, issuer.claims());
    const last = token.slice(-1);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const other = `${token.slice(0, -1)}${letters[letters.indexOf(last) ^ 1]}`;
    expect(Buffer.from(other.split('.')[2] ?? '', 'base64url')).toEqual(
      Buffer.from(token.split('.')[2] ?? '', 'base64url'),
    );
    expect(await outcome(registry(), other)).toBe('unrecognised');
  });
});
