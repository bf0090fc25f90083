import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOktaFake, type OktaFake } from './index.ts';

let fake: OktaFake;
beforeEach(async () => {
  fake = await createOktaFake({ seed: 'test' });
});
afterEach(() => fake.stop());

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

function authorizeUrl(more: Readonly<Record<string, string | undefined>> = {}): string {
  const common = {
    client_id: fake.client.id,
    redirect_uri: fake.client.redirectUri,
    response_type: 'code',
    state: 's',
  };
  const pkce = { code_challenge: challengeOf('v'), code_challenge_method: 'S256', scope: 'openid offline_access' };
  const all = Object.entries({ ...common, ...pkce, ...more }).filter((entry) => entry[1] !== undefined);
  return `${fake.issuer()}/v1/authorize?${new URLSearchParams(all as [string, string][])}`;
}

async function post(verb: string, form: Readonly<Record<string, string>>, authorization?: string) {
  const { id, secret } = fake.client;
  const headers = { authorization: authorization ?? basic(id, secret) };
  const answer = await fetch(`${fake.issuer()}/v1/${verb}`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

const codeFor = async () => new URL(await fake.authorize(authorizeUrl())).searchParams.get('code') ?? '';
const codeForm = (code: string, verifier = 'v') => ({
  ...{ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: fake.client.redirectUri },
});

describe('authorize', () => {
  it.each([
    ['no state', { state: undefined }, 'invalid_request'],
    ['no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['a plain challenge (RFC 7636 §4.2)', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
  ])('%s: sends back an error', async (_, more, error) => {
    expect(new URL(await fake.authorize(authorizeUrl(more))).searchParams.get('error')).toBe(error);
  });

  it.each([{ client_id: 'nobody' }, { redirect_uri: 'https://evil.example/callback' }])(
    '%j: sends nobody back',
    async (more) => {
      const answer = await fetch(authorizeUrl(more), { redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    },
  );
});

describe('token', () => {
  it('a code works once, for its verifier, for 300 seconds', async () => {
    expect((await post('token', codeForm(await codeFor(), 'other'))).body.error).toBe('invalid_grant');
    const code = await codeFor();
    expect((await post('token', codeForm(code))).body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect((await post('token', codeForm(code))).body.error).toBe('invalid_grant');
    const late = await codeFor();
    fake.clock.advance(301);
    expect((await post('token', codeForm(late))).body.error).toBe('invalid_grant');
  });

  it('knows its clients, by one way of authentication at a time', async () => {
    const form = { grant_type: 'client_credentials', scope: 'orders:read' };
    const { id, secret } = fake.client;
    expect(await post('token', form, basic(id, 'wrong'))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect(await post('token', form, '')).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const both = { ...form, client_id: id, client_secret: secret };
    expect(await post('token', both)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await post('token', both, '')).toMatchObject({ status: 200 });
    expect((await post('token', { ...form, scope: 'openid' })).body.error).toBe('invalid_scope');
    expect((await post('token', { grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
  });

  it('rotates refresh tokens with a grace; reuse after it kills the whole sign-in', async () => {
    fake.settings.refresh = 'rotate';
    const { refreshToken: refresh_token = '', accessToken } = fake.signIn();
    const form = { grant_type: 'refresh_token', refresh_token };
    const next = (await post('token', form)).body;
    fake.clock.advance(20);
    expect((await post('token', form)).status).toBe(200);
    fake.clock.advance(20);
    expect((await post('token', form)).body.error).toBe('invalid_grant');
    for (const token of [accessToken, next.access_token, next.refresh_token]) {
      expect((await post('introspect', { token })).body).toEqual({ active: false });
    }
  });
});

describe('the rest', () => {
  it('introspects its own tokens alone, of any client; a refresh token says little', async () => {
    const token = fake.mint({ client: fake.clients[1].id });
    expect((await post('introspect', { token })).body).toMatchObject({ active: true, client_id: fake.clients[1].id });
    expect((await post('introspect', { token: fake.mint({ server: 'aus1orders' }) })).body).toEqual({ active: false });
    const { body } = await post('introspect', { token: fake.signIn().refreshToken ?? '' });
    expect([body.active, body.iss, body.jti, body.uid]).toEqual([true, undefined, undefined, undefined]);
    expect((await post('introspect', {})).body.error).toBe('invalid_request');
  });

  it('userinfo: 403 without the scopes, 401 without a body for what is no token', async () => {
    const ask = (token: string) =>
      fetch(`${fake.issuer()}/v1/userinfo`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask(fake.mint({ scopes: ['openid'] }))).status).toBe(403);
    expect((await ask(fake.mint({ machine: true }))).headers.get('www-authenticate')).toContain('insufficient_scope');
    const bad = await ask('x');
    expect([bad.status, await bad.text()]).toEqual([401, '']);
  });

  it('publishes metadata in every place, with its own issuer, and answers E0000007 elsewhere', async () => {
    const places = ['/oauth2/default/.well-known/openid-configuration', '/.well-known/openid-configuration'];
    const more = [
      '/oauth2/default/.well-known/oauth-authorization-server',
      '/.well-known/oauth-authorization-server/oauth2/default',
    ];
    const issuers = [...places, ...more].map(
      async (path) => ((await (await fetch(fake.url + path)).json()) as { issuer: string }).issuer,
    );
    expect(await Promise.all(issuers)).toEqual([fake.issuer(), fake.url, fake.issuer(), fake.issuer()]);
    const unknown = await fetch(`${fake.url}/oauth2/nobody/v1/keys`);
    expect([unknown.status, ((await unknown.json()) as { errorCode: string }).errorCode]).toEqual([404, 'E0000007']);
  });

  it('publishes public halves alone, an old key on demand', async () => {
    fake.rotateKeys('default', true);
    const { keys } = (await (await fetch(`${fake.issuer()}/v1/keys`)).json()) as { keys: Record<string, string>[] };
    expect(keys.map((key) => [key.alg, 'd' in key])).toEqual([
      ['RS256', false],
      ['RS256', false],
    ]);
  });

  it('gives the same codes for the same seed', async () => {
    const other = await createOktaFake({ seed: 'test' });
    expect(fake.signIn().refreshToken).toBe(other.signIn().refreshToken);
    await other.stop();
  });
});
