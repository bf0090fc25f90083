import { faults } from '@bearerkit/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../__fixtures__/gateway.ts';
import { sendLines } from '../__fixtures__/wire.ts';

let test: TestGateway;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());

const open = (url: string, cookie = '') => fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
const begin = async () => {
  const answer = await open(`${test.url}/auth/meetup`);
  const cookie = answer.headers
    .getSetCookie()
    .map((text) => text.split(';', 1)[0])
    .join('; ');
  return { answer, cookie, url: answer.headers.get('location') ?? expect.fail() };
};
const signIn = async (member?: string) => {
  const { cookie, url } = await begin();
  return { cookie, back: await test.meetup.authorize({ url, member }) };
};
const tokenIn = (page: string) => /<textarea[^>]*>([^<]+)<\/textarea>/.exec(page)?.[1];

describe('the login (rules 15 to 17)', () => {
  it('goes to the provider with state and S256, and comes back to a page with a token that works', async () => {
    const { answer, url } = await begin();
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([302, 'no-store']);
    const query = new URL(url).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${test.url}/auth/meetup/callback`,
    });
    const { cookie, back } = await signIn();
    const page = await open(back, cookie);
    expect(page.status).toBe(200);
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-type': 'text/html; charset=utf-8',
    });
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';.*frame-ancestors 'none'$/);
    expect(page.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=0')]);
    const text = await page.text();
    expect(text).not.toMatch(/<script|onclick|style=/);
    const authorization = `Bearer ${tokenIn(text)}`;
    expect((await fetch(`${test.url}/wiki/x`, { headers: { authorization } })).status).toBe(200);
  });

  it('a code counts once, only with the cookie, only with the state', async () => {
    const { cookie, back } = await signIn();
    test.meetup.forget();
    const other = new URL(back);
    other.searchParams.set('state', 'x');
    expect((await open(back)).status).toBe(400);
    expect((await open(other.href, cookie)).status).toBe(400);
    expect((await open(`${back}&code=x`, cookie)).status).toBe(400);
    expect((await open(`${back}&state=x`, cookie)).status).toBe(400);
    expect(test.meetup.log).toEqual([]);
    expect((await open(back, cookie)).status).toBe(200);
    expect((await open(back, cookie)).status).toBe(400);
    expect(test.meetup.calls('/oauth2/access')).toBe(1);
  });

  it('an error of the provider is told, escaped, and used up', async () => {
    const { cookie, url } = await begin();
    const back = new URL(await test.meetup.authorize({ url, decision: 'decline' }));
    back.searchParams.set('error', '<img src=x onerror=alert(1)>');
    const page = await open(back.href, cookie);
    const text = await page.text();
    expect([page.status, text.includes('<img')]).toEqual([400, false]);
    expect(text).toContain('&lt;img src=x');
    expect(test.log.at(-1)).toMatchObject({ outcome: 'refused', reason: 'provider_refused', provider: 'meetup' });
    expect((await open(back.href, cookie)).status).toBe(400);
  });

  it('a provider that is down is 503, one that knows no such code 400', async () => {
    const first = await signIn();
    test.meetup.fail(faults.status(502), { path: '/oauth2/access' });
    expect((await open(first.back, first.cookie)).status).toBe(503);
    test.meetup.heal();
    const second = await signIn();
    const changed = new URL(second.back);
    changed.searchParams.set('code', 'other');
    expect((await open(changed.href, second.cookie)).status).toBe(400);
  });

  it('has GET alone', async () => {
    for (const path of ['/auth/meetup', '/auth/meetup/callback'])
      expect((await fetch(test.url + path, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${test.url}/auth/meetup/token`)).headers.get('allow')).toBe('POST');
  });
});

