import { describe, expect, it } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { bearer } from '../__fixtures__/registry.ts';
import { useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';
import type { RegistrySettings } from '../types.ts';
import { origin, provingClient } from './__fixtures__/client.ts';

const server = useServer();
const issuer = useIssuer(server);
const registryOf = (settings: RegistrySettings<'a', undefined>) =>
  createProviderRegistry({ a: jwtProvider(server.url) }, { resource: origin, ...settings });
const shared = { scope: 'shared', use: () => true } as const;

describe('settings of DPoP', () => {
  it.each<[string, RegistrySettings<'a', undefined>, RegExp]>([
    ['no resource', { resource: undefined, dpop: {} }, /`dpop` needs `resource`/],
    ['a misspelt one', { dpop: { require: true } as object }, /`dpop.require` does not exist; there are required/],
    ['a word for yes', { dpop: { required: 'true' as unknown as boolean } }, /`dpop.required` must be true or false/],
    ['a word for a nonce', { dpop: { nonce: 'no' as unknown as boolean } }, /`dpop.nonce` must be true, false or/],
    ['a misspelt life', { dpop: { nonce: { life: 60 } as object } }, /`dpop.nonce.life` does not exist/],
    ['a time that is a text', { dpop: { maxAgeSec: '60' as unknown as number } }, /`dpop.maxAgeSec` is 60/],
    ['no', { dpop: false as unknown as object }, /`dpop` must be an object/],
    ['null', { dpop: null as unknown as object }, /`dpop` must be an object/],
    ['no algorithm', { dpop: { algorithms: [] } }, /`dpop.algorithms` has none/],
    ['a symmetric algorithm', { dpop: { algorithms: ['HS256' as 'ES256'] } }, /has HS256; it may have ES256/],
    ['proofs that live for hours', { dpop: { maxAgeSec: 3_600 } }, /`dpop.maxAgeSec` is 3600; .* between 1 and 300/],
    ['a time that is none', { dpop: { maxAgeSec: Number.NaN } }, /`dpop.maxAgeSec` is NaN/],
    ['a nonce for a moment', { dpop: { nonce: { lifeSec: 1 } } }, /`dpop.nonce.lifeSec` is 1/],
    [
      'nonces that instances do not share',
      { dpop: { nonce: true, replayGuard: shared } },
      /`dpop.nonce` needs `hashKey`/,
    ],
  ])('%s is refused', (_, settings, message) => {
    expect(() => registryOf(settings)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringMatching(message) }),
    );
  });

  it('a route can not demand proofs that the registry does not read: it says so, and is closed', async () => {
    const registry = registryOf({});
    expect(() => registry.check({ dpop: true })).toThrow(/set it in the registry too/);
    expect(() => registry.check({ dpop: 'yes' as unknown as boolean })).toThrow(/`dpop` must be true or false/);
    expect(() => registryOf({ dpop: {} }).check({ dpop: true, acr: ['strong'] })).not.toThrow();
    await expect(registry.verify(bearer(issuer.token()), { dpop: true })).rejects.toThrow(/only tokens that are bound/);
  });

  it('RFC 9728 §2: are told to clients', () => {
    expect(registryOf({}).metadata()).not.toHaveProperty('dpop_signing_alg_values_supported');
    const some = registryOf({ dpop: { algorithms: ['ES256'] } }).metadata();
    expect(some).toMatchObject({ dpop_signing_alg_values_supported: ['ES256'] });
    expect(some).not.toHaveProperty('dpop_bound_access_tokens_required');
    expect(registryOf({ dpop: { required: true } }).metadata()).toMatchObject({
      dpop_bound_access_tokens_required: true,
    });
  });
});

describe('explain', () => {
  const client = provingClient();
  const bound = () => issuer.token({ cnf: { jkt: client.thumbprint } });
  const possession = async (settings: RegistrySettings<'a', undefined>, token: string) => {
    const { ok, reason, checks } = await registryOf(settings).explain(token);
    return [ok, reason, checks.find(({ check }) => check === 'proof of possession')?.outcome];
  };

  it('says that a bound token needs a proof, which no bare token has', async () => {
    expect(await possession({ dpop: {} }, bound())).toEqual([true, undefined, 'skipped']);
    expect(await possession({}, bound())).toEqual([false, 'unsupported_confirmation', 'failed']);
    expect(await possession({ dpop: { required: true } }, issuer.token())).toEqual([false, 'proof_required', 'failed']);
    expect(await possession({ dpop: {} }, issuer.token())).toEqual([true, undefined, undefined]);
  });
});
