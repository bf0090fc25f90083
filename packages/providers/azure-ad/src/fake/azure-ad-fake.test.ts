import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AzureAdFake, createAzureAdFake } from './index.ts';

let fake: AzureAdFake;
beforeAll(async () => {
  fake = await createAzureAdFake({ seed: 'fake', redirectUri: 'http://localhost' });
});
afterAll(() => fake.stop());

type Fields = Readonly<Record<string, string>>;

const get = async (path: string, token = '') => {
  const answer = await fetch(fake.url + path, { headers: { authorization: `Bearer ${token}` } });
  return [answer.status, Object(await answer.json())] as const;
};
const post = async (fields: Fields, path = '/oauth2/v2.0/token') => {
  const { id, secret } = fake.apps.client;
  const body = new URLSearchParams({ client_id: id, client_secret: secret, ...fields });
  const answer = await fetch(`${fake.url}/${fake.tenants.home}${path}`, { method: 'POST', body });
  return [answer.status, Object(await answer.json())] as const;
};
const authorizeUrl = (more: Fields = {}) => {
  const own = { client_id: fake.apps.client.id, redirect_uri: 'http://localhost', response_type: 'code', state: 's&t' };
  return `${fake.endpoints.authorize}?${new URLSearchParams({ ...own, scope: 'openid api://orders/x', ...more })}`;
};
const part = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString());

describe('metadata', () => {
  it.each(['common', 'organizations'])('%s has a template for an issuer, and nothing to revoke at', async (name) => {
    const [, document] = await get(`/${name}/v2.0/.well-known/openid-configuration`);
    expect(document).toMatchObject({
      issuer: `${fake.url}/{tenantid}/v2.0`,
      cloud_instance_name: 'microsoftonline.com',
    });
    expect(document).not.toHaveProperty('revocation_endpoint');
    expect(document).not.toHaveProperty('introspection_endpoint');
  });

  it('names the tenant of an alias, by version', async () => {
    const { personal, home } = fake.tenants;
    const issuer = async (path: string) => (await get(`${path}/.well-known/openid-configuration`))[1].issuer;
    expect(await issuer('/consumers/v2.0')).toBe(`${fake.url}/${personal}/v2.0`);
    expect(await issuer('/example.onmicrosoft.com')).toBe(`${fake.url}/${home}/`);
  });

  it('an unknown tenant is 400', async () => {
    const [status, { error, error_codes }] = await get('/nobody/v2.0/.well-known/openid-configuration');
    expect([status, error, error_codes]).toEqual([400, 'invalid_tenant', [90002]]);
  });

  it('five keys of three issuers and two clouds, in another order now and then', async () => {
    const orders = new Set<string>();
    for (let count = 0; count < 20; count += 1) {
      const [, { keys }] = await get(fake.paths.proof[0] ?? '');
      orders.add(keys.map(({ kid }: Fields) => kid).join());
      expect(new Set(keys.map(({ issuer }: Fields) => issuer)).size).toBe(2);
      expect(keys.filter((key: Fields) => key.cloud_instance_name === 'microsoftonline.us')).toHaveLength(1);
      expect([keys.length, keys.some((key: object) => 'd' in key)]).toEqual([5, false]);
    }
    expect(orders.size).toBeGreaterThan(1);
  });

  it('a token for Graph verifies over the hash of its nonce alone', async () => {
    const token = fake.mint({ kind: 'graph' });
    const [, { keys }] = await get(fake.paths.proof[0] ?? '');
    const key = createPublicKey({ key: keys.find(({ kid }: Fields) => kid === part(token, 0).kid), format: 'jwk' });
    const [head = '', claims = '', signature = ''] = token.split('.');
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(false);
  });
});

describe('sign-in', () => {
  it('sends back with a slash where the redirect URI has no path, and the state as it was', async () => {
    const back = new URL(await fake.authorize(authorizeUrl(), 'unverified'));
    expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual(['http://localhost/', 's&t']);
  });

  it.each([
    ['50011', { redirect_uri: 'https://evil.example/' }],
    ['700016', { client_id: 'nobody' }],
  ])('ends at a page with AADSTS%s', async (code, more) => {
    await expect(fake.authorize(authorizeUrl(more))).rejects.toThrow(`AADSTS${code}`);
  });

  it.each([
    ['28000', { scope: 'api://orders/x api://billing/x' }],
    ['500011', { scope: 'api://nobody/x' }],
    ['9010010', { resource: 'api://billing' }],
  ])('sends AADSTS%s back', async (code, more) => {
    const back = new URL(await fake.authorize(authorizeUrl(more)));
    expect(back.searchParams.get('error_description')).toMatch(`AADSTS${code}`);
  });

  it('cancels', async () => {
    const body = new URLSearchParams({ decision: 'cancel' });
    const answer = await fetch(authorizeUrl(), { method: 'POST', body, redirect: 'manual' });
    expect(answer.headers.get('location')).toContain('error=access_denied');
  });
});

