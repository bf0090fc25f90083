import { beforeEach, describe, expect, it } from 'vitest';
import { api, jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { outcome, refused } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);
beforeEach(() => server.on('/introspect', json(active())));
const made = () =>
  createProviderRegistry({ signed: jwtProvider(server.url), opaque: opaqueProvider(server.url) }, { cacheSeconds: 0 });
const demands = { audience: [api], scopes: ['read'], roles: ['user'], groups: ['staff'], acr: ['gold'] };
const claims = () => ({ scope: 'read', roles: ['user'], groups: ['staff'], acr: 'gold' });

describe('values are compared whole, by no pattern (rule 35)', () => {
  it.each([
    ['audience', { aud: `${api}.example.org` }, 'wrong_audience'],
    ['audience', { aud: api.toUpperCase() }, 'wrong_audience'],
    ['scopes', { scope: 'read:all' }, 'insufficient_scope'],
    ['scopes', { scope: 'rea d' }, 'insufficient_scope'],
    ['roles', { roles: ['users'] }, 'forbidden'],
    ['roles', { roles: 'user' }, 'forbidden'],
    ['groups', { groups: ['staff,admins', ' staff', 'STAFF', 'staf', 'staff\n'] }, 'forbidden'],
    ['acr', { acr: ['gold'] }, 'step_up_required'],
    ['acr', { acr: 'golden' }, 'step_up_required'],
  ])('%s: %j is refused', async (_, more, reason) => {
    const registry = made();
    expect(await outcome(registry, issuer.token(claims()), demands)).toBe('ok');
    expect(await outcome(registry, issuer.token({ ...claims(), ...more }), demands)).toBe(reason);
  });

  it('a good token is good each time it is proved: no pattern remembers where it stopped (CVE-2026-35040)', async () => {
    const registry = made();
    const token = issuer.token(claims());
    for (let index = 0; index < 9; index++) {
      expect(await outcome(registry, token, demands)).toBe('ok');
      expect(await outcome(registry, `opaque-${index % 2}`)).toBe('ok');
      expect(await outcome(registry, issuer.token({ aud: 'https://other.example.com' }), demands)).toBe(
        'wrong_audience',
      );
    }
  });

  const long = (text: string) => text.repeat(Math.ceil(8_000 / text.length));
  it.each([
    ['aud', { aud: `${long('a')}!` }],
    ['iss', { iss: `${long('https://')}!` }],
    ['sub', { sub: `${long('a')}\n` }],
    ['scope', { scope: `${long('a ')}!` }],
    ['email', { email: `${long('a@')}!`, email_verified: true }],
    ['email, dotted', { email: `a@${long('a.')}!`, email_verified: true }],
    ['groups', { groups: Array.from({ length: 2_000 }, () => 'a') }],
    ['exp', { exp: now() + 300, nbf: `${long('1')}!` }],
  ])('a long %s costs no time to speak of (CVE-2026-35041)', async (_, more) => {
    const registry = made();
    await refused(registry, issuer.token(claims()));
    const token = issuer.token({ ...claims(), ...more });
    const begun = performance.now();
    await refused(registry, token, demands);
    expect(performance.now() - begun).toBeLessThan(100);
  });

  it.each([
    ['blanks', `Bearer${' '.repeat(16_000)}!`],
    ['padding', `Bearer ${'='.repeat(16_000)}!`],
    ['dots', `Bearer ${'a.'.repeat(8_000)}!`],
    ['signs', `Bearer ${'a=.'.repeat(5_000)}`],
    ['a scheme', `${'a!'.repeat(8_000)}(`],
    ['tabs', `${'\t '.repeat(8_000)}Bearer x${' \t'.repeat(8_000)}\v`],
    ['many schemes', 'Bearer, '.repeat(2_000)],
  ])('nor does a long header of %s (CVE-2026-35041)', async (_, authorization) => {
    const registry = made();
    await registry.verify({ headers: { authorization: 'Bearer x' } });
    const begun = performance.now();
    await expect(registry.verify({ headers: { authorization } })).rejects.toMatchObject({ name: 'AuthError' });
    expect(performance.now() - begun).toBeLessThan(100);
  });
});
