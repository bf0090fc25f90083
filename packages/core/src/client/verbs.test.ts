import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider, ourClient } from '../__fixtures__/opaque.ts';
import { bearer, gate, outcome, quickHttp } from '../__fixtures__/registry.ts';
import { hang, html, json, reset, status, text, useServer } from '../__fixtures__/server.ts';
import { ClientError } from '../errors/client-error.ts';
import { codeChallenge } from '../internal/hash.ts';
import type { ProviderClient } from '../provider/provider.ts';
import { toSecret } from '../provider/secret.ts';
import { createProviderRegistry } from '../registry.ts';
import { memoryLoginTokenStore } from '../stores/memory.ts';

const server = useServer();
useIssuer(server);
const http = quickHttp(1_000);
const redirectUri = 'https://app.test/cb';
const good = {
  access_token: 'access-1',
  token_type: 'Bearer',
  expires_in: 600,
  refresh_token: 'refresh-1',
  scope: 'a b',
};

function registry(
  client: ProviderClient = ourClient,
  spec: Parameters<typeof opaqueProvider>[1] = { binding: 'login' },
) {
  const grants = ['authorization_code', 'refresh_token', 'client_credentials'] as const;
  return createProviderRegistry({ a: opaqueProvider(server.url, spec, {}, { client, grants }) }, { http });
}
const form = () => Object.fromEntries(server.calls.at(-1)?.form ?? []);
/** Code, status and message of a failing verb. */
async function failure(work: Promise<unknown>): Promise<ClientError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!ClientError.isInstance(error)) throw new Error(`not a client error: ${String(error)}`);
  return error;
}

describe('authorize (RFC 6749 §4.1.1, RFC 7636)', () => {
  it('builds a request with state and an S256 challenge of its own (rule 15)', async () => {
    const one = await registry().client('a').authorize({ redirectUri });
    const other = await registry().client('a').authorize({ redirectUri });
    const { searchParams, origin, pathname } = new URL(one.url);
    expect(`${origin}${pathname}`).toBe(`${server.url}/authorize`);
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client-1',
      redirect_uri: redirectUri,
      state: one.state,
      code_challenge: codeChallenge(one.codeVerifier ?? ''),
      code_challenge_method: 'S256',
    });
    expect(one.state).toHaveLength(43);
    expect(one.codeVerifier).toHaveLength(43);
    expect(new Set([one.state, other.state, one.codeVerifier, other.codeVerifier]).size).toBe(4);
    expect(server.calls).toEqual([]);
  });

  it('takes scopes, state and further parameters, which can not replace its own', async () => {
    const parameters = {
      prompt: 'login',
      client_id: 'evil',
      redirect_uri: 'https://evil.test',
      response_type: 'token',
      code_challenge_method: 'plain',
    };
    const { url, state } = await registry()
      .client('a')
      .authorize({ redirectUri, scopes: ['x', 'y'], state: 's', parameters });
    const { searchParams } = new URL(url);
    expect(state).toBe('s');
    expect(searchParams.get('scope')).toBe('x y');
    expect(searchParams.get('prompt')).toBe('login');
    expect(searchParams.getAll('client_id')).toEqual(['client-1']);
    expect(searchParams.getAll('redirect_uri')).toEqual([redirectUri]);
    expect(searchParams.get('response_type')).toBe('code');
    expect(searchParams.get('code_challenge_method')).toBe('S256');
  });

  it('leaves the challenge out where the provider can not do it', async () => {
    const provider = { ...opaqueProvider(server.url), pkce: 'none' as const };
    const request = await createProviderRegistry({ a: provider }).client('a').authorize({ redirectUri });
    expect(request.codeVerifier).toBeUndefined();
    expect(request.url).not.toContain('code_challenge');
  });

  it('is unsupported without an endpoint', async () => {
    const { authorize, ...endpoints } = opaqueProvider(server.url).endpoints;
    const provider = { ...opaqueProvider(server.url), endpoints };
    const error = await failure(createProviderRegistry({ a: provider }).client('a').authorize({ redirectUri }));
    expect([error.code, authorize]).toEqual(['unsupported', `${server.url}/authorize`]);
  });
});

