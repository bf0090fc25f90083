import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askGraphql, askToken, authorizeUrl, obtainCode } from './__fixtures__/requests.ts';
import { createMeetupFake, type MeetupFake } from './index.ts';

let fake: MeetupFake;
beforeEach(async () => {
  fake = await createMeetupFake();
});
afterEach(() => fake.stop());

const codeFields = (code: string, more = {}) => ({
  grant_type: 'authorization_code',
  redirect_uri: fake.clients[0].redirectUri,
  code,
  ...more,
});
const exchange = async (code: string, more = {}) => askToken(fake, codeFields(code, more));
const invalidCode = [400, { error: 'invalid_grant', error_description: 'Invalid code' }];

describe('authorization_code', () => {
  it('gives a bearer token of the member who allowed, for 3600 seconds, and nothing else', async () => {
    const [status, body] = await exchange(await obtainCode(fake, {}, '200000002'));
    expect([status, Object.keys(body)]).toEqual([200, ['access_token', 'refresh_token', 'token_type', 'expires_in']]);
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    const self = await (await askGraphql(fake, body.access_token)).json();
    expect(self).toEqual({ data: { self: { id: '200000002' } } });
  });

  it('takes a code once', async () => {
    const code = await obtainCode(fake);
    expect((await exchange(code))[0]).toBe(200);
    expect(await exchange(code)).toEqual(invalidCode);
  });

  it('refuses an unknown code, and one that is older than ten minutes', async () => {
    const code = await obtainCode(fake);
    fake.clock.advance(601);
    expect(await exchange(code)).toEqual(invalidCode);
    expect(await exchange('unknown')).toEqual(invalidCode);
  });

  it('refuses the code of another client', async () => {
    const code = await obtainCode(fake);
    const [, { id, secret }] = fake.clients;
    expect(await exchange(code, { client_id: id, client_secret: secret })).toEqual(invalidCode);
  });

  it('invalid-client-for-redirect: another redirect_uri, also an admitted one below, is invalid_client', async () => {
    const code = await obtainCode(fake);
    const below = `${fake.clients[0].redirectUri}/below`;
    expect(await exchange(code, { redirect_uri: below })).toEqual([400, { error: 'invalid_client' }]);
    const codeBelow = await obtainCode(fake, { redirect_uri: below });
    expect((await exchange(codeBelow, { redirect_uri: below }))[0]).toBe(200);
  });
});

describe('PKCE S256, RFC 7636', () => {
  const code_verifier = 'v'.repeat(43);
  const challenge = createHash('sha256').update(code_verifier).digest('base64url');
  const asked = { code_challenge: challenge, code_challenge_method: 'S256' };

  it('wants the verifier of a challenge', async () => {
    const code = await obtainCode(fake, asked);
    expect(await exchange(code)).toEqual([400, { error: 'invalid_grant' }]);
    expect(await exchange(code, { code_verifier: 'w'.repeat(43) })).toEqual([400, { error: 'invalid_grant' }]);
    expect((await exchange(code, { code_verifier }))[0]).toBe(200);
  });

  it('wants none where none was sent, and none where PKCE is not enforced', async () => {
    expect((await exchange(await obtainCode(fake)))[0]).toBe(200);
    fake.settings.pkceEnforced = false;
    expect((await exchange(await obtainCode(fake, asked)))[0]).toBe(200);
  });
});

describe('client authentication', () => {
  it('basic-auth-ignored: credentials in the Basic header alone are answered invalid_request', async () => {
    const { id, secret } = fake.clients[0];
    const headers = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
    const body = new URLSearchParams(codeFields(await obtainCode(fake)));
    const answer = await fetch(fake.endpoints.token, { method: 'POST', headers, body });
    const description = 'client_id and client_secret required';
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: 'invalid_request', error_description: description },
    ]);
  });

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }],
    ['an unknown client', { client_id: 'nobody' }],
  ])('%s is invalid_client', async (_title, fields) => {
    expect(await exchange(await obtainCode(fake), fields)).toEqual([400, { error: 'invalid_client' }]);
  });
});

describe('other requests', () => {
  it('refuses a missing and an unknown grant_type', async () => {
    expect((await askToken(fake, {}))[1]).toMatchObject({ error: 'invalid_request' });
    expect(await askToken(fake, { grant_type: 'client_credentials' })).toEqual([
      400,
      { error: 'unsupported_grant_type' },
    ]);
  });

  it('reads no JSON and no query', async () => {
    const fields = {
      client_id: fake.clients[0].id,
      client_secret: fake.clients[0].secret,
      ...codeFields(await obtainCode(fake)),
    };
    const url = `${fake.endpoints.token}?${new URLSearchParams(fields)}`;
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(fields) });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_request' }]);
    expect((await fetch(url)).status).toBe(405);
  });
});

describe('the looks of an answer', () => {
  it('has JWT-looking tokens that name nobody', async () => {
    const [, { access_token = '' }] = await exchange(await obtainCode(fake));
    const [header = '', payload = '', signature = ''] = access_token.split('.');
    expect(access_token).toMatch(/^eyJ0eXAiOiJK/);
    expect(JSON.parse(atob(header))).toEqual({ typ: 'JWT', alg: 'RS256' });
    expect(Object.keys(JSON.parse(atob(payload)))).toEqual(['jti', 'iat', 'exp']);
    expect(signature).not.toBe('');
  });

  it('has tokens of 32 hexadecimal digits where told so', async () => {
    fake.settings.tokenLook = 'hex';
    const [, body] = await exchange(await obtainCode(fake));
    for (const text of [body.access_token, body.refresh_token]) expect(text).toMatch(/^[0-9a-f]{32}$/);
  });

  it('has the member and two cookies where told so', async () => {
    fake.settings.memberInTokenAnswer = true;
    const code = new URL(await fake.authorize({ url: authorizeUrl(fake) })).searchParams.get('code') ?? '';
    const { id, secret } = fake.clients[0];
    const body = new URLSearchParams({ client_id: id, client_secret: secret, ...codeFields(code) });
    const answer = await fetch(fake.endpoints.token, { method: 'POST', body });
    expect(answer.headers.getSetCookie()).toHaveLength(2);
    expect(await answer.json()).toMatchObject({ member: { id: 200000001, name: 'Member One' } });
  });

  it('states the life it was set to, and the token lives no longer (ageless-varies)', async () => {
    fake.settings.expiresIn = 1_209_600;
    const [, { access_token, expires_in }] = await exchange(await obtainCode(fake));
    expect(expires_in).toBe(1_209_600);
    fake.clock.advance(1_209_590);
    expect((await askGraphql(fake, access_token)).status).toBe(200);
    fake.clock.advance(11);
    expect((await askGraphql(fake, access_token)).status).toBe(401);
  });
});
