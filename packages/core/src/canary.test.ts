import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { memoryFactsStore } from './__fixtures__/facts-store.ts';
import { jwtProvider, useIssuer } from './__fixtures__/issuer.ts';
import { makeKey, signJwt } from './__fixtures__/keys.ts';
import { active, opaqueProvider } from './__fixtures__/opaque.ts';
import { collectLog, quickHttp } from './__fixtures__/registry.ts';
import { type Handler, hang, html, json, reset, status, text, useServer } from './__fixtures__/server.ts';
import { everything, spilled } from './__fixtures__/spill.ts';
import { provingClient } from './dpop/__fixtures__/client.ts';
import type { HttpClient, HttpRequest } from './http/client.ts';
import { userinfoProof } from './provider/inspection.ts';
import { toSecret } from './provider/secret.ts';
import { createProviderRegistry } from './registry.ts';
import { memoryLoginTokenStore, memoryRevocationStore } from './stores/memory.ts';
import type { RegistrySettings, RequestLike } from './types.ts';

const server = useServer();
const issuer = useIssuer(server);
const realHttp = quickHttp(300);
const word = (name: string) => `canary${name}${randomBytes(12).toString('hex')}`;
afterEach(() => void vi.restoreAllMocks());

/** What must not come out anywhere. Words of a provider's answers are secrets too: nobody knows what is in them. */
const secret = {
  opaque: word('opaque'),
  login: word('login'),
  foreign: word('foreign'),
  refresh: word('refresh'),
  clientSecret: word('clientsecret'),
  code: word('code'),
  verifier: word('verifier'),
  hashKey: word('hashkey'),
  cookie: word('cookie'),
  proof: word('proof'),
  body: word('body'),
  connection: word('connection'),
};

/** Signed tokens: good, of another key, expired, for another API, of no known issuer. */
function signedTokens(): readonly string[] {
  const other = makeKey('ES256', issuer.key.kid);
  return [
    issuer.token(),
    signJwt(other, issuer.claims()),
    issuer.token({ exp: 1 }),
    issuer.token({ aud: 'https://other.example.com' }),
    issuer.token({ iss: 'https://nobody.example.com' }),
    issuer.token({}, { kid: 'nobody' }),
    issuer.token({ typ: 'Refresh' }),
    issuer.token({ cnf: { 'x5t#S256': 'abc' } }),
  ];
}

/** Ways to send credentials, good and bad. */
const requests = (token: string): RequestLike[] => {
  const cookie = `session=${secret.cookie}`;
  const plain = (authorization: string) => ({
    method: 'GET',
    headers: { authorization, cookie, dpop: secret.proof },
    url: `/x?access_token=${token}`,
  });
  return [
    plain(`Bearer ${token}`),
    plain(`bearer   ${token}`),
    plain(`Bearer ${token}, ${token}`),
    plain(`Bearer ${token} ${token}`),
    plain(`Basic ${token}`),
    plain(`DPoP ${token}`),
    plain(token),
    { headers: { cookie }, rawHeaders: ['Authorization', `Bearer ${token}`, 'Authorization', `Bearer ${token}`] },
  ];
};

const faults: readonly Handler[] = [
  json({ error: secret.body, error_description: secret.body, keys: secret.body, issuer: secret.body }, 400),
  json({ error: 'invalid_client', error_description: secret.body }, 401),
  json({ [secret.body]: secret.body }, 403, { 'retry-after': '1', 'x-what': secret.body }),
  text(secret.body),
  text(`{"${secret.body}": `),
  html(),
  hang,
  reset,
  status(302, { location: `/${secret.body}` }),
  json({ active: false, detail: secret.body }),
  json({ active: secret.body, sub: secret.body }),
  json({ keys: [{ kty: 'oct', k: secret.body }], issuer: secret.body, jwks_uri: `http://${secret.body}.example.com` }),
];

const provided = () => {
  const client = {
    id: 'client-1',
    secret: toSecret(secret.clientSecret),
    authentication: 'client_secret_post',
  } as const;
  const shape = (prefix: string) => ({ shape: { prefix, alphabet: 'token68' } }) as const;
  const proof = { inspect: userinfoProof('userinfo'), attributes: { from: 'userinfo', subject: '/sub' } } as const;
  return {
    jwt: jwtProvider(server.url),
    opaque: opaqueProvider(server.url, shape('canaryopaque'), {}, { client }),
    login: opaqueProvider(
      server.url,
      { ...shape('canarylogin'), binding: 'login', ...proof },
      { relay: {} },
      { client },
    ),
  };
};

