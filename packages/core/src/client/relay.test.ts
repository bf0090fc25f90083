import { describe, expect, it } from 'vitest';
import { active, opaqueProvider, ourClient } from '../__fixtures__/opaque.ts';
import { outcome, quickHttp } from '../__fixtures__/registry.ts';
import {
  codeGrant as code,
  goodTokens as good,
  parsed,
  post,
  redirectUri,
  relayRegistry,
  seen,
} from '../__fixtures__/relay.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import type { Provider, RelayOptions } from '../provider/provider.ts';
import { createProviderRegistry } from '../registry.ts';
import { memoryLoginTokenStore, memoryRevocationStore } from '../stores/memory.ts';
import type { RegistrySettings } from '../types.ts';
import type { RelayRequest } from './types.ts';

const server = useServer();
const http = quickHttp(1_000);
const allGrants: Provider['grants'] = ['authorization_code', 'refresh_token', 'client_credentials'];
const registry = (relay: RelayOptions = {}, settings: RegistrySettings = {}, grants?: Provider['grants']) =>
  relayRegistry(server.url, http, { relay, settings, ...(grants === undefined ? {} : { grants }) });
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

describe('authorization_code', () => {
  it('adds our id and secret, and gives the tokens to the caller with no-store', async () => {
    server.on('/token', json({ ...good, id_token: 'id-1', scope: 'a b' }));
    const answer = await post(registry(), { ...code, client_id: 'client-1' });
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
    });
    expect(parsed(answer)).toEqual({
      access_token: 'access-1',
      token_type: 'bearer',
      expires_in: 3600,
      refresh_token: 'refresh-1',
      id_token: 'id-1',
      scope: 'a b',
    });
    expect(Object.fromEntries(server.calls[0]?.form ?? [])).toEqual({
      ...code,
      client_id: 'client-1',
      client_secret: 's3cret',
    });
  });

  it('needs no client id, and takes ours from Basic as well (RFC 6749 §2.3.1)', async () => {
    server.on('/token', json(good));
    expect(await seen(post(registry(), code))).toEqual([200, 'ok']);
    expect(await seen(post(registry(), code, { authorization: basic('client-1', '') }))).toEqual([200, 'ok']);
  });

  it('never forwards a secret, nor anything else the caller adds', async () => {
    server.on('/token', json(good));
    const extra = {
      client_id: 'client-1',
      client_secret: 'canary-1',
      scope: 'admin',
      audience: 'x',
      username: 'u',
      client_assertion: 'y',
    };
    await post(registry(), { ...code, ...extra });
    await post(registry(), code, { authorization: basic('client-1', 'canary-2') });
    for (const call of server.calls) {
      expect(Object.fromEntries(call.form)).toEqual({ ...code, client_id: 'client-1', client_secret: 's3cret' });
      expect(call.headers.authorization).toBeUndefined();
    }
  });

  it('takes listed redirect URIs alone, compared letter by letter', async () => {
    server.on('/token', json(good));
    const listed = registry({ redirectUris: ['https://oauth.test/cb'] });
    expect(await seen(post(listed, { ...code, redirect_uri: 'https://oauth.test/cb' }))).toEqual([200, 'ok']);
    expect(await seen(post(listed, code))).toEqual([400, 'invalid_request']);
    for (const other of [
      `${redirectUri}/`,
      `${redirectUri}?x`,
      redirectUri.toUpperCase(),
      'https://evil.test/cb',
      'null',
    ])
      expect(await seen(post(registry(), { ...code, redirect_uri: other }))).toEqual([400, 'invalid_request']);
    expect(await seen(post(registry({ redirectUris: [] }), code))).toEqual([400, 'invalid_request']);
    expect(server.count('/token')).toBe(1);
  });
});

