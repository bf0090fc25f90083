import { describe, expect, it, vi } from 'vitest';
import { active } from '../__fixtures__/opaque.ts';
import { bearer, collectLog, outcome, quickHttp } from '../__fixtures__/registry.ts';
import { codeGrant as code, goodTokens as good, parsed, post, relayRegistry } from '../__fixtures__/relay.ts';
import { hang, html, json, reset, status, useServer } from '../__fixtures__/server.ts';
import { memoryLoginTokenStore } from '../stores/memory.ts';
import type { RegistrySettings } from '../types.ts';

const server = useServer();
const http = quickHttp(1_000);
const registry = (settings: RegistrySettings = {}) => relayRegistry(server.url, http, { settings });

describe('what the provider says', () => {
  it.each([
    ['invalid_grant', json({ error: 'invalid_grant', error_description: 'canary' }, 400), 400, 'invalid_grant'],
    ['invalid_scope', json({ error: 'invalid_scope' }, 400), 400, 'invalid_scope'],
    ['our credentials are wrong', json({ error: 'invalid_client' }, 401), 503, 'temporarily_unavailable'],
    ['unauthorized_client', json({ error: 'unauthorized_client' }, 400), 503, 'temporarily_unavailable'],
    ['500', status(500), 503, 'temporarily_unavailable'],
    ['HTML', html(), 503, 'temporarily_unavailable'],
    ['no token', json({}), 503, 'temporarily_unavailable'],
    ['a DPoP token', json({ ...good, token_type: 'DPoP' }), 503, 'temporarily_unavailable'],
    ['nothing', hang, 503, 'temporarily_unavailable'],
    ['a cut connection', reset, 503, 'temporarily_unavailable'],
  ])('%s', async (_, handler, expected, error) => {
    server.on('/token', handler);
    const { lines, log } = collectLog();
    const answer = await post(registry({ log }), code);
    expect([answer.status, parsed(answer)]).toEqual([expected, { error }]);
    expect(answer.headers['retry-after']).toBe(expected === 503 ? '5' : undefined);
    const failed = [expect.objectContaining({ level: 'error', event: 'relay_failed', provider: 'a' })];
    expect(lines).toEqual(expected === 503 ? failed : []);
    expect(JSON.stringify(lines)).not.toMatch(/canary|s3cret|code-1|verifier-1/);
  });

  it('tokens are remembered before the answer leaves: if they can not be, there is none', async () => {
    server.on('/token', json(good));
    server.on('/introspect', json(active()));
    const add = vi.fn(() => Promise.reject(new Error('disk full')));
    const made = registry({ loginTokens: { ...memoryLoginTokenStore(), add }, hashKey: new Uint8Array(32) });
    const answer = await post(made, code);
    expect(answer.status).toBe(503);
    expect(answer.body).not.toContain('access-1');
    expect(add).toHaveBeenCalledTimes(1);
    expect(await outcome(made, 'access-1')).toBe('unbound');
  });

  it('a token through the relay works at once, and its subject is learned at the first proof', async () => {
    server.on('/token', json(good));
    server.on('/introspect', json(active()));
    const loginTokens = memoryLoginTokenStore();
    const setSubject = vi.spyOn(loginTokens, 'setSubject');
    const made = registry({ loginTokens, hashKey: new Uint8Array(32) });
    expect(await outcome(made, 'access-1')).toBe('unbound');
    await post(made, code);
    expect(await outcome(made, 'access-1')).toBe('ok');
    expect(setSubject).toHaveBeenCalledExactlyOnceWith(expect.any(String), 'member-1');
    expect((await made.verify(bearer('access-1'))).expiresAt).toBeGreaterThan(Date.now() / 1000);
  });
});