/** A registry at its most talkative, and all that it told. */
function witnessed(settings: RegistrySettings = {}) {
  const told: string[] = [];
  const note = (value: unknown) => void told.push(everything(value));
  const { lines, log } = collectLog();
  const urls: string[] = [];
  const http: HttpClient = {
    send: (request: HttpRequest) => {
      urls.push(request.url);
      return realHttp.send(request);
    },
  };
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, name).mockImplementation((...words) => note(words));
  }
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      note(String(chunk));
      return true;
    });
  }
  const resource = 'https://api.example.com';
  const common = { http, log, resource, hashKey: toSecret(secret.hashKey) } as const;
  const registry = createProviderRegistry(provided(), { ...common, ...(settings as object) });
  const settle = async (work: () => Promise<unknown>) => note(await work().catch((error: unknown) => error));
  return {
    registry,
    note,
    settle,
    all: () => [...told, everything(lines), ...urls].join('\n'),
    count: () => told.length,
  };
}

/** Whatever is asked about a token, in every way. */
async function askAll({ registry, note, settle }: ReturnType<typeof witnessed>, token: string): Promise<void> {
  for (const request of requests(token)) {
    await settle(() => registry.verify(request, { scopes: ['orders:read'] }));
    await settle(async () => {
      const answer = await registry.authenticate(request);
      return answer instanceof Response ? [answer.status, answer.headers, await answer.text()] : 'let in';
    });
    const known = registry.peek(request, { roles: ['admin'] });
    if (known instanceof Error) note(known);
  }
  await settle(() => registry.explain(token));
}

