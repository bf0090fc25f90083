import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGoogleFake, type GoogleFake } from './index.ts';

let fake: GoogleFake;
beforeEach(async () => {
  fake = await createGoogleFake({ seed: 'seed' });
});
afterEach(() => fake.stop());

/** What the fake may answer. */
type Body = Readonly<Record<'error' | 'error_description' | 'id_token' | 'aud' | 'email_verified', string>> & {
  readonly expires_in: number | string;
};

const authorizeUrl = (more: Readonly<Record<string, string>> = {}) => {
  const { id, redirectUri } = fake.client;
  const asked = { client_id: id, redirect_uri: redirectUri, response_type: 'code', scope: 'openid email', state: 's' };
  return `${fake.endpoints.authorize}?${new URLSearchParams({ ...asked, ...more })}`;
};
const back = async (more = {}, choice = {}) => new URL(await fake.signIn(authorizeUrl(more), choice)).searchParams;
const post = async (path: string, fields: Readonly<Record<string, string>>, headers = {}) => {
  const answer = await fetch(fake.url + path, { method: 'POST', headers, body: new URLSearchParams(fields) });
  return [answer.status, (await answer.json()) as Body] as const;
};
const token = (fields: Readonly<Record<string, string>>, secret = fake.client.secret) =>
  post('/token', { client_id: fake.client.id, client_secret: secret, ...fields });

it('gives the same tokens for the same seed', async () => {
  const again = await createGoogleFake({ seed: 'seed' });
  const other = await createGoogleFake({ seed: 'other' });
  const [one, same, differing] = [fake, again, other].map((one) => one.mint().accessToken);
  await Promise.all([again.stop(), other.stop()]);
  expect(one).toBe(same);
  expect(one).not.toBe(differing);
});

describe('the sign-in page', () => {
  it('sends back a code with long scopes, or a refusal', async () => {
    const allowed = await back();
    expect([allowed.get('state'), allowed.get('scope')]).toEqual([
      's',
      'openid https://www.googleapis.com/auth/userinfo.email',
    ]);
    expect(allowed.get('code')).toMatch(/^4\//);
    expect((await back({}, { decision: 'decline' })).get('error')).toBe('access_denied');
  });

  it.each([
    ['another redirect URI', { redirect_uri: 'http://127.0.0.1:8080/auth/google/callback/' }, 'redirect_uri_mismatch'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
  ])('shows %s a page, and sends nobody back', async (_, more, title) => {
    await expect(fake.signIn(authorizeUrl(more))).rejects.toThrow(title);
  });
});

describe('the token endpoint', () => {
  const fields = (code: string | null) => ({
    grant_type: 'authorization_code',
    code: code ?? '',
    redirect_uri: fake.client.redirectUri,
  });

  it('takes a code once, by Basic too, and has an ID token with `openid`', async () => {
    const code = (await back()).get('code');
    const [status, body] = await token(fields(code));
    expect([status, body.expires_in, typeof body.id_token]).toEqual([200, 3599, 'string']);
    expect(await token(fields(code))).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'Malformed auth code.' },
    ]);
    const authorization = `Basic ${btoa(`${fake.client.id}:${fake.client.secret}`)}`;
    const other = (await back({ scope: 'email' })).get('code');
    const [, basic] = await post('/token', fields(other), { authorization });
    expect('id_token' in basic).toBe(false);
  });

  it('wants the secret, the redirect URI and the verifier (RFC 7636)', async () => {
    expect((await token(fields('x'), 'wrong'))[0]).toBe(401);
    const code = async (more = {}) => (await back(more)).get('code');
    expect((await token({ ...fields(await code()), redirect_uri: 'http://127.0.0.1/' }))[1].error).toBe(
      'redirect_uri_mismatch',
    );
    const challenged = await code({ code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' });
    expect((await token({ ...fields(challenged), code_verifier: 'v' }))[1].error).toBe('invalid_grant');
    expect((await token({ grant_type: 'password' }))[1].error).toBe('unsupported_grant_type');
  });

  it('changes its words when asked again about a dead refresh token', async () => {
    const dead = { grant_type: 'refresh_token', refresh_token: '1//dead' };
    const words = [(await token(dead))[1], (await token(dead))[1]].map((body) => body.error_description);
    expect(words).toEqual(['Token has been expired or revoked.', 'Bad Request']);
  });
});

it('tokeninfo takes a token in header, form and query, whosever it is', async () => {
  const { accessToken } = fake.mint({ client: fake.clients[2] });
  const url = fake.endpoints.tokeninfo as string;
  const answers = await Promise.all([
    fetch(url, { method: 'POST', headers: { authorization: `Bearer ${accessToken}` } }),
    fetch(url, { method: 'POST', body: new URLSearchParams({ access_token: accessToken }) }),
    fetch(`${url}?access_token=${accessToken}`),
  ]);
  for (const answer of answers) {
    const document = (await answer.json()) as Body;
    expect([document.aud, document.email_verified, document.expires_in]).toEqual([
      fake.clients[2].id,
      'true',
      expect.stringMatching(/^3(600|599)$/),
    ]);
  }
});

it('revocation kills the refresh token too, once', async () => {
  const { accessToken, refreshToken = '' } = fake.mint();
  expect(await post('/revoke', { token: accessToken })).toEqual([200, {}]);
  expect((await post('/revoke', { token: accessToken }))[0]).toBe(400);
  expect((await token({ grant_type: 'refresh_token', refresh_token: refreshToken }))[1].error).toBe('invalid_grant');
});