describe('exchange', () => {
  it('posts code, redirect URI and verifier, and gives tokens that do not get into a log', async () => {
    server.on('/token', json(good));
    const tokens = await registry().client('a').exchange({ code: 'code-1', redirectUri, codeVerifier: 'verifier-1' });
    expect(form()).toEqual({
      grant_type: 'authorization_code',
      code: 'code-1',
      redirect_uri: redirectUri,
      code_verifier: 'verifier-1',
      client_id: 'client-1',
      client_secret: 's3cret',
    });
    expect(tokens).toMatchObject({ tokenType: 'Bearer', scopes: ['a', 'b'] });
    expect([tokens.accessToken, tokens.refreshToken, tokens.idToken]).toEqual(['access-1', 'refresh-1', undefined]);
    expect(Object.isFrozen(tokens)).toBe(true);
    expect(`${JSON.stringify(tokens)}${inspect(tokens)}${Object.values({ ...tokens })}`).not.toMatch(
      /access-1|refresh-1/,
    );
  });

  it.each([
    [600, 600],
    ['600', 600],
    [0, 0],
    [undefined, undefined],
    [-1, undefined],
    ['soon', undefined],
    ['1e9', undefined],
    [null, undefined],
    [{}, undefined],
  ])('reads expires_in %j', async (value, seconds) => {
    server.on('/token', json({ ...good, expires_in: value }));
    const { expiresAt } = await registry().client('a').exchange({ code: 'c', redirectUri });
    if (seconds === undefined) expect(expiresAt).toBeUndefined();
    else expect((expiresAt ?? 0) - Date.now() / 1000 - seconds).toBeCloseTo(0, 0);
  });

  it('makes the token ours before anybody gets it', async () => {
    server.on('/introspect', json(active()));
    server.on('/token', json(good));
    const made = registry();
    expect(await outcome(made, 'access-1')).toBe('unbound');
    await made.client('a').exchange({ code: 'c', redirectUri });
    expect((await made.verify(bearer('access-1'))).clientId).toBe('client-1');
    expect(await outcome(made, 'refresh-1')).toBe('unbound');
  });

  it('remembers nothing where nothing stands on it: the provider itself says whom its tokens were issued to', async () => {
    server.on('/token', json(good));
    const loginTokens = memoryLoginTokenStore();
    const add = vi.spyOn(loginTokens, 'add');
    const hashKey = new Uint8Array(32);
    const exchange = (relay: object) =>
      createProviderRegistry({ a: opaqueProvider(server.url, {}, relay) }, { loginTokens, hashKey })
        .client('a')
        .exchange({ code: 'c', redirectUri });
    expect((await exchange({})).accessToken).toBe('access-1');
    expect(add).not.toHaveBeenCalled();
    await exchange({ relay: {} });
    expect(add).toHaveBeenCalledExactlyOnceWith([
      expect.objectContaining({ type: 'access', client: 'client-1' }),
      expect.objectContaining({ type: 'refresh', client: 'client-1' }),
    ]);
    expect(JSON.stringify(add.mock.calls)).not.toMatch(/access-1|refresh-1/);
  });

  it('never sends a code twice, though the connection is cut (RFC 6749 §4.1.2, rule 26)', async () => {
    server.on('/token', reset);
    expect((await failure(registry().client('a').exchange({ code: 'c', redirectUri }))).code).toBe(
      'provider_unreachable',
    );
    expect(server.count('/token')).toBe(1);
  });
});

describe('what the token endpoint may answer', () => {
  it.each([
    ['a refusal', json({ error: 'invalid_grant', error_description: 'canary-description' }, 400), 'invalid_grant', 400],
    ['a refusal with 401', json({ error: 'invalid_client' }, 401), 'invalid_client', 401],
    ['a refusal with 200', json({ error: 'bad_verification_code' }), 'bad_verification_code', 200],
    ['an error with a strange code', json({ error: 'Oops <script>' }, 400), 'provider_unreachable', 400],
    ['an error that is no text', json({ error: { code: 7 } }, 400), 'provider_unreachable', 400],
    ['an error with 500', json({ error: 'server_error' }, 500), 'provider_unreachable', 500],
    ['400 without a word', status(400), 'provider_unreachable', 400],
    ['HTML with 200', html(), 'provider_malformed', 200],
    ['HTML with 502', html(502), 'provider_unreachable', 502],
    [
      'a form, as GitHub once did',
      text('access_token=x', 200, { 'content-type': 'application/x-www-form-urlencoded' }),
      'provider_malformed',
      200,
    ],
    ['null', json(null), 'provider_malformed', 200],
    ['a list', json([good]), 'provider_malformed', 200],
    ['no token', json({ token_type: 'Bearer' }), 'provider_malformed', 200],
    ['an empty token', json({ ...good, access_token: '' }), 'provider_malformed', 200],
    ['a token that is no text', json({ ...good, access_token: 7 }), 'provider_malformed', 200],
    ['no type', json({ ...good, token_type: undefined }), 'provider_malformed', 200],
    ['a DPoP token (rule 13)', json({ ...good, token_type: 'DPoP' }), 'provider_malformed', 200],
    ['a MAC token', json({ ...good, token_type: 'mac' }), 'provider_malformed', 200],
    ['a redirect', status(307, { location: '/elsewhere' }), 'provider_unreachable', 307],
    ['429', status(429), 'provider_rate_limited', 429],
    ['nothing', hang, 'provider_unreachable', undefined],
  ])('%s', async (_, handler, code, answered) => {
    server.on('/token', handler);
    server.on('/elsewhere', json(good));
    const error = await failure(registry().client('a').exchange({ code: 'c', redirectUri }));
    expect([error.code, error.status]).toEqual([code, answered]);
    expect(error.message).not.toMatch(/canary-description|script|s3cret/);
    expect(server.count('/elsewhere')).toBe(0);
  });
});