describe('no secret is in a log, an error, an answer, an explanation or a URL (rule 56)', () => {
  it('whatever the providers do, and however the token is sent', async () => {
    const seen = witnessed({ dpop: { nonce: true } });
    const { registry, note, settle } = seen;
    const client = registry.client('login');
    const tokens = [secret.opaque, secret.login, secret.foreign];
    const signed = signedTokens();
    note([registry, provided(), registry.metadata()]);
    for (const fault of faults) {
      const paths = ['/jwks', '/.well-known/openid-configuration', '/introspect', '/userinfo', '/token', '/revoke'];
      for (const path of paths) server.on(path, fault);
      await Promise.all([...tokens, ...signed.slice(0, 2)].map((token) => askAll(seen, token)));
      await settle(() =>
        client.exchange({ code: secret.code, redirectUri: 'https://app.test/cb', codeVerifier: secret.verifier }),
      );
      await settle(() => client.refresh(secret.refresh));
      await settle(() => client.revoke(secret.foreign));
      // What userinfo gives is for its caller, who asked for it.
      await settle(() => client.userinfo({ token: secret.login }).then(() => 'given'));
      registry.purge();
    }
    vi.restoreAllMocks();
    expect(seen.count()).toBeGreaterThan(1_000);
    const bodies = signed.flatMap((token) => token.split('.').slice(1));
    const jws = Object.fromEntries(bodies.map((part, index) => [`part ${index} of a signed token`, part]));
    expect(spilled(seen.all(), { ...secret, ...jws })).toEqual([]);
  }, 60_000);

  it('when all is well: tokens are in the hands of the caller alone', async () => {
    server.on('/introspect', json(active({ secret: 'not ours' })));
    server.on('/userinfo', json({ sub: 'member-1' }));
    const tokens = { access_token: secret.login, token_type: 'bearer', refresh_token: secret.refresh };
    server.on('/token', json({ ...tokens, id_token: secret.foreign }));
    const rows: unknown[] = [];
    const revocations = memoryRevocationStore();
    const loginTokens = memoryLoginTokenStore();
    const add = (store: { add(what: never): Promise<void> }) => async (what: unknown) => {
      rows.push(what);
      await store.add(what as never);
    };
    const sharedFacts = memoryFactsStore();
    const seen = witnessed({
      sharedFacts,
      dpop: {},
      revocations: Object.create(revocations, { add: { value: add(revocations) } }),
      loginTokens: Object.create(loginTokens, { add: { value: add(loginTokens) } }),
      users: { find: async ({ subject }) => ({ id: subject, username: subject, active: true, groups: [] }) },
    });
    const { registry, note, settle } = seen;
    const client = registry.client('login');
    await settle(async () => ({
      ...(await client.exchange({ code: secret.code, redirectUri: 'https://app.test/cb' })),
    }));
    const good = [secret.opaque, secret.login, ...signedTokens()];
    for (const token of good) {
      await askAll(seen, token);
      const auth = await registry
        .verify({ headers: { authorization: `Bearer ${token}` } })
        .catch((error: Error) => error);
      note({ ...auth });
      note(auth);
    }
    const prover = provingClient();
    const bound = issuer.token({ cnf: { jkt: prover.thumbprint } });
    expect(await registry.verify(prover.request(bound))).toMatchObject({ subject: 'member-1' });
    const proofs = [prover.proof(bound), prover.proof(secret.opaque)];
    for (const proof of proofs) await settle(() => registry.verify(prover.request(bound, proof)));
    good.push(bound);
    for (const token of good) note(await registry.revoke({ token }));
    await askAll(seen, secret.login);
    note([rows, sharedFacts]);
    note(registry);
    for (const { path, query } of server.calls) note(`${path}?${query}`);
    vi.restoreAllMocks();
    expect(rows.length).toBeGreaterThan(good.length);
    const bodies = [...good.slice(2), ...proofs].flatMap((token) => token.split('.').slice(1));
    const jws = Object.fromEntries(bodies.map((part, index) => [`part ${index} of a signed token`, part]));
    expect(spilled(seen.all(), { ...secret, ...jws })).toEqual([]);
    const bearers = server.calls.map(({ headers, form }) => headers.authorization ?? form.get('token') ?? '');
    expect(bearers.join()).toContain(secret.opaque);
  });

  it('where our own parts fail: stores, the directory, a function of the operator', async () => {
    server.on('/introspect', json(active()));
    const failure = Object.assign(new Error(`connect redis://user:${secret.connection}@host`), {
      config: { url: secret.connection },
      name: 'StoreError',
    });
    const fails = () => {
      throw failure;
    };
    const broken: RegistrySettings[] = [
      { users: { find: fails } },
      { users: { find: () => Promise.reject(failure) } },
      { revocations: Object.create(memoryRevocationStore(), { refused: { value: fails }, isEmpty: { value: false } }) },
      { revocations: Object.create(memoryRevocationStore(), { add: { value: fails } }) },
      { loginTokens: Object.create(memoryLoginTokenStore(), { find: { value: fails } }) },
      { http: { send: () => Promise.reject(failure) } },
      { sharedFacts: { get: fails, set: fails, delete: fails } },
    ];
    for (const settings of broken) {
      const seen = witnessed(settings);
      await askAll(seen, secret.opaque);
      await askAll(seen, secret.login);
      vi.restoreAllMocks();
      expect(spilled(seen.all(), secret)).toEqual([]);
    }
  });

  it('where the configuration is wrong', () => {
    const attempts = [
      () => createProviderRegistry({}, { hashKey: toSecret(secret.hashKey.slice(0, 20)) }),
      () => createProviderRegistry({ [secret.body]: undefined, Wrong: provided().jwt }, {}),
      () => createProviderRegistry(provided(), { hashKey: toSecret(secret.hashKey), resource: 'nonsense' }),
      () => createProviderRegistry(provided(), { hashKeys: secret.hashKey } as never),
    ];
    const errors = attempts.map((attempt) => {
      try {
        attempt();
        return 'no error';
      } catch (error) {
        return everything(error);
      }
    });
    expect(errors).not.toContain('no error');
    expect(spilled(errors.join('\n'), secret)).toEqual([]);
  });

  it.each([
    ['in the cause of an error', () => new Error('x', { cause: new Error(secret.code) })],
    ['in a hidden property', () => Object.defineProperty({}, 'hidden', { value: { deep: secret.code } })],
    ['as base64 in a longer text', () => Buffer.from(`ab${secret.code}`.slice(2)).toString('base64')],
    ['by its first 16 characters', () => ({ token: `${secret.code.slice(0, 16)}…` })],
    ['in a header', () => new Headers({ 'x-token': secret.code })],
    ['in a map', () => new Map([['token', [secret.code]]])],
  ])('and would be found %s', (_, leak) => {
    expect(spilled(everything(leak()), secret)).not.toEqual([]);
  });
});