describe('refused without a call to the provider', () => {
  const { code_verifier: verifier, ...unverified } = code;
  const { redirect_uri: uri, ...homeless } = code;
  const { code: value, ...codeless } = code;

  it.each<[string, Record<string, string> | string, Partial<RelayRequest>, number, string]>([
    ['no verifier', unverified, {}, 400, 'invalid_request'],
    ['an empty verifier', { ...code, code_verifier: '' }, {}, 400, 'invalid_request'],
    ['no redirect URI', homeless, {}, 400, 'invalid_request'],
    ['no code', codeless, {}, 400, 'invalid_request'],
    ['a foreign client id', { ...code, client_id: 'foreign' }, {}, 401, 'invalid_client'],
    ['a foreign client id in Basic', code, { authorization: basic('foreign', 'x') }, 401, 'invalid_client'],
    [
      'two client ids that differ',
      { ...code, client_id: 'client-1' },
      { authorization: basic('foreign', '') },
      400,
      'invalid_request',
    ],
    [
      'a secret in two places',
      { ...code, client_secret: 'x' },
      { authorization: basic('client-1', 'x') },
      400,
      'invalid_request',
    ],
    ['another scheme', code, { authorization: 'Bearer abc' }, 401, 'invalid_client'],
    ['a Basic header that can not be read', code, { authorization: 'Basic ???' }, 401, 'invalid_client'],
    ['a Basic header without a colon', code, { authorization: 'Basic YWJj' }, 401, 'invalid_client'],
    ['no grant type', { code: value }, {}, 400, 'invalid_request'],
    ['the password grant', { grant_type: 'password', username: 'u', password: 'p' }, {}, 400, 'unsupported_grant_type'],
    [
      'token exchange',
      { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange' },
      {},
      400,
      'unsupported_grant_type',
    ],
    ['the implicit grant', { grant_type: 'implicit' }, {}, 400, 'unsupported_grant_type'],
    ['a grant type in another case', { ...code, grant_type: 'Authorization_Code' }, {}, 400, 'unsupported_grant_type'],
    ['a parameter twice (rule 17)', `${new URLSearchParams(code)}&code=other`, {}, 400, 'invalid_request'],
    ['a parameter twice, both empty', `${new URLSearchParams(code)}&x=&x=`, {}, 400, 'invalid_request'],
    ['JSON', JSON.stringify(code), { contentType: 'application/json' }, 400, 'invalid_request'],
    ['no type', code, { contentType: undefined }, 400, 'invalid_request'],
    ['nothing', '', {}, 400, 'invalid_request'],
    [
      'a refresh token we did not mint',
      { grant_type: 'refresh_token', refresh_token: 'foreign' },
      {},
      400,
      'invalid_grant',
    ],
    ['no refresh token', { grant_type: 'refresh_token' }, {}, 400, 'invalid_request'],
  ])('%s', async (_, fields, more, expected, error) => {
    const answer = await post(registry(), fields, more);
    expect([answer.status, parsed(answer).error]).toEqual([expected, error]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['www-authenticate']).toBe(expected === 401 ? 'Basic realm="token relay"' : undefined);
    expect(server.calls).toEqual([]);
    expect([verifier, uri].every((text) => !answer.body.includes(text))).toBe(true);
  });

  it('everything, where the operator did not switch the relay on', async () => {
    const made = createProviderRegistry({ a: opaqueProvider(server.url) });
    expect(await seen(post(made, code))).toEqual([404, 'not_found']);
    expect(server.calls).toEqual([]);
  });
});

describe('refresh_token', () => {
  const refresh = { grant_type: 'refresh_token', refresh_token: 'refresh-1' };
  const minted = async (settings?: RegistrySettings) => {
    server.on('/token', json(good));
    const made = registry({}, settings);
    await post(made, code);
    return made;
  };

  it('is passed on when we minted it; the rotated one is ours as well', async () => {
    const made = await minted();
    server.on('/token', json({ ...good, access_token: 'access-2', refresh_token: 'refresh-2' }));
    server.on('/introspect', json(active()));
    expect(parsed(await post(made, refresh))).toMatchObject({ access_token: 'access-2', refresh_token: 'refresh-2' });
    expect(await outcome(made, 'access-2')).toBe('ok');
    expect(await seen(post(made, { ...refresh, refresh_token: 'refresh-2' }))).toEqual([200, 'ok']);
  });

  it('is not when it is an access token, or of another client or provider', async () => {
    const made = await minted();
    expect(await seen(post(made, { ...refresh, refresh_token: 'access-1' }))).toEqual([400, 'invalid_grant']);
    const [loginTokens, hashKey] = [memoryLoginTokenStore(), new Uint8Array(32)];
    await minted({ loginTokens, hashKey });
    const client = { ...ourClient, id: 'client-2' };
    const others = {
      other: opaqueProvider(server.url, { binding: 'login' }, { relay: {} }, { client }),
      foreign: opaqueProvider(server.url.replace('127.0.0.1', 'localhost'), { binding: 'login' }, { relay: {} }),
    };
    const elsewhere = createProviderRegistry(others, { loginTokens, hashKey });
    for (const key of ['other', 'foreign'] as const) {
      const body = new URLSearchParams(refresh).toString();
      const answer = await elsewhere
        .client(key)
        .relay({ contentType: 'application/x-www-form-urlencoded', body, redirectUris: [] });
      expect([answer.status, parsed(answer).error]).toEqual([400, 'invalid_grant']);
    }
    expect(server.count('/token')).toBe(2);
  });

  it('is not once it was revoked', async () => {
    const made = await minted();
    await made.revoke({ token: 'refresh-1' });
    expect(await seen(post(made, refresh))).toEqual([400, 'invalid_grant']);
    expect(server.count('/token')).toBe(1);
  });

  it.each(['loginTokens', 'revocations'] as const)(
    'is 503 while %s can not say whether it is ours (rule 2)',
    async (name) => {
      const store = { ...(name === 'loginTokens' ? memoryLoginTokenStore() : memoryRevocationStore()), ready: false };
      const answer = await post(registry({}, { [name]: store, hashKey: new Uint8Array(32) }), refresh);
      expect([answer.status, parsed(answer).error, answer.headers['retry-after']]).toEqual([
        503,
        'temporarily_unavailable',
        '5',
      ]);
    },
  );
});

describe('client_credentials', () => {
  const grant = { grant_type: 'client_credentials' };
  const ours = { ...grant, client_id: 'client-1', client_secret: 's3cret' };
  const allowed = () => registry({ clientCredentials: true }, {}, allGrants);

  it('only with our own id and secret, in the form or as Basic', async () => {
    server.on('/token', json(good));
    expect(await seen(post(allowed(), ours))).toEqual([200, 'ok']);
    expect(await seen(post(allowed(), grant, { authorization: basic('client-1', 's3cret') }))).toEqual([200, 'ok']);
    expect(Object.fromEntries(server.calls[0]?.form ?? [])).toEqual({ ...ours });
  });

  it.each([
    ['no secret', { ...grant, client_id: 'client-1' }],
    ['no id', { ...grant, client_secret: 's3cret' }],
    ['a wrong secret', { ...ours, client_secret: 's3cre' }],
    ['a longer secret', { ...ours, client_secret: 's3crett' }],
    ['nothing', grant],
  ])('refused with %s', async (_, fields) => {
    expect(await seen(post(allowed(), fields))).toEqual([401, 'invalid_client']);
    expect(server.calls).toEqual([]);
  });

  it('refused where the operator did not allow it, or the provider has no such grant', async () => {
    expect(await seen(post(registry({}, {}, allGrants), ours))).toEqual([400, 'unsupported_grant_type']);
    expect(await seen(post(registry({ clientCredentials: true }), ours))).toEqual([400, 'unsupported_grant_type']);
    expect(server.calls).toEqual([]);
  });
});
