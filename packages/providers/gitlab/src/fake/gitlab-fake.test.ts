import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitlabFake, type GitlabFake } from './index.ts';

let fake: GitlabFake;
beforeAll(async () => {
  fake = await createGitlabFake({ seed: 'gitlab' });
});
afterAll(() => fake.stop());

type Fields = Readonly<Record<string, string>>;

const authorizeUrl = (more: Fields = {}) => {
  const { id, redirectUri } = fake.client;
  const own = { client_id: id, redirect_uri: redirectUri, response_type: 'code', state: 'st&te' };
  return `${fake.endpoints.authorize}?${new URLSearchParams({ ...own, ...more })}`;
};
const codeOf = async (more: Fields = {}) =>
  new URL(await fake.authorize(authorizeUrl(more))).searchParams.get('code') ?? '';

async function post(endpoint: string, fields: Fields, headers: Fields = {}): Promise<readonly [number, unknown]> {
  const { id, secret } = fake.client;
  const own = headers.authorization === undefined ? { client_id: id, client_secret: secret } : {};
  const body = new URLSearchParams({ ...own, ...fields });
  const answer = await fetch(fake.endpoints[endpoint] as string, { method: 'POST', body, headers });
  return [answer.status, await answer.json()];
}
const exchange = (code: string, more: Fields = {}) =>
  post('token', { grant_type: 'authorization_code', code, redirect_uri: fake.client.redirectUri, ...more });
const refused = (status: number, error: string) => [status, expect.objectContaining({ error })];

describe('the token endpoint', () => {
  it('RFC 6749 §4.1.2: a code works once, for its application and its redirect URI', async () => {
    const code = await codeOf();
    expect(await exchange(code)).toEqual([200, expect.objectContaining({ token_type: 'Bearer', scope: 'api' })]);
    expect(await exchange(code)).toEqual(refused(400, 'invalid_grant'));
    expect(await exchange(await codeOf(), { redirect_uri: 'https://else.example' })).toEqual(
      refused(400, 'invalid_grant'),
    );
    const [, { id, secret }] = fake.applications;
    expect(await exchange(await codeOf(), { client_id: id, client_secret: secret })).toEqual(
      refused(400, 'invalid_grant'),
    );
  });

  it('RFC 7636 §4.6: knows both challenge methods', async () => {
    const plain = { code_challenge: 'plain-verifier' };
    expect((await exchange(await codeOf(plain), { code_verifier: 'plain-verifier' }))[0]).toBe(200);
    expect((await exchange(await codeOf(plain), { code_verifier: 'another' }))[0]).toBe(400);
    const hashed = { ...plain, code_challenge_method: 'S256' };
    expect((await exchange(await codeOf(hashed), { code_verifier: 'plain-verifier' }))[0]).toBe(400);
    expect((await exchange(await codeOf(hashed)))[0]).toBe(400);
  });

  it('RFC 6749 §2.3: takes credentials in the body or by Basic, and not both', async () => {
    const { id, secret } = fake.client;
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    const grant = { grant_type: 'client_credentials' };
    const [status, answer] = await post('token', grant, { authorization });
    expect([status, answer]).toEqual([200, expect.not.objectContaining({ refresh_token: expect.anything() })]);
    expect(await post('token', { ...grant, client_secret: secret }, { authorization })).toEqual(
      refused(400, 'invalid_request'),
    );
    expect(await post('token', { ...grant, client_secret: 'wrong' })).toEqual(refused(401, 'invalid_client'));
    expect(await post('token', { grant_type: 'password' })).toEqual(refused(400, 'unsupported_grant_type'));
  });
});

it('a token without a user is no user, and its info says so', async () => {
  const { text } = fake.mint({ user: null });
  const headers = { authorization: `Bearer ${text}` };
  const info = await fetch(fake.endpoints.tokenInfo as string, { headers });
  expect(await info.json()).toMatchObject({ resource_owner_id: null, application: { uid: fake.client.id } });
  expect((await fetch(fake.endpoints.userinfo as string, { headers })).status).toBe(401);
});

it('sends nobody back who asks for an unknown application or redirect URI', async () => {
  for (const more of [{ client_id: 'x' }, { redirect_uri: 'https://else.example' }] as const) {
    await expect(fake.authorize(authorizeUrl(more))).rejects.toThrow('401');
  }
});

it('describes itself (OIDC Discovery §4) with two keys', async () => {
  const document = await (await fetch(`${fake.baseUrl}/.well-known/openid-configuration`)).json();
  expect(document).toMatchObject({ issuer: fake.baseUrl, jwks_uri: fake.endpoints.jwks });
  const { keys } = (await (await fetch(fake.endpoints.jwks as string)).json()) as { readonly keys: readonly object[] };
  expect(keys.map((key) => 'd' in key)).toEqual([false, false]);
});

it('the same seed gives the same tokens', async () => {
  const [one, other] = await Promise.all([1, 2].map(() => createGitlabFake({ seed: 'same' })));
  try {
    expect(one?.mint().text).toBe(other?.mint().text);
    expect(one?.client).toEqual(other?.client);
  } finally {
    await Promise.all([one?.stop(), other?.stop()]);
  }
});
