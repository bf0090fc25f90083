import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider, ourClient } from '../__fixtures__/opaque.ts';
import { outcome, refused } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { defineProvider } from '../provider/define.ts';
import { introspection } from '../provider/inspection.ts';
import type { ProviderDefinition } from '../provider/provider.ts';
import type { Refused } from '../provider/refusal-rule.ts';
import { jwt, opaque, type TokenShape } from '../provider/rule.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);
const attributes = { from: 'claims', subject: '/sub' } as const;

/** A provider that takes opaque tokens of these shapes and its issuer's signed ones, and refuses some by sight. */
function acme(refuses: readonly Refused[], shapes: readonly TokenShape[] = [{ prefix: 'at_', alphabet: 'hex' }]) {
  const factory = defineProvider({
    contract: 1,
    id: 'acme',
    name: 'Acme',
    options: z.strictObject({}),
    define: (): ProviderDefinition<string> => ({
      endpoints: { issuer: server.url, introspect: `${server.url}/introspect` },
      client: ourClient,
      accepts: [
        ...shapes.map((shape) =>
          opaque({
            shape,
            binding: 'app',
            inspect: introspection('introspect'),
            attributes: { from: 'inspection', subject: '/sub' },
          }),
        ),
        jwt({ audience: 'https://api.example.com', algorithms: ['ES256'], attributes }),
      ],
      refuses,
    }),
  });
  return factory({});
}

const prefixed = (prefix: string, more: Partial<TokenShape> = {}): Refused => ({
  shape: { prefix, alphabet: 'token68', ...more },
  reason: 'refresh_token',
  detail: 'It is a refresh token.',
});
const only = (refuses: readonly Refused[], shapes?: readonly TokenShape[]) =>
  createProviderRegistry({ a: acme(refuses, shapes) });

beforeEach(() => server.on('/introspect', json(active())));

describe('a kind that is refused by its prefix', () => {
  it('hears its own reason, and nobody is asked', async () => {
    const error = await refused(only([prefixed('rt_')]), 'rt_0f0f');
    expect(error).toMatchObject({
      status: 401,
      reason: 'refresh_token',
      provider: 'a',
      detail: 'It is a refresh token.',
    });
    expect(error?.message).not.toContain('It is a refresh token.');
    expect(server.calls).toEqual([]);
  });

  it('is that kind only where the whole shape fits', async () => {
    const registry = only([prefixed('rt_', { alphabet: 'hex', length: 4 })]);
    expect(await outcome(registry, 'rt_0f0f')).toBe('refresh_token');
    for (const token of ['rt_0f0f0', 'rt_xxxx', 'xrt_0f0f'])
      expect(await outcome(registry, token)).toBe('unrecognised');
  });

  it('may look signed where its shape says so', async () => {
    const token = `rt_${issuer.token()}`;
    expect(await outcome(only([prefixed('rt_')]), token)).not.toBe('refresh_token');
    expect(await outcome(only([prefixed('rt_', { jwtLooking: true })]), token)).toBe('refresh_token');
  });

  it.each([
    ['a longer one that is accepted wins', 'at_', 'at_pub_', 'at_pub_0f', 'ok'],
    ['but not for the rest', 'at_', 'at_pub_', 'at_0f', 'refresh_token'],
    ['a shorter one that is accepted does not win', 'at_pub_', 'at_', 'at_pub_0f', 'refresh_token'],
    ['and keeps the rest', 'at_pub_', 'at_', 'at_0f', 'ok'],
    ['nor does the same one', 'at_', 'at_', 'at_0f', 'refresh_token'],
  ])('%s', async (_, prefix, accepted, token, expected) => {
    expect(await outcome(only([prefixed(prefix)], [{ prefix: accepted, alphabet: 'hex' }]), token)).toBe(expected);
  });

  it('comes before a shape without a prefix', async () => {
    const registry = only([prefixed('rt_')], [{ alphabet: 'token68' }]);
    expect([await outcome(registry, 'rt_0f'), await outcome(registry, 'rx_0f')]).toEqual(['refresh_token', 'ok']);
  });

  it('is left out where `accept` leaves its provider out, and may be taken by another', async () => {
    const b = opaqueProvider(server.url, {}, {}, { id: 'other' });
    const registry = createProviderRegistry({ a: acme([prefixed('rt_')]), b });
    expect(await outcome(registry, 'rt_0f', { accept: ['b'] })).toBe('ok');
    expect(await outcome(registry, 'rt_0f', { accept: ['a'] })).toBe('refresh_token');
    expect(await outcome(registry, 'rt_0f')).toBe('refresh_token');
  });
});

describe('a kind that is refused by its issuer', () => {
  const logins: Refused<'issuer'> = {
    issuer: 'issuer',
    when: ({ typ }, { token_kind }) => typ === 'JWT' && token_kind === 'login',
    reason: 'id_token',
    detail: 'It is the ID token of a login.',
  };
  const login = () => issuer.token({ token_kind: 'login' }, { typ: 'JWT' });

  it('hears its own reason before keys are fetched; `when` sees header and claims', async () => {
    expect(await refused(only([logins]), login())).toMatchObject({ reason: 'id_token', detail: logins.detail });
    expect(server.calls).toEqual([]);
    expect(await outcome(only([logins]), issuer.token({ token_kind: 'login' }))).toBe('ok');
    expect(await outcome(only([logins]), issuer.token({}, { typ: 'JWT' }))).toBe('ok');
  });

  it('is every token of the issuer without `when`, and none of another issuer', async () => {
    const registry = only([{ issuer: 'issuer', reason: 'graph_token' }]);
    expect(await outcome(registry, issuer.token())).toBe('graph_token');
    expect(await outcome(registry, issuer.token({ iss: `${server.url}/other` }))).toBe('unknown_issuer');
    expect(await outcome(registry, issuer.token({ iss: undefined }))).toBe('unknown_issuer');
  });

  it('is left out where `accept` leaves its provider out', async () => {
    const registry = createProviderRegistry({ a: acme([logins]), b: jwtProvider(server.url) });
    expect(await outcome(registry, login(), { accept: ['b'] })).toBe('ok');
    expect(await outcome(registry, login(), { accept: ['a'] })).toBe('id_token');
  });
});

describe('what is refused must be seen by something', () => {
  it.each([
    ['nothing', { reason: 'unbound' }],
    ['an empty prefix', { shape: { prefix: '', alphabet: 'hex' }, reason: 'unbound' }],
    ['an issuer that is not declared', { issuer: 'elsewhere', reason: 'unbound' }],
    ['both at once', { ...prefixed('rt_'), issuer: 'issuer' }],
  ] as const)('%s: the provider is not made', (_, kind) => {
    expect(() => acme([kind])).toThrow('needs a shape with a prefix, or an issuer endpoint that is declared');
  });
});
