import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { outcome, quickHttp } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import type { HttpRequest, HttpResponse } from '../http/client.ts';
import { createProviderRegistry } from '../registry.ts';

const wellKnown = '/.well-known/openid-configuration';

describe('one deadline of 5 s (rule 22)', () => {
  const server = useServer();
  const issuer = useIssuer(server);
  const quick = quickHttp(2_000);
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('holds for the metadata, looked for in two places, and the keys together', async () => {
    const tenant = `${server.url}/tenants/one`;
    const inserted = '/.well-known/oauth-authorization-server/tenants/one';
    server.on(inserted, json({ issuer: tenant, jwks_uri: `${server.url}/jwks` }));
    const limits: (number | undefined)[] = [];
    const send = async (request: HttpRequest) => {
      limits.push(request.timeoutMs ?? 5_000);
      const answer = await quick.send(request);
      vi.advanceTimersByTime(2_000);
      return answer;
    };
    const registry = createProviderRegistry({ a: jwtProvider(tenant) }, { http: { send } });
    expect(await outcome(registry, issuer.token({ iss: tenant }))).toBe('ok');
    expect(limits).toEqual([5_000, 3_000, 1_000]);
  });
});

describe('metadata that hang', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  /** An issuer whose metadata may hang, and whose introspection is well; no call may take longer than it is allowed. */
  function issuerWith(url: string) {
    const state = { hangs: false, asked: [] as string[] };
    const answer = (document: object): HttpResponse => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(document)),
    });
    const send = async ({ url: asked, timeoutMs = 5_000 }: HttpRequest): Promise<HttpResponse> => {
      const isMetadata = asked.endsWith(wellKnown);
      const tookMs = isMetadata && state.hangs ? 60_000 : 50;
      await new Promise((resolve) => setTimeout(resolve, Math.min(tookMs, timeoutMs)));
      if (tookMs > timeoutMs) throw new Error('no answer in time');
      state.asked.push(asked);
      return answer(isMetadata ? { issuer: url, introspection_endpoint: `${url}/introspect` } : active());
    };
    const provider = { ...opaqueProvider(url), endpoints: { issuer: url } };
    return { state, registry: createProviderRegistry({ a: provider }, { http: { send } }) };
  }

  it('do not use up the time of a call, where old ones are there: it is made with them (rule 26)', async () => {
    const { state, registry } = issuerWith('https://issuer.example');
    const first = outcome(registry, 'token-1');
    await vi.advanceTimersByTimeAsync(200);
    expect(await first).toBe('ok');
    vi.advanceTimersByTime(3_601_000);
    state.hangs = true;
    const begun = performance.now();
    const second = outcome(registry, 'token-2').then((said) => [said, performance.now() - begun < 3_000]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await second).toEqual(['ok', true]);
  });
});
