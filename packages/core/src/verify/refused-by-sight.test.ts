import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { api, jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { makeKey, type SigningKey } from '../__fixtures__/keys.ts';
import { active, opaqueProvider, ourClient } from '../__fixtures__/opaque.ts';
import { bearer, outcome, refused } from '../__fixtures__/registry.ts';
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

function define(definition: ProviderDefinition<string>) {
  const options = z.strictObject({});
  return defineProvider({ contract: 1, id: 'acme', name: 'Acme', options, define: () => definition })({});
}

/** A provider that takes opaque tokens of these shapes and its issuer's signed ones, and refuses some by sight. */
function acme(refuses: readonly Refused[], shapes: readonly TokenShape[] = [{ prefix: 'at_', alphabet: 'hex' }]) {
  return define({
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
      jwt({ audience: api, algorithms: ['ES256'], attributes }),
    ],
    refuses,
  });
}

const prefixed = (prefix: string, more: Partial<Omit<TokenShape, 'prefix'>> = {}): Refused => ({
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

  it('a longer one of tokens that we obtain wins too', async () => {
    const attributes = { from: 'userinfo', subject: '/sub' } as const;
    const registry = createProviderRegistry({
      a: define({
        endpoints: { token: `${server.url}/token`, userinfo: `${server.url}/userinfo` },
        client: ourClient,
        accepts: [opaque({ shape: { prefix: 'at_pub_', alphabet: 'hex' }, binding: 'login', attributes })],
        refuses: [prefixed('at_')],
      }),
    });
    server.on('/token', json({ access_token: 'at_pub_0f', token_type: 'bearer' }));
    server.on('/userinfo', json({ sub: 'member-1' }));
    await registry.client('a').exchange({ code: 'code-1', redirectUri: 'https://app.test/callback' });
    const tokens = ['at_pub_0f', 'at_pub_0e', 'at_0f'];
    expect(await Promise.all(tokens.map((token) => outcome(registry, token)))).toEqual([
      'ok',
      'unbound',
      'refresh_token',
    ]);
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
    expect(await outcome(registry, 'rt_0e')).toBe('refresh_token');
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

  it('is taken where another provider of the route is configured for that issuer', async () => {
    const opaqueOnly = define({
      endpoints: { elsewhere: [server.url], introspect: `${server.url}/introspect` },
      client: ourClient,
      accepts: [
        opaque({
          shape: { prefix: 'at_', alphabet: 'hex' },
          binding: 'app',
          inspect: introspection('introspect'),
          attributes: { from: 'inspection', subject: '/sub' },
        }),
      ],
      refuses: [{ issuer: 'elsewhere', reason: 'org_server_token' }],
    });
    const registry = createProviderRegistry({ a: opaqueOnly, b: jwtProvider(server.url) });
    expect(await outcome(registry, issuer.token())).toBe('ok');
    expect(await outcome(registry, issuer.token({ aud: 'else' }))).toBe('wrong_audience');
    expect(await outcome(registry, issuer.token(), { accept: ['a'] })).toBe('org_server_token');
  });
});

describe('what a rule says of its tokens', () => {
  const asking = (spec: Parameters<typeof opaqueProvider>[1]) =>
    createProviderRegistry({ a: opaqueProvider(server.url, spec) });
  const signed = (spec: Parameters<typeof jwtProvider>[1]) =>
    createProviderRegistry({ a: jwtProvider(server.url, spec) });

  it('noneOf: anything but these values is refused, an absent one too', async () => {
    const reject = [{ claim: '/plan', noneOf: ['pro', 1], reason: 'forbidden' }] as const;
    const by = async (plan: unknown) => {
      server.on('/introspect', json(active({ plan })));
      return outcome(asking({ reject }), 'token-1');
    };
    expect([await by('pro'), await by(1)]).toEqual(['ok', 'ok']);
    expect([await by('1'), await by(undefined)]).toEqual(['forbidden', 'forbidden']);
  });

  it('machine: nobody stands behind it, so it has no name', async () => {
    server.on('/introspect', json(active({ username: 'user-1', type: 'robot' })));
    const auth = await asking({ machine: ({ type }) => type === 'robot' }).verify(bearer('token-1'));
    expect([auth.kind, auth.subject, auth.username]).toEqual(['client', 'member-1', undefined]);
    expect(await asking({}).verify(bearer('token-1'))).toMatchObject({ kind: 'user', username: 'user-1' });
  });

  it('machine: of a signed token, beside what RFC 9068 §5 says of that', async () => {
    const registry = signed({ machine: ({ idtyp }) => idtyp === 'app' });
    const kind = async (claims: object) => (await registry.verify(bearer(issuer.token({ ...claims })))).kind;
    const kinds = [await kind({ idtyp: 'app' }), await kind({ sub: 'client-1' }), await kind({ idtyp: 'user' })];
    expect(kinds).toEqual(['client', 'client', 'user']);
  });

  it('clientClaims: the first text among them is the client, and no other claim', async () => {
    const registry = signed({ clientClaims: ['cid', 'app'], clients: ['client-1'] });
    const by = (claims: object) => outcome(registry, issuer.token({ client_id: undefined, ...claims }));
    expect(await by({ cid: 'client-1', app: 'else' })).toBe('ok');
    expect(await by({ cid: 7, app: 'client-1' })).toBe('ok');
    expect(await by({ cid: 'else', app: 'client-1' })).toBe('wrong_app');
    expect(await by({ client_id: 'client-1', azp: 'client-1' })).toBe('wrong_app');
  });

  it('keyIsFor: a key may sign for those alone whom it is published for', async () => {
    const other = makeKey('ES256', 'key-2');
    issuer.publish({ ...issuer.key.jwk, for: 'a' }, { ...other.jwk, for: 'b' });
    const registry = signed({ keyIsFor: (key, { tenant }) => key.for === tenant });
    const by = (tenant: string, key?: SigningKey) => outcome(registry, issuer.token({ tenant }, {}, key));
    expect([await by('a'), await by('b', other), await by('b')]).toEqual(['ok', 'ok', 'bad_signature']);
  });

  it('jwks: keys of a list are those of the issuer at the same place', async () => {
    const [one, two] = [issuer.key, makeKey('ES256', 'key-2')];
    const at = (path: string) => ['a', 'b'].map((name) => `${server.url}/${path}${name}`);
    server.on('/keys/a', json({ keys: [one.jwk] }));
    server.on('/keys/b', json({ keys: [two.jwk] }));
    const rule = { issuer: 'issuer', jwks: 'keys', sharedSubjects: true, audience: api } as const;
    const registry = createProviderRegistry({
      a: define({
        endpoints: { issuer: at(''), keys: at('keys/') },
        accepts: [jwt({ ...rule, algorithms: ['ES256'], attributes })],
      }),
    });
    const by = (name: string, key: SigningKey) => {
      const claims = { iss: `${server.url}/${name}`, iat: now() - 60 };
      return outcome(registry, issuer.token(claims, {}, key));
    };
    expect([await by('a', one), await by('b', two)]).toEqual(['ok', 'ok']);
    expect([await by('a', two), await by('b', one)]).toEqual(['unknown_key', 'unknown_key']);
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

describe('what a provider refuses is checked when it is made', () => {
  it.each([
    ['no sight', [{ reason: 'refresh_token' }], /needs a shape with a prefix, or an issuer endpoint/],
    ['an empty prefix', [prefixed('')], /needs a shape with a prefix/],
    ['an issuer that is not declared', [{ issuer: 'other', reason: 'id_token' }], /issuer endpoint that is declared/],
    ['both', [{ ...prefixed('rt_'), issuer: 'issuer' }], /needs a shape with a prefix, or/],
    ['a reason of its own', [{ ...prefixed('rt_'), reason: 'too_old' }], /`too_old` is no reason of the closed list/],
  ])('%s', (_, refuses, message) => {
    expect(() => acme(refuses as readonly Refused[])).toThrow(message);
  });
});
