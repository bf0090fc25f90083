import { afterEach, describe, expect, it, vi } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { bearer } from '../__fixtures__/registry.ts';
import { useServer } from '../__fixtures__/server.ts';
import { createProviderRegistry } from '../registry.ts';
import { challengeOf, reasonOf, refusal } from './__fixtures__/api.ts';
import { origin, provingClient } from './__fixtures__/client.ts';
import type { DpopSettings } from './settings.ts';

const server = useServer();
const issuer = useIssuer(server);
const client = provingClient();
const bound = () => issuer.token({ cnf: { jkt: client.thumbprint }, exp: Math.floor(Date.now() / 1000) + 3_600 });
const registryOf = (dpop: DpopSettings = {}) =>
  createProviderRegistry(
    { a: jwtProvider(server.url) },
    { resource: origin, dpop: { algorithms: ['ES256', 'EdDSA'], ...dpop } },
  );
const proofChallenge = (more = '') => `${challengeOf('DPoP', more)}, algs="ES256 EdDSA"`;
const both = (more = '') => `${challengeOf('Bearer', more)}, ${proofChallenge(more)}`;
afterEach(() => void vi.useRealTimers());

describe('the challenge (RFC 9449 §7.1, §7.2)', () => {
  it('names both schemes where both are taken, and the algorithms of proofs', async () => {
    const registry = registryOf();
    const missing = await refusal(registry, { headers: {} });
    expect(missing?.headers['www-authenticate']).toBe(both());
    const expired = await refusal(registry, bearer(issuer.token({ exp: 1 })));
    expect(expired?.headers['www-authenticate']).toBe(both('error="invalid_token", '));
    const scope = await refusal(registry, client.request(bound()), { scopes: ['a'] });
    expect(scope?.headers['www-authenticate']).toBe(both('error="insufficient_scope", scope="a", '));
  });

  it('names DPoP alone where only bound tokens are taken', async () => {
    expect((await refusal(registryOf({ required: true }), { headers: {} }))?.headers['www-authenticate']).toBe(
      proofChallenge(),
    );
    expect((await refusal(registryOf(), { headers: {} }, { dpop: true }))?.headers['www-authenticate']).toBe(
      proofChallenge(),
    );
  });

  it.each<[string, () => Parameters<typeof refusal>[1], string, string]>([
    ['came as Bearer', () => bearer(bound()), 'proof_required', 'invalid_token'],
    [
      'came without a proof',
      () => ({ ...client.request('x'), headers: { authorization: `DPoP ${bound()}` } }),
      'proof_required',
      'invalid_token',
    ],
    ['came with a bad proof', () => client.request(bound(), 'a.b.c'), 'bad_proof', 'invalid_dpop_proof'],
    ['belongs to another key', () => provingClient().request(bound()), 'bad_proof', 'invalid_token'],
  ])('of a bound token that %s', async (_, request, reason, error) => {
    const refused = await refusal(registryOf(), request());
    expect([refused?.status, refused?.reason]).toEqual([401, reason]);
    expect(refused?.headers['www-authenticate']).toBe(proofChallenge(`error="${error}", `));
    expect(refused?.headers['dpop-nonce']).toBeUndefined();
  });

  it('repeats nothing of token and proof', async () => {
    const token = bound();
    const proof = client.proof(token, { claims: { htu: 'https://canary.example/' } });
    const refused = await refusal(registryOf(), client.request(token, proof));
    const text = JSON.stringify([refused?.headers, refused?.toBody(), refused?.message]);
    for (const part of [token, proof, ...proof.split('.')]) expect(text).not.toContain(part);
    expect(JSON.stringify([refused?.headers, refused?.toBody()])).not.toContain('canary');
  });
});

describe('RFC 9449 §9: nonces', () => {
  it('are handed out with the refusal, and the retry passes', async () => {
    const registry = registryOf({ nonce: true });
    const token = bound();
    const first = await refusal(registry, client.request(token));
    expect(first?.headers['www-authenticate']).toBe(proofChallenge('error="use_dpop_nonce", '));
    const nonce = first?.headers['dpop-nonce'];
    const retry = client.proof(token, { claims: { nonce } });
    expect(await reasonOf(registry, client.request(token, retry))).toBe('ok');
  });

  it('serve for their time and as long again, then a new one comes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const registry = registryOf({ nonce: { lifeSec: 60 } });
    const token = bound();
    const ask = async (nonce: string | undefined) =>
      refusal(registry, client.request(token, client.proof(token, { claims: { nonce } })));
    const nonce = (await ask(undefined))?.headers['dpop-nonce'];
    vi.advanceTimersByTime(60_000);
    expect(await ask(nonce)).toBeUndefined();
    vi.advanceTimersByTime(60_000);
    const stale = await ask(nonce);
    expect(stale?.headers['www-authenticate']).toContain('error="use_dpop_nonce"');
    expect(stale?.headers['dpop-nonce']).not.toBe(nonce);
    expect(await ask(stale?.headers['dpop-nonce'])).toBeUndefined();
  });

  it('of one instance serve at another with the same key, and at no third', async () => {
    const at = (fill: number) =>
      createProviderRegistry(
        { a: jwtProvider(server.url) },
        { resource: origin, dpop: { nonce: true }, hashKey: new Uint8Array(32).fill(fill) },
      );
    const token = bound();
    const nonce = (await refusal(at(1), { headers: {} }))?.headers['dpop-nonce'];
    const request = () => client.request(token, client.proof(token, { claims: { nonce } }));
    expect([await reasonOf(at(1), request()), await reasonOf(at(2), request())]).toEqual(['ok', 'bad_proof']);
  });
});

describe('RFC 9470: step-up', () => {
  const strong = { acr: ['strong', 'stronger'], maxAge: 60 } as const;
  const challenged = 'error="insufficient_user_authentication", acr_values="strong stronger"';

  it.each<[unknown, string]>([
    ['strong', 'ok'],
    ['stronger', 'ok'],
    ['weak', 'step_up_required'],
    ['stron', 'step_up_required'],
    ['strong stronger', 'step_up_required'],
    [['strong'], 'step_up_required'],
    [undefined, 'step_up_required'],
    [null, 'step_up_required'],
  ])('a token whose acr is %j: %s', async (acr, expected) => {
    const registry = registryOf();
    const token = issuer.token({ acr });
    expect(await reasonOf(registry, bearer(token), { acr: strong.acr })).toBe(expected);
    expect(await reasonOf(registry, bearer(token), { acr: strong.acr })).toBe(expected);
    expect(await reasonOf(registry, bearer(token))).toBe('ok');
  });

  it('§3: the challenge says which class and age are wanted', async () => {
    const registry = createProviderRegistry({ a: jwtProvider(server.url) }, { resource: origin });
    const of = async (demands: object) =>
      (await refusal(registry, bearer(issuer.token()), demands))?.headers['www-authenticate'];
    expect(await of({ acr: strong.acr })).toBe(challengeOf('Bearer', `${challenged}, `));
    expect(await of(strong)).toBe(challengeOf('Bearer', `${challenged}, max_age="60", `));
    expect(await of({ maxAge: 60 })).toContain('error="insufficient_user_authentication", max_age="60", resource');
  });
});
