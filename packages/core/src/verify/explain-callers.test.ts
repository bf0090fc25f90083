import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { collectLog, outcome } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { origin, provingClient } from '../dpop/__fixtures__/client.ts';
import { introspection } from '../provider/inspection.ts';
import { createProviderRegistry } from '../registry.ts';
import type { Explanation, RegistrySettings } from '../types.ts';

const server = useServer();
const issuer = useIssuer(server);
const client = provingClient();
const bound = () => issuer.token({ cnf: { jkt: client.thumbprint } });
const registry = (settings: RegistrySettings = {}) =>
  createProviderRegistry({ a: jwtProvider(server.url) }, { resource: origin, ...settings });
const find = ({ checks }: Explanation, name: string) => checks.find(({ check }) => check === name);
const possession = 'proof of possession';
afterEach(() => void vi.useRealTimers());
beforeEach(() => server.on('/introspect', json(active())));

describe('explain, about a proof of possession (RFC 9449)', () => {
  it('says that one is needed with each request, and looks at the rest', async () => {
    const explanation = await registry({ dpop: {} }).explain(bound());
    expect(explanation.ok).toBe(true);
    expect(find(explanation, possession)).toEqual({
      check: possession,
      outcome: 'skipped',
      wanted: 'a proof with each request (RFC 9449)',
    });
  });

  it.each<[string, () => string, RegistrySettings, object, string | undefined]>([
    ['a bound token where no proofs are read', bound, {}, {}, 'failed'],
    ['a free token where a route wants a bound one', () => issuer.token(), { dpop: {} }, { dpop: true }, 'failed'],
    ['a free token where all must be bound', () => issuer.token(), { dpop: { required: true } }, {}, 'failed'],
    ['a free token where proofs are read', () => issuer.token(), { dpop: {} }, {}, undefined],
    ['a free token', () => issuer.token(), {}, {}, undefined],
  ])('%s', async (_, make, settings, demands, expected) => {
    const explanation = await registry(settings).explain(make(), demands);
    expect(find(explanation, possession)?.outcome).toBe(expected);
    expect(explanation.ok).toBe(expected === undefined);
  });
});

describe('explain, about a token that we obtained', () => {
  it('goes by what we remember of it, not by what it says of itself', async () => {
    const shape = { alphabet: 'base64url', jwtLooking: true } as const;
    const attributes = { from: 'userinfo', subject: '/sub' } as const;
    const rule = { binding: 'login', inspect: undefined, shape, attributes } as const;
    const made = createProviderRegistry({ a: opaqueProvider(server.url, rule) }, { clockToleranceSec: 0 });
    const token = issuer.token({ iss: 'https://other.test', exp: 'never' });
    server.on('/token', json({ access_token: token, token_type: 'bearer', expires_in: 1 }));
    await made.client('a').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 2_000);
    const { checks, reason } = await made.explain(token);
    expect(reason).toBe('expired');
    expect(find({ ok: false, checks }, 'expiry')?.seen).toMatch(/^\d{10}(\.\d+)? ?(\(20.*\))?$/);
  });

  it('says so, and whose it was when it was first proved', async () => {
    const made = createProviderRegistry({ a: opaqueProvider(server.url, { binding: 'login' }) });
    server.on('/token', json({ access_token: 'token-1', token_type: 'bearer' }));
    await made.client('a').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
    expect(find(await made.explain('token-1'), 'obtained by us')).toMatchObject({ outcome: 'passed' });
    expect(find(await made.explain('token-1'), 'subject of the sign-in')).toMatchObject({ seen: 'member-1' });
    server.on('/introspect', json(active({ sub: 'member-2' })));
    const another = await made.explain('token-1');
    expect([another.reason, find(another, 'subject of the sign-in')?.wanted]).toEqual(['unbound', 'member-1']);
  });
});

describe('explain, about a text of four segments', () => {
  const failed = async (binding: 'app' | 'login') => {
    server.on('/introspect', json({ error: 'unsupported_token_type' }, 400));
    const made = createProviderRegistry({ a: opaqueProvider(server.url, { binding }) });
    const { checks } = await made.explain('a.b.c.d');
    expect(checks.map(({ check }) => check)).toContain('recognised');
    return checks.filter(({ outcome: result }) => result === 'failed').map(({ check }) => check);
  };

  it('finds no fault with its form, where a provider takes such tokens', async () => {
    expect(await failed('app')).toEqual(['asked introspect']);
  });

  it('finds none either, where it could be a token of ours', async () => {
    expect(await failed('login')).toEqual(['recognised']);
  });
});

describe('explain', () => {
  it('looks the local user up as a request does, by an identity that has the token', async () => {
    const tokens: string[] = [];
    const users = {
      find: (auth: { readonly token: string }) => {
        tokens.push(auth.token);
        return { id: '7', username: 'user', active: true, groups: [] };
      },
    };
    const token = issuer.token();
    expect((await registry({ users }).explain(token)).ok).toBe(true);
    expect(tokens).toEqual([token]);
  });

  it('refuses demands that are none, and reports nothing instead', async () => {
    await expect(registry().explain(issuer.token(), { scope: ['x'] } as object)).rejects.toThrow(
      'did you mean `scopes`?',
    );
  });
});

it('what breaks while a token is recognised or proved is told by its name alone', async () => {
  const { lines, log } = collectLog();
  const broken = (): never => {
    throw new RangeError('canary');
  };
  const inspect = introspection('introspect', { judge: broken });
  const made = createProviderRegistry(
    { signed: jwtProvider(server.url, { when: broken }), opaque: opaqueProvider(server.url, { inspect }) },
    { log },
  );
  for (const token of [issuer.token(), 'token-1']) expect(await outcome(made, token)).toBe('store_unavailable');
  const line = ['error', 'unexpected RangeError.'];
  expect(lines.map(({ level, detail }) => [level, detail])).toEqual([line, line]);
});
