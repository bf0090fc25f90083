import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFacebookFake, type FacebookFake } from './index.ts';

let fake: FacebookFake;
beforeEach(async () => {
  fake = await createFacebookFake({ seed: 'seed' });
});
afterEach(() => fake.stop());

/** What the fake may answer. */
interface Body {
  readonly access_token: string;
  readonly error: { readonly code: number; readonly error_subcode?: number };
  readonly data: { readonly type?: string };
}

const dialogUrl = (more: Readonly<Record<string, string>> = {}) => {
  const { id, redirectUri } = fake.client;
  const asked = { client_id: id, redirect_uri: redirectUri, scope: 'email,public_profile', state: 's' };
  return `${fake.endpoints.authorize}?${new URLSearchParams({ ...asked, ...more })}`;
};
const get = async (path: string, fields: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(`${fake.url}${path}?${new URLSearchParams(fields)}`);
  return [answer.status, (await answer.json()) as Body] as const;
};
const codeOf = async () => new URL(await fake.signIn(dialogUrl())).searchParams.get('code') ?? '';
const token = (fields: Readonly<Record<string, string>>) =>
  get('/v26.0/oauth/access_token', { client_id: fake.client.id, client_secret: fake.client.secret, ...fields });
const exchange = async (more = {}) => token({ redirect_uri: fake.client.redirectUri, code: await codeOf(), ...more });

it('gives the same tokens for the same seed', async () => {
  const again = await createFacebookFake({ seed: 'seed' });
  const other = await createFacebookFake({ seed: 'other' });
  const [one, same, differing] = [fake, again, other].map((one) => one.mint());
  await Promise.all([again.stop(), other.stop()]);
  expect(one).toBe(same);
  expect(one).not.toBe(differing);
});

describe('the dialog', () => {
  it('sends back a code, with the fragment, and on demand the scopes', async () => {
    const url = new URL(await fake.signIn(dialogUrl({ return_scopes: 'true' }), { without: ['email'] }));
    expect([url.hash, url.searchParams.get('granted_scopes'), url.searchParams.get('denied_scopes')]).toEqual([
      '#_=_',
      'public_profile',
      'email',
    ]);
    const declined = new URL(await fake.signIn(dialogUrl(), { decision: 'decline' }));
    expect(declined.searchParams.get('error_reason')).toBe('user_denied');
  });

  it('blocks another redirect URI, and sends nobody back', async () => {
    const redirect_uri = `${fake.client.redirectUri}?x=1`;
    await expect(fake.signIn(dialogUrl({ redirect_uri }))).rejects.toThrow('URL Blocked');
  });
});

describe('the token endpoint', () => {
  it('answers GET, with neither scope nor refresh token', async () => {
    const [status, body] = await exchange();
    expect([status, Object.keys(body)]).toEqual([200, ['access_token', 'token_type', 'expires_in']]);
  });

  it('tells what is wrong with a code by a second number', async () => {
    const code = await codeOf();
    const subcode = async (more: object) => (await exchange(more))[1].error.error_subcode;
    expect(await subcode({ redirect_uri: 'http://127.0.0.1/' })).toBe(36008);
    await exchange({ code });
    expect(await subcode({ code })).toBe(36009);
    const late = await codeOf();
    fake.clock.advance(601);
    expect(await subcode({ code: late })).toBe(36007);
  });

  it('exchanges a token for a longer one while it lives', async () => {
    const live = fake.mint({ life: 3600 });
    const longer = { grant_type: 'fb_exchange_token', fb_exchange_token: live };
    expect((await token(longer))[1].access_token).not.toBe(live);
    fake.kill(live);
    expect((await token(longer))[0]).toBe(400);
    const [, app] = await token({ grant_type: 'client_credentials' });
    expect(app.access_token).toBe(`${fake.client.id}|${fake.client.secret}`);
  });
});

describe('the Graph API', () => {
  it('takes a version, none, and no unknown one', async () => {
    const access_token = fake.mint();
    const statuses = ['/v26.0/me', '/me', '/v9.0/me'].map(async (path) => (await get(path, { access_token }))[0]);
    expect(await Promise.all(statuses)).toEqual([200, 200, 400]);
  });

  it('says by default id and name alone, and nothing to an app token', async () => {
    expect(await get('/me', { access_token: fake.mint() })).toEqual([
      200,
      { id: '90071992547409930', name: 'Member One' },
    ]);
    const app = `${fake.client.id}|${fake.client.secret}`;
    expect((await get('/me', { access_token: app }))[1].error.code).toBe(2500);
  });

  it('debug_token wants an app token, and knows its own as well', async () => {
    const app = `${fake.client.id}|${fake.client.secret}`;
    const input_token = fake.mint();
    expect((await get('/debug_token', { input_token, access_token: input_token }))[1].error.code).toBe(190);
    expect((await get('/debug_token', { input_token: app, access_token: app }))[1].data.type).toBe('APP');
  });

  it('permissions are listed, and withdrawn for all tokens of a user', async () => {
    const [access_token, other] = [fake.mint(), fake.mint()];
    const [, { data }] = await get('/me/permissions', { access_token });
    expect(data).toContainEqual({ permission: 'email', status: 'granted' });
    const url = `${fake.url}/me/permissions?access_token=${access_token}`;
    expect(await (await fetch(url, { method: 'DELETE' })).json()).toBe(true);
    expect((await get('/me', { access_token: other }))[1].error.error_subcode).toBe(458);
  });
});
