import { createHash } from 'node:crypto';
import { createClock } from '@bearerkit/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGithubFake, type GithubFake } from './index.ts';

let fake: GithubFake;
beforeEach(async () => {
  fake = await createGithubFake({ seed: 'login' });
});
afterEach(() => fake.stop());

const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');

const authorizeUrl = (more: Readonly<Record<string, string>> = {}): string => {
  const { id, redirectUri } = fake.client;
  const query = { client_id: id, redirect_uri: redirectUri, state: 'our-state', ...more };
  return `${fake.endpoints.authorize}?${new URLSearchParams(query)}`;
};

const back = async (more?: Readonly<Record<string, string>>) =>
  Object.fromEntries(new URL(await fake.walk(authorizeUrl(more))).searchParams);

const token = async (fields: Readonly<Record<string, string>>, accept = 'application/json') => {
  const { id, secret } = fake.client;
  const body = new URLSearchParams({ client_id: id, client_secret: secret, ...fields });
  const answer = await fetch(fake.endpoints.token, { method: 'POST', headers: { accept }, body });
  expect(answer.status).toBe(200);
  const text = await answer.text();
  return accept.includes('json') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
};

describe('the authorize page', () => {
  it('sends back a code, our state and its issuer (RFC 9207)', async () => {
    expect(await back()).toEqual({
      code: expect.stringMatching(/^[\da-f]{20}$/),
      state: 'our-state',
      iss: 'https://github.com/login/oauth',
    });
  });

  it.each([
    ['another host', 'https://evil.example/auth/github/callback', true],
    ['a path beside it', 'http://127.0.0.1:8080/auth/github/callbackx', true],
    ['a path below it, matched exactly', 'http://127.0.0.1:8080/auth/github/callback/x', false],
  ])('redirect URI on %s is an error at the registered one', async (_, uri, redirectWildcard) => {
    fake.settings.redirectWildcard = redirectWildcard;
    const url = new URL(await fake.walk(authorizeUrl({ redirect_uri: uri })));
    expect([url.pathname, url.searchParams.get('error')]).toEqual(['/auth/github/callback', 'redirect_uri_mismatch']);
  });

  it('lets loopback use any port (RFC 8252 §7.3), and a path below pass where wildcards match', async () => {
    expect(await back({ redirect_uri: 'http://127.0.0.1:9/auth/github/callback/x' })).toHaveProperty('code');
  });

  it('refuses a plain challenge (RFC 7636 §4.2), and knows none on Enterprise Server', async () => {
    const plain = { code_challenge: 'c'.repeat(43), code_challenge_method: 'plain' };
    expect(await back(plain)).toMatchObject({ error: 'invalid_request' });
    fake.settings.product = 'enterprise-server';
    const { code = '', iss } = await back(plain);
    expect([iss, (await token({ code })).token_type]).toEqual([undefined, 'bearer']);
  });

  it('an unknown application is 404, and nobody is sent anywhere', async () => {
    await expect(fake.walk(authorizeUrl({ client_id: 'nobody' }))).rejects.toThrow('404');
  });
});

