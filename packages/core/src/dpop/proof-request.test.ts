import { describe, expect, it } from 'vitest';
import { keyedHash } from '../internal/hash.ts';
import { memoryReplayGuard } from '../stores/replay-guard.ts';
import type { RequestLike } from '../types.ts';
import { origin, type ProofParts, provingClient, sha256 } from './__fixtures__/client.ts';
import { client, outcome, proofCheck, token } from './__fixtures__/outcome.ts';
import { Nonces } from './nonces.ts';

const proved = (parts: ProofParts, more: Partial<RequestLike> = {}) =>
  outcome({ ...client.request(token, client.proof(token, parts)), ...more });

describe('RFC 9449 §4.3 (9): the URL of the request', () => {
  it.each<[string, string, string]>([
    ['has no query and no fragment', '/orders?page=2', `${origin}/orders`],
    ['has none in htu either', '/orders?page=2', `${origin}/orders?page=3#top`],
    ['has a host in any case', '/orders', 'HTTPS://API.Example.COM/orders'],
    ['may have the default port', '/orders', 'https://api.example.com:443/orders'],
    ['may have escaped letters', '/%6Frders', `${origin}/orders`],
    ['may have escapes in lower case', '/caf%C3%A9', `${origin}/caf%c3%a9`],
    ['may have dot segments', '/a/../orders', `${origin}/orders`],
    ['may be the root', '/', origin],
    ['arrives whole where a Request brings it', 'https://internal.example:3000/orders?a=1', `${origin}/orders`],
  ])('%s', async (_, url, htu) => {
    expect(await proved({ claims: { htu } }, { url })).toBe('ok');
  });

  it('has our origin, whatever Host and absolute targets say', async () => {
    const claims = { htu: 'https://evil.example/orders' };
    const proof = client.proof(token, { claims });
    const headers = {
      dpop: proof,
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
    };
    expect(await outcome({ method: 'GET', url: '/orders', headers })).toContain('htu');
    expect(await outcome({ method: 'GET', url: 'https://evil.example/orders', headers })).toContain('htu');
  });
});

describe('RFC 9449 §11.1: a proof is used up', () => {
  it('by one request', async () => {
    const check = proofCheck();
    const request = client.request(token);
    expect(await outcome(request, { check })).toBe('ok');
    expect(await outcome(request, { check })).toBe('bad_proof invalid_dpop_proof: it was used before');
  });

  it('by one of fifty at once, also where the guard waits', async () => {
    const memory = memoryReplayGuard();
    const use = (key: string, until: number) =>
      new Promise<boolean>((done) => setImmediate(() => done(memory.use(key, until) as boolean)));
    for (const replayGuard of [memory, { scope: 'shared', use } as const]) {
      const check = proofCheck({ replayGuard });
      const request = client.request(token);
      const all = await Promise.all(Array.from({ length: 50 }, () => outcome(request, { check })));
      expect(all.filter((one) => one === 'ok')).toHaveLength(1);
    }
  });

  it('not by a request that was refused', async () => {
    const check = proofCheck();
    const request = client.request(token);
    expect(await outcome({ ...request, method: 'POST' }, { check })).toContain('htm');
    expect(await outcome(request, { check, access: 'another' })).toContain('ath');
    expect(await outcome(request, { check })).toBe('ok');
  });

  it('for its key only: another client may choose the same id', async () => {
    const check = proofCheck();
    const other = provingClient();
    for (const { proof, request, thumbprint } of [client, other]) {
      const signed = proof(token, { claims: { jti: 'one' } });
      expect(await outcome(request(token, signed), { check, bound: thumbprint })).toBe('ok');
    }
  });

  it('until it is too old, and the clock difference over', async () => {
    const seen: [string, number][] = [];
    const use = (key: string, until: number) => seen.push([key, until]) > 0;
    const check = proofCheck({ replayGuard: { scope: 'shared', use } });
    const iat = Math.floor(Date.now() / 1000) - 10;
    const proof = client.proof(token, { claims: { iat, jti: 'one' } });
    expect(await outcome(client.request(token, proof), { check })).toBe('ok');
    expect(seen).toEqual([[sha256(`${client.thumbprint}one`), iat + 90]]);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('redis://secret@host is down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('redis://secret@host is down'))],
    ['answers nothing', () => undefined],
    ['answers what is no boolean', () => Promise.resolve('OK')],
  ])('and nothing passes when the guard %s (rule: closed on store failure)', async (_, use) => {
    const check = proofCheck({ replayGuard: { scope: 'shared', use: use as () => boolean } });
    const result = await outcome(client.request(token), { check });
    expect(result).toMatch(/^store_unavailable: the replay guard/);
    expect(result).not.toContain('secret');
  });

  it('and nothing passes when the guard is full', async () => {
    const check = proofCheck({ replayGuard: memoryReplayGuard(1) });
    expect(await outcome(client.request(token), { check })).toBe('ok');
    expect(await outcome(client.request(token), { check })).toMatch(/^store_unavailable/);
  });
});

describe('RFC 9449 §9: a nonce', () => {
  const nonces = new Nonces((text) => keyedHash(new Uint8Array(32), text), 60);
  const check = () => proofCheck({ nonces });
  const withNonce = (nonce: unknown) => client.request(token, client.proof(token, { claims: { nonce } }));

  it('that is current passes', async () => {
    expect(await outcome(withNonce(nonces.current(Date.now() / 1000)), { check: check() })).toBe('ok');
    expect(await outcome(withNonce(nonces.current(Date.now() / 1000 - 60)), { check: check() })).toBe('ok');
  });

  it.each<[string, unknown, string]>([
    ['absent', undefined, 'absent'],
    ['old', nonces.current(Date.now() / 1000 - 180), 'not a current one'],
    ['invented', 'nonce', 'not a current one'],
    ['no text', 7, 'not a current one'],
  ])('that is %s is asked for again', async (_, nonce, seen) => {
    expect(await outcome(withNonce(nonce), { check: check() })).toBe(`bad_proof use_dpop_nonce: nonce: ${seen}`);
  });

  it('is asked for before the proof is used up, and only of the right key', async () => {
    const one = check();
    const jti = 'one';
    const nonce = nonces.current(Date.now() / 1000);
    const bare = client.proof(token, { claims: { jti } });
    expect(await outcome(client.request(token, bare), { check: one })).toContain('use_dpop_nonce');
    expect(await outcome(client.request(token, client.proof(token, { claims: { jti, nonce } })), { check: one })).toBe(
      'ok',
    );
    expect(await outcome(provingClient().request(token), { check: one })).toContain('invalid_token');
  });
});
