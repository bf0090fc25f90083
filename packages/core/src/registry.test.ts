import { describe, expect, it } from 'vitest';
import { api, jwtProvider, now, useIssuer } from './__fixtures__/issuer.ts';
import { active, opaqueProvider } from './__fixtures__/opaque.ts';
import { bearer, collectLog, outcome, refused } from './__fixtures__/registry.ts';
import { json, status, useServer } from './__fixtures__/server.ts';
import { AuthError } from './errors/auth-error.ts';
import { ConfigurationError } from './errors/configuration-error.ts';
import type { HttpClient } from './http/client.ts';
import { userinfoProof } from './provider/inspection.ts';
import { createProviderRegistry } from './registry.ts';

const server = useServer();
const issuer = useIssuer(server);
const registry = (common = {}, settings = {}) =>
  createProviderRegistry({ a: jwtProvider(server.url, {}, common) }, settings);

describe('making a registry', () => {
  it.each(['A', '1a', 'a_b', 'a b', 'a.b', '', '-a', 'ä', '__proto__x'])('refuses the key %j', (key) => {
    const make = () => createProviderRegistry({ [key]: jwtProvider(server.url) });
    expect(make).toThrow(`provider key \`${key}\`: use lower-case letters, digits and hyphens`);
    expect(make).toThrow(ConfigurationError);
  });

  it('refuses a provider of another contract, by key', () => {
    const provider = { ...jwtProvider(server.url), contract: 2 as 1 };
    expect(() => createProviderRegistry({ a: provider })).toThrow('`a` has provider contract 2; this version reads 1');
  });

  it('leaves out providers that are undefined, and may be empty', async () => {
    expect(createProviderRegistry({ a: jwtProvider(server.url), b: undefined }).keys).toEqual(['a']);
    const empty = createProviderRegistry({});
    expect(await outcome(empty, 'token')).toBe('unrecognised');
    expect(empty.keys).toEqual([]);
  });

  it.each([
    'api.example.com',
    '/api',
    'javascript:alert(1)',
    'https://api.example.com/#x',
    'ftp://x.test',
    'https://u@x.test',
    '',
  ])('refuses the resource %j (RFC 9728 §1.2)', (resource) =>
    expect(() => registry({}, { resource })).toThrow('`resource` must be an http(s) URL without a fragment'),
  );

  it('is frozen, and finds providers by key', () => {
    const made = registry();
    expect(Object.isFrozen(made)).toBe(true);
    expect(made.provider('a').identity).toBe(server.url);
    expect(() => made.provider('b' as 'a')).toThrow('no provider is configured as `b`; configured are a');
  });

  it('warns of every danger the operator chose', () => {
    const { lines, log } = collectLog();
    const spec = {
      binding: 'none',
      inspect: userinfoProof('userinfo'),
      attributes: { from: 'userinfo', subject: '/id' },
    } as const;
    createProviderRegistry({ a: opaqueProvider(server.url, spec, { acceptTokensOfAnyApp: true }) }, { log });
    expect(lines).toEqual([
      { level: 'warn', event: 'dangerous_option', provider: 'a', detail: expect.stringMatching(/^DANGER/) },
    ]);
  });
});

describe('an identity', () => {
  it('is frozen, and keeps the token where nothing enumerates it', async () => {
    const token = issuer.token({ groups: ['a'] });
    const auth = await registry().verify(bearer(token));
    expect([auth, auth.groups, auth.roles, auth.audience, auth.scopes, auth.claims].every(Object.isFrozen)).toBe(true);
    expect(auth.token).toBe(token);
    expect(Object.keys(auth)).not.toContain('token');
    expect(JSON.stringify(auth)).not.toContain(token);
    expect({ ...auth }.token).toBeUndefined();
    expect(() => Object.assign(auth, { subject: 'admin' })).toThrow(TypeError);
    expect(() => (auth.groups as string[]).push('admins')).toThrow(TypeError);
  });

  it('has no member for what is not known', async () => {
    const rule = { audience: api, idTokenGuard: false } as const;
    const made = createProviderRegistry({ a: jwtProvider(server.url, rule) });
    const bare = await made.verify(bearer(issuer.token({ client_id: undefined })));
    const names = ['username', 'email', 'name', 'clientId'];
    expect(names.filter((name) => name in bare)).toEqual([]);
    const more = { preferred_username: 'user', email: 'user@example.com', name: 'A Member' };
    const full = await made.verify(bearer(issuer.token(more)));
    expect(names.filter((name) => name in full)).toEqual(names);
    expect('expiresAt' in full).toBe(true);
    server.on('/introspect', json(active({ exp: undefined })));
    const opaque = createProviderRegistry({ a: opaqueProvider(server.url) });
    expect('expiresAt' in (await opaque.verify(bearer('abc')))).toBe(false);
  });

  it('has the scopes of the token where it is bound by audience, none otherwise', async () => {
    expect((await registry().verify(bearer(issuer.token({ scope: 'read' })))).scopes).toEqual(['read']);
    const byApp = createProviderRegistry({
      a: jwtProvider(server.url, { audience: undefined, clients: ['client-1'] }),
    });
    const auth = await byApp.verify(bearer(issuer.token({ scope: 'read' })));
    expect([auth.scopes, auth.providerScopes]).toEqual([[], ['read']]);
  });

  it('has what `grant` says instead, a list or a function of the facts', async () => {
    const token = issuer.token({ scope: 'admin', roles: ['editor'] });
    expect((await registry({ grant: ['orders:read'] }).verify(bearer(token))).scopes).toEqual(['orders:read']);
    expect((await registry({ grant: [] }).verify(bearer(token))).scopes).toEqual([]);
    const grant = (input: {
      readonly roles: readonly string[];
      readonly subject: string;
      readonly clientId?: string;
    }) => [...input.roles, input.subject, input.clientId ?? ''];
    const auth = await registry({ grant }).verify(bearer(token));
    expect(auth.scopes).toEqual(['editor', 'member-1', 'client-1']);
    expect(Object.isFrozen(auth.scopes)).toBe(true);
    const broken = registry({
      grant: () => {
        throw new TypeError('x');
      },
    });
    expect(await refused(broken, token)).toMatchObject({ status: 503 });
  });
});