describe('the token endpoint', () => {
  it('takes a code once, for 10 minutes, with its redirect URI and its verifier', async () => {
    const asked = { code_challenge: challenge, code_challenge_method: 'S256', scope: 'repo gist' };
    const { code = '' } = await back(asked);
    expect(await token({ code })).toMatchObject({ error: 'bad_verification_code' });
    const moved = { code, code_verifier: verifier, redirect_uri: 'http://127.0.0.1:8080/else' };
    expect(await token(moved)).toMatchObject({ error: 'redirect_uri_mismatch' });
    const good = { code, code_verifier: verifier };
    expect(await token(good)).toEqual({
      access_token: expect.stringMatching(/^gho_\w{36}$/),
      scope: 'repo,gist',
      token_type: 'bearer',
    });
    expect(await token(good)).toMatchObject({ error: 'bad_verification_code' });
    const { code: late = '' } = await back();
    fake.clock.advance(601);
    expect(await token({ code: late })).toMatchObject({ error: 'bad_verification_code' });
  });

  it('answers a form unless JSON is asked for, errors too', async () => {
    expect(await token({ code: 'x' }, '*/*')).toMatchObject({ error: 'bad_verification_code' });
    const { code = '' } = await back({ scope: 'user user:email' });
    expect(await token({ code }, '*/*')).toMatchObject({ scope: 'user', token_type: 'bearer' });
  });

  it('a wrong secret, another grant type', async () => {
    expect(await token({ client_secret: 'x' })).toMatchObject({ error: 'incorrect_client_credentials' });
    expect(await token({ grant_type: 'password' })).toMatchObject({ error: 'unsupported_grant_type' });
  });

  it('a login without scopes gets all that was granted before', async () => {
    await token({ code: (await back({ scope: 'gist' })).code ?? '' });
    expect(await token({ code: (await back()).code ?? '' })).toMatchObject({ scope: 'gist' });
  });

  it('`offline_access`: 8 hours and a refresh token, which ends both old ones', async () => {
    const first = await token({ code: (await back({ scope: 'gist offline_access' })).code ?? '' });
    expect(first).toMatchObject({ expires_in: 28_800, refresh_token_expires_in: 15_897_600, scope: 'gist' });
    const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
    const second = await token(refresh);
    expect(await token(refresh)).toMatchObject({ error: 'bad_refresh_token' });
    expect([await status(first.access_token), await status(second.access_token)]).toEqual([401, 200]);
    fake.clock.advance(28_801);
    expect(await status(second.access_token)).toBe(401);
  });

  it('the eleventh token of one grant ends the first', async () => {
    const tokens = Array.from({ length: 11 }, () => fake.mint());
    expect([await status(tokens[0] ?? ''), await status(tokens[1] ?? '')]).toEqual([401, 200]);
  });
});

describe('the device flow', () => {
  const begin = async (): Promise<Record<string, string>> => {
    const body = new URLSearchParams({ client_id: fake.client.id, scope: 'gist' });
    const headers = { accept: 'application/json' };
    const answer = await fetch(`${fake.url}/login/device/code`, { method: 'POST', headers, body });
    return (await answer.json()) as Record<string, string>;
  };
  const poll = (code: string) =>
    token({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: code, client_secret: '' });

  it('pending, too soon, allowed (RFC 8628 §3.5)', async () => {
    const { device_code: code = '', user_code: userCode = '', interval } = await begin();
    expect([interval, userCode]).toEqual([5, expect.stringMatching(/^[\dA-F]{4}-[\dA-F]{4}$/)]);
    fake.clock.advance(5);
    expect(await poll(code)).toMatchObject({ error: 'authorization_pending' });
    expect(await poll(code)).toMatchObject({ error: 'slow_down', interval: 10 });
    fake.decideDevice(userCode, 1002);
    fake.clock.advance(10);
    const { access_token: text, scope } = await poll(code);
    expect([await status(text), scope]).toEqual([200, 'gist']);
    expect(await poll(code)).toMatchObject({ error: 'incorrect_device_code' });
  });

  it('denied, expired, switched off', async () => {
    const [denied, expired] = [await begin(), await begin()];
    fake.decideDevice(denied.user_code ?? '', 'denied');
    fake.clock.advance(10);
    expect(await poll(denied.device_code ?? '')).toMatchObject({ error: 'access_denied' });
    fake.clock.advance(900);
    expect(await poll(expired.device_code ?? '')).toMatchObject({ error: 'expired_token' });
    fake.settings.deviceFlow = false;
    expect(await begin()).toMatchObject({ error: 'device_flow_disabled' });
  });
});

it('the same seed gives the same tokens, on a clock that fakes can share', async () => {
  const clock = createClock();
  const twin = await createGithubFake({ seed: 'login', clock });
  try {
    expect([twin.mint(), twin.client]).toEqual([fake.mint(), fake.client]);
    expect(twin.clock).toBe(clock);
  } finally {
    await twin.stop();
  }
});

async function status(text: string): Promise<number> {
  return (await fetch(fake.endpoints.userinfo, { headers: { authorization: `Bearer ${text}` } })).status;
}