describe('client authentication (RFC 6749 §2.3.1)', () => {
  const basic = (id: string, secret: string) =>
    registry({ id, secret: toSecret(secret), authentication: 'client_secret_basic' });

  it.each([
    ['a:b', 'c:d', 'a%3Ab:c%3Ad'],
    ['id', 'pass+word', 'id:pass%2Bword'],
    ['id', '100%', 'id:100%25'],
    ['user@example.com', 'p@ss/w=d&x', 'user%40example.com:p%40ss%2Fw%3Dd%26x'],
    ['id', 'two words', 'id:two+words'],
    ['id', 'pässwörd', 'id:p%C3%A4ssw%C3%B6rd'],
  ])('Basic: %j and %j are form-encoded first', async (id, secret, pair) => {
    server.on('/token', json(good));
    await basic(id, secret).client('a').exchange({ code: 'c', redirectUri });
    const header = server.calls[0]?.headers.authorization ?? '';
    expect(Buffer.from(header.replace('Basic ', ''), 'base64').toString()).toBe(pair);
    expect(form()).not.toHaveProperty('client_secret');
    expect(form()).not.toHaveProperty('client_id');
  });

  it('post: both are fields, with every letter as it is', async () => {
    server.on('/token', json(good));
    const client = { id: 'a:b', secret: toSecret('p+%&=ä :@'), authentication: 'client_secret_post' } as const;
    await registry(client).client('a').exchange({ code: 'c', redirectUri });
    expect(form()).toMatchObject({ client_id: 'a:b', client_secret: 'p+%&=ä :@' });
    expect(server.calls[0]?.query).toBe('');
  });

  it('post without a secret is the name alone', async () => {
    server.on('/token', json(good));
    await registry({ id: 'client-1', authentication: 'client_secret_post' })
      .client('a')
      .exchange({ code: 'c', redirectUri });
    expect(form()).toMatchObject({ client_id: 'client-1' });
    expect(form()).not.toHaveProperty('client_secret');
  });

  it('a public client says its name alone', async () => {
    server.on('/token', json(good));
    await registry({ id: 'client-1', authentication: 'none' }).client('a').exchange({ code: 'c', redirectUri });
    expect(form()).toEqual({
      grant_type: 'authorization_code',
      code: 'c',
      redirect_uri: redirectUri,
      client_id: 'client-1',
    });
  });
});

describe('refresh (RFC 6749 §6, rule 21)', () => {
  it('is one request for one token at one time, and gives what came back', async () => {
    const { opened, open } = gate();
    server.on('/token', async (call, response) => {
      await opened;
      json({ ...good, access_token: 'access-2', refresh_token: 'refresh-2' })(call, response);
    });
    const client = registry().client('a');
    const waiting = [client.refresh('refresh-1'), client.refresh('refresh-1'), client.refresh('other')];
    await vi.waitFor(() => expect(server.count('/token')).toBe(2));
    open();
    expect((await Promise.all(waiting)).map(({ accessToken }) => accessToken)).toEqual([
      'access-2',
      'access-2',
      'access-2',
    ]);
    await client.refresh('refresh-1');
    expect(server.count('/token')).toBe(3);
    expect(form()).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'refresh-1', client_secret: 's3cret' });
  });

  it('refused, is refused for all who waited', async () => {
    server.on('/token', json({ error: 'invalid_grant' }, 400));
    const client = registry().client('a');
    const results = await Promise.allSettled([client.refresh('r'), client.refresh('r')]);
    expect(results.map((result) => result.status === 'rejected' && result.reason.code)).toEqual([
      'invalid_grant',
      'invalid_grant',
    ]);
  });
});

it('the client of a key is always the same, and an unknown key is told', () => {
  const made = registry();
  expect(made.client('a')).toBe(made.client('a'));
  expect(() => made.client('b' as 'a')).toThrow('no provider is configured as `b`; configured are a');
});
