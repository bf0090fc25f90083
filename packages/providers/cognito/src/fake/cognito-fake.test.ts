import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CognitoFake, createCognitoFake } from './index.ts';

let fake: CognitoFake;
beforeEach(async () => {
  fake = await createCognitoFake({ seed: 'test' });
});
afterEach(() => fake.stop());

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

function authorizeUrl(more: Readonly<Record<string, string>> = {}): string {
  const common = { client_id: fake.client.id, redirect_uri: fake.client.redirectUri, response_type: 'code' };
  return `${fake.url}/oauth2/authorize?${new URLSearchParams({ ...common, ...more })}`;
}

async function post(verb: string, form: Readonly<Record<string, string>>, secret: string = fake.client.secret) {
  const authorization = `Basic ${Buffer.from(`${fake.client.id}:${secret}`).toString('base64')}`;
  const body = new URLSearchParams(form);
  const answer = await fetch(`${fake.url}/oauth2/${verb}`, { method: 'POST', headers: { authorization }, body });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function codeFor(more: Readonly<Record<string, string>> = {}): Promise<string> {
  return new URL(await fake.authorize(authorizeUrl(more))).searchParams.get('code') ?? '';
}
const codeForm = (code: string, more: Readonly<Record<string, string>> = {}) => ({
  ...{ grant_type: 'authorization_code', code, redirect_uri: fake.client.redirectUri, ...more },
});

describe('authorize', () => {
  it.each([
    { code_challenge: 'x', code_challenge_method: 'plain' },
    { code_challenge: 'x' },
    { code_challenge_method: 'S256' },
    { response_type: 'other' },
    { state: '{"a":1}' },
  ])('%j: sends back invalid_request', async (more) => {
    expect(new URL(await fake.authorize(authorizeUrl(more))).searchParams.get('error')).toBe('invalid_request');
  });

  it.each([{ client_id: 'nobody' }, { redirect_uri: 'https://evil.example/' }])(
    '%j: a page, no redirect',
    async (more) => {
      const answer = await fetch(authorizeUrl(more), { redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
      expect((await fetch(authorizeUrl(), { method: 'POST' })).status).toBe(405);
    },
  );
});

describe('token', () => {
  it('a code works once, for its verifier, for 300 seconds; errors have no description', async () => {
    const pkce = { code_challenge: challengeOf('v'), code_challenge_method: 'S256' };
    const failed = { status: 400, body: { error: 'invalid_grant' } };
    expect(await post('token', codeForm(await codeFor(pkce), { code_verifier: 'w' }))).toEqual(failed);
    const code = await codeFor(pkce);
    expect((await post('token', codeForm(code, { code_verifier: 'v' }))).status).toBe(200);
    expect(await post('token', codeForm(code, { code_verifier: 'v' }))).toEqual(failed);
    const late = await codeFor();
    fake.clock.advance(301);
    expect(await post('token', codeForm(late))).toEqual(failed);
  });

  it('names no scopes; without a scope asked for gives all; an ID token for `openid`, with the nonce', async () => {
    const all = (await post('token', codeForm(await codeFor()))).body;
    expect(Object.keys(all).sort()).toEqual(['access_token', 'expires_in', 'id_token', 'refresh_token', 'token_type']);
    expect(claimsOf(all.access_token).scope).toContain('aws.cognito.signin.user.admin');
    expect(claimsOf(all.access_token).scope).toContain('orders-api/write');
    const some = (await post('token', codeForm(await codeFor({ scope: 'orders-api/read' })))).body;
    expect([some.id_token, claimsOf(some.access_token).aud]).toEqual([undefined, undefined]);
    const bound = await codeFor({ scope: 'openid', resource: 'https://api.example.com', nonce: 'n' });
    const { access_token: access, id_token: id } = (await post('token', codeForm(bound))).body;
    expect([claimsOf(access).aud, claimsOf(id).nonce]).toEqual(['https://api.example.com', 'n']);
  });

  it('machines get custom scopes alone', async () => {
    const { body } = await post('token', { grant_type: 'client_credentials' });
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'token_type']);
    const claims = claimsOf(body.access_token);
    expect([claims.sub, claims.username, claims.scope]).toEqual([
      fake.client.id,
      undefined,
      'orders-api/read orders-api/write',
    ]);
    expect((await post('token', { grant_type: 'client_credentials', scope: 'openid' })).status).toBe(400);
  });

  it('knows its clients, and no other grants', async () => {
    const form = { grant_type: 'client_credentials' };
    expect(await post('token', form, 'wrong')).toEqual({ status: 400, body: { error: 'invalid_client' } });
    expect((await post('token', { grant_type: 'password' })).body).toEqual({ error: 'unsupported_grant_type' });
  });
});

describe('the rest', () => {
  it('revokes refresh tokens, with what came of them; unknown ones are 200 too', async () => {
    const { accessToken, refreshToken } = fake.signIn();
    expect(await post('revoke', { token: accessToken })).toEqual({
      status: 400,
      body: { error: 'unsupported_token_type' },
    });
    expect((await post('revoke', {})).body).toEqual({ error: 'invalid_request' });
    for (const token of [refreshToken, refreshToken, 'unknown'])
      expect((await post('revoke', { token })).status).toBe(200);
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await fetch(`${fake.url}/oauth2/userInfo`, { headers })).status).toBe(401);
  });

  it('userinfo: texts for booleans; 400 without a token, 401 without `openid`', async () => {
    const ask = (token?: string) =>
      fetch(
        `${fake.url}/oauth2/userInfo`,
        token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
      );
    expect(await (await ask(fake.mint())).json()).toMatchObject({ username: 'member-1', email_verified: 'true' });
    expect([(await ask()).status, (await ask(fake.mint({ of: 'sdk' }))).status]).toEqual([400, 401]);
  });

  it('publishes two keys with padded ids, and their public halves alone', async () => {
    const ask = async () =>
      (await (await fetch(fake.endpoints.jwks as string)).json()) as { keys: Record<string, string>[] };
    const { keys } = await ask();
    expect(keys.map(({ kid }) => kid)).toEqual([fake.keys.id.kid, fake.keys.access.kid]);
    expect(keys.some((key) => 'd' in key || !key.kid?.endsWith('='))).toBe(false);
    fake.rotateKeys();
    expect((await ask()).keys[0]?.kid).not.toBe(keys[0]?.kid);
  });

  it('gives the same codes for the same seed', async () => {
    const other = await createCognitoFake({ seed: 'test' });
    expect(fake.signIn().refreshToken).toBe(other.signIn().refreshToken);
    await other.stop();
  });
});