describe('tokens', () => {
  const codeOf = async (more: Fields = {}) =>
    new URL(await fake.authorize(authorizeUrl(more))).searchParams.get('code') ?? '';
  const exchange = async (code: string, more: Fields = {}) =>
    post({ grant_type: 'authorization_code', redirect_uri: 'http://localhost', code, ...more });

  it('a code works once, for ten minutes, with its redirect URI', async () => {
    const code = await codeOf();
    const late = await codeOf();
    expect((await exchange(code, { redirect_uri: 'http://localhost/' }))[1].error_codes).toEqual([500112]);
    expect((await exchange(code))[0]).toBe(200);
    expect((await exchange(code))[1].error_codes).toEqual([54005]);
    fake.clock.advance(601);
    expect((await exchange(late))[1].error_codes).toEqual([70008]);
    fake.clock.advance(-601);
  });

  it('RFC 7636: a challenge without a method is plain', async () => {
    const code = await codeOf({ code_challenge: 'v'.repeat(43) });
    expect((await exchange(code, { code_verifier: 'w'.repeat(43) }))[1].error_codes).toEqual([501481]);
    expect((await exchange(code, { code_verifier: 'v'.repeat(43) }))[0]).toBe(200);
  });

  it('gives a refresh token for offline_access and an ID token for openid', async () => {
    const [, plain] = await exchange(await codeOf({ scope: 'api://orders/x' }));
    expect([plain.refresh_token, plain.id_token]).toEqual([undefined, undefined]);
    const [, { refresh_token, id_token }] = await exchange(
      await codeOf({ scope: 'openid offline_access api://orders/x' }),
    );
    expect(part(id_token, 1)).toMatchObject({ aud: fake.apps.client.id, ver: '2.0' });
    for (const [scope, aud] of [
      ['api://orders/x', fake.apps.api.id],
      ['api://billing/x', fake.apps.otherApi.id],
    ] as const) {
      const [, fresh] = await post({ grant_type: 'refresh_token', refresh_token, scope });
      expect(part(fresh.access_token, 1).aud).toBe(aud);
    }
  });

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 7000215],
    ['an unknown client', { client_id: 'nobody' }, 400, 700016],
    ['no grant', {}, 400, 70003],
    ['a scope that is not .default', { grant_type: 'client_credentials', scope: 'api://orders/x' }, 400, 1002012],
  ])('%s', async (_title, fields, status, code) => {
    const [actual, { error_codes }] = await post(fields as unknown as Fields);
    expect([actual, error_codes]).toEqual([status, [code]]);
  });

  it('an app gets a token without a role and without a refresh token; version 1 writes numbers as texts', async () => {
    const fields = { grant_type: 'client_credentials', resource: 'api://orders' };
    const [, old] = await post(fields, '/oauth2/token');
    expect([typeof old.expires_in, typeof old.expires_on, old.refresh_token]).toEqual(['string', 'string', undefined]);
    expect(part(old.access_token, 1)).not.toHaveProperty('roles');
  });
});

describe('Graph', () => {
  it('answers its own tokens of any client, and others in the words of Graph', async () => {
    const client = fake.apps.otherClient;
    expect((await get('/oidc/userinfo', fake.mint({ kind: 'graph', client })))[1]).toMatchObject({
      name: 'Member One',
    });
    expect((await get('/v1.0/me', fake.mint({ kind: 'graph' })))[1]).toMatchObject({ mail: 'user@example.com' });
    const says = async (token: string) => {
      const [status, { error }] = await get('/v1.0/me', token);
      return `${status} ${error.message}`;
    };
    expect(await says(fake.mint())).toBe('401 Access token validation failure. Invalid audience.');
    expect(await says(fake.mint({ kind: 'graph', lifeSeconds: -1 }))).toMatch(/^401 Lifetime validation failed/);
    expect(await says('EwBx')).toMatch(/^401 CompactToken validation failed/);
    expect(await says(fake.mint({ kind: 'graph', claims: { scp: undefined } }))).toMatch(/^400 \/me request is only/);
  });
});