describe('authenticate', () => {
  it('gives the identity, or the refusal as a ready answer', async () => {
    const made = registry({}, { resource: api });
    expect(await made.authenticate(bearer(issuer.token()))).toMatchObject({ id: 'a/member-1' });
    const answer = (await made.authenticate({ headers: {} })) as Response;
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="api.example.com", resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"',
    ]);
  });

  it('throws a mistake in the set-up, which is no answer to a caller', async () => {
    const made = createProviderRegistry({ a: jwtProvider(server.url), b: jwtProvider(server.url) });
    await expect(made.authenticate(bearer('x'))).rejects.toThrow(ConfigurationError);
  });
});

describe('refusal', () => {
  it('makes 503 of what nobody foresaw, with nothing of it on the wire (rule 4)', () => {
    const { lines, log } = collectLog();
    const made = registry({}, { log });
    for (const thrown of [new TypeError('canary'), 'canary', undefined, null, { canary: 1 }]) {
      const error = made.refusal(thrown);
      expect(error).toMatchObject({ status: 503, reason: 'store_unavailable' });
      expect(JSON.stringify([error, error.message, lines])).not.toContain('canary');
    }
    expect(lines.every(({ level }) => level === 'error')).toBe(true);
  });

  it('leaves a refusal as it is', () => {
    const error = new AuthError('expired');
    expect(registry().refusal(error)).toBe(error);
  });
});

describe('the log', () => {
  it('has one line for each refusal: reason, provider, reference, level (rule 57)', async () => {
    const { lines, log } = collectLog();
    const made = createProviderRegistry(
      { a: jwtProvider(server.url), b: opaqueProvider(server.url, { shape: { alphabet: 'hex' } }) },
      { log },
    );
    const wrong = await refused(made, issuer.token({ aud: 'x\ny' }));
    await outcome(made, 'nobody~s');
    server.on('/introspect', status(500));
    await outcome(made, 'abc');
    expect(lines).toStrictEqual([
      {
        level: 'info',
        event: 'refused',
        reason: 'wrong_audience',
        provider: 'a',
        ref: wrong?.ref,
        detail: expect.stringContaining('\\n'),
      },
      { level: 'info', event: 'refused', reason: 'unrecognised', ref: expect.any(String) },
      {
        level: 'warn',
        event: 'refused',
        reason: 'provider_unreachable',
        provider: 'b',
        ref: expect.any(String),
        detail: 'introspect: status 500',
      },
    ]);
  });

  it('names the provider for a demand that is not met, and for a remembered refusal', async () => {
    const { lines, log } = collectLog();
    const made = registry({}, { log });
    await outcome(made, issuer.token(), { scopes: ['x'] });
    const old = issuer.token({ exp: now() - 100 });
    await outcome(made, old);
    await outcome(made, old);
    expect(lines.map(({ provider }) => provider)).toEqual(['a', 'a', 'a']);
  });
});

describe('metadata (RFC 9728)', () => {
  it('name the resource, the issuers and the scopes that are granted', () => {
    const made = createProviderRegistry(
      {
        a: jwtProvider([server.url, 'https://two.test'], { sharedSubjects: true }, { grant: ['x'] }),
        b: jwtProvider('https://three.test', {}, { grant: ['x', 'y'] }),
        c: opaqueProvider(server.url),
      },
      { resource: api },
    );
    expect(made.metadata()).toEqual({
      resource: api,
      authorization_servers: [server.url, 'https://two.test', 'https://three.test'],
      scopes_supported: ['x', 'y'],
      bearer_methods_supported: ['header'],
    });
  });

  it('need a resource', () => expect(() => registry().metadata()).toThrow('set `resource` to the URL of this API'));
});

it('another HttpClient may take the place of axios, and is closed with the registry', async () => {
  const sent: string[] = [];
  let closed = 0;
  const http: HttpClient = {
    send: async ({ url, body }) => {
      sent.push(`${url} ${body}`);
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(active())),
      };
    },
    close: async () => void closed++,
  };
  const made = createProviderRegistry({ a: opaqueProvider('https://acme.test') }, { http });
  expect(await outcome(made, 'abc')).toBe('ok');
  expect(sent[0]).toMatch(/^https:\/\/acme\.test\/introspect token_type_hint=access_token&token=abc&/);
  await made.close();
  expect(closed).toBe(1);
});

it('the secret of `hashKey` may be wrapped', async () => {
  server.on('/introspect', json(active()));
  const hashKey = { reveal: () => 'k'.repeat(32), toString: () => '', toJSON: () => '' };
  const made = createProviderRegistry({ a: opaqueProvider(server.url) }, { hashKey });
  expect(await outcome(made, 'abc')).toBe('ok');
  expect(() => createProviderRegistry({}, { hashKey: { ...hashKey, reveal: () => 'short' } })).toThrow(
    'at least 32 bytes',
  );
});