describe('the token relay', () => {
  const post = async (form: Record<string, string> | string, headers: Record<string, string> = {}) => {
    const body = typeof form === 'string' ? form : new URLSearchParams(form);
    const answer = await fetch(`${test.url}/auth/meetup/token`, { method: 'POST', body, headers });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
  };
  const redirect_uri = () => `${test.url}/auth/meetup/callback`;
  const secret = () => test.meetup.clients[0].secret;
  const refusedWithoutCall = async (form: Parameters<typeof post>[0], status: number, error: string, headers = {}) => {
    test.meetup.forget();
    const answer = await post(form, headers);
    expect([answer.status, answer.body.error]).toEqual([status, error]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(test.meetup.log).toEqual([]);
    expect(JSON.stringify(answer.body)).not.toContain(secret());
  };
  const code = { grant_type: 'authorization_code', code: 'c' };

  it('refuses what it must, with no call to the provider', async () => {
    const full = { ...code, redirect_uri: redirect_uri(), code_verifier: 'v'.repeat(43) };
    await refusedWithoutCall({ grant_type: 'refresh_token', refresh_token: 'not-ours' }, 400, 'invalid_grant');
    await refusedWithoutCall({ ...full, redirect_uri: `${redirect_uri()}/x` }, 400, 'invalid_request');
    await refusedWithoutCall({ ...code, redirect_uri: redirect_uri() }, 400, 'invalid_request');
    await refusedWithoutCall({ ...full, client_id: 'other-app' }, 401, 'invalid_client');
    await refusedWithoutCall({ grant_type: 'client_credentials' }, 400, 'unsupported_grant_type');
    await refusedWithoutCall({ grant_type: 'password', username: 'u', password: 'p' }, 400, 'unsupported_grant_type');
    await refusedWithoutCall('grant_type=refresh_token&grant_type=x', 400, 'invalid_request');
    await refusedWithoutCall('{"grant_type":"refresh_token"}', 400, 'invalid_request', {
      'content-type': 'application/json',
    });
    await refusedWithoutCall(code, 401, 'invalid_client', { authorization: 'Basic b3RoZXI6eA==' });
    await refusedWithoutCall({ ...code, x: 'x'.repeat(17_000) }, 413, 'payload_too_large');
  });

  it('adds our secret, and gives tokens that work, also after a restart; the secret reaches no caller and no log', async () => {
    const { back } = await (async () => {
      const verifier = 'v'.repeat(43);
      const url = new URL(test.meetup.endpoints.authorize);
      const challenge = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(verifier))).toString('base64url');
      const query = {
        response_type: 'code',
        client_id: test.meetup.clients[0].id,
        redirect_uri: redirect_uri(),
        state: 's',
      };
      url.search = new URLSearchParams({
        ...query,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }).toString();
      return { back: new URL(await test.meetup.authorize({ url: url.href })) };
    })();
    const form = {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: redirect_uri(),
    };
    const answer = await post({
      ...form,
      code_verifier: 'v'.repeat(43),
      client_id: test.meetup.clients[0].id,
      client_secret: '',
    });
    expect(answer.status).toBe(200);
    const { access_token, refresh_token } = answer.body as Record<string, string>;
    await test.restart();
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await fetch(`${test.url}/wiki/x`, { headers })).status).toBe(200);
    const refreshed = await post({ grant_type: 'refresh_token', refresh_token: refresh_token ?? '' });
    expect(refreshed.status).toBe(200);
    expect(JSON.stringify([answer.body, refreshed.body])).not.toContain(secret());
    for (const hidden of [secret(), access_token, refresh_token, form.code]) expect(test.text()).not.toContain(hidden);
  });

  it('limits each address, by the connection, whatever X-Forwarded-For says (rule 49)', async () => {
    const world = await startGateway({ options: { loginsPerMinute: 3 } });
    const ask = (at: number) =>
      fetch(`${world.url}/auth/meetup/token`, { method: 'POST', headers: { 'x-forwarded-for': `192.0.2.${at}` } });
    const statuses = [];
    for (let at = 0; at < 5; at++) statuses.push((await ask(at)).status);
    expect(statuses).toEqual([400, 400, 400, 429, 429]);
    expect(Number((await ask(9)).headers.get('retry-after'))).toBeGreaterThan(0);
    await world.stop();
  });

  it('is 404 where it is not switched on', async () => {
    const world = await startGateway({
      config: (usual) => {
        const { relay: _, ...meetup } = usual.providers.meetup;
        return { ...usual, providers: { meetup } };
      },
    });
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x' });
    expect((await fetch(`${world.url}/auth/meetup/token`, { method: 'POST', body })).status).toBe(404);
    await world.stop();
  });
});

it('two Authorization headers at the relay are 400 (rule 1)', async () => {
  const one = 'Authorization: Basic b3RoZXI6eA==';
  const form = ['Content-Type: application/x-www-form-urlencoded', 'Content-Length: 0'];
  const answer = await sendLines(test.url, '/auth/meetup/token', [one, one, ...form], 'POST');
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([400, { error: 'invalid_request' }]);
});
