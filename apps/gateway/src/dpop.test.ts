import { createFakeServer, type FakeServer, json } from '@bearerkit/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './__fixtures__/gateway.ts';
import { provingClient } from './__fixtures__/proving-client.ts';

const client = provingClient();
const thief = provingClient();
const [bound, plain, strong] = ['acme_b0', 'acme_a0', 'acme_a1'];
const answers: Readonly<Record<string, object>> = {
  [bound]: { token_type: 'DPoP', cnf: { jkt: client.thumbprint } },
  [plain]: {},
  [strong]: { acr: 'strong' },
};
let issuer: FakeServer;
beforeAll(async () => {
  const about = { active: true, sub: 'member-1', client_id: 'c' };
  issuer = await createFakeServer({
    routes: { 'POST /introspect': ({ form }) => json({ ...about, ...answers[form.get('token') ?? ''] }) },
  });
});
afterAll(() => issuer.stop());

/** A gateway before the issuer of these tokens, whose users are named by their subject. */
const start = (dpop: object | undefined) =>
  startGateway({
    link: false,
    config: (usual) => {
      const { users: _, ...wiki } = usual.upstreams.wiki;
      const acme = { use: 'acme-provider', endpoints: { introspect: `${issuer.url}/introspect` } };
      const route = { upstream: 'wiki', accept: ['acme'] };
      return {
        ...usual,
        ...(dpop === undefined ? {} : { dpop }),
        providers: { ...usual.providers, acme },
        upstreams: { wiki: { ...wiki, users: { kind: 'none', match: 'attribute', attribute: 'subject' } } },
        routes: [
          ...(dpop === undefined ? [] : [{ match: { path: '/wiki/bound/**' }, ...route, dpop: true }]),
          { match: { path: '/wiki/strong/**' }, ...route, acr: ['strong'] },
          { match: { path: '/wiki/**' }, ...route },
        ],
      };
    },
  });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const challengeOf = ({ headers }: Response) => headers.get('www-authenticate') ?? '';

describe('RFC 9449: tokens that are bound to a key', () => {
  let test: TestGateway;
  beforeAll(async () => {
    test = await start({});
  });
  afterAll(() => test.stop());
  const get = (path: string, headers: Record<string, string>) => fetch(test.url + path, { headers });
  const proved = (path: string, { headers } = client) => get(path, headers(bound, test.url + path.replace(/\?.*/, '')));

  it('§7.1: pass with their proof, which goes no further', async () => {
    expect((await proved('/wiki/x?page=2')).status).toBe(200);
    const { rawHeaders, headers } = test.upstream.arrived.at(-1) ?? expect.fail();
    expect(headers).not.toHaveProperty('dpop');
    expect(rawHeaders.join('\n')).not.toContain(bound);
    expect(headers['x-bearerkit-assertion']).toBeDefined();
  });

  it('§7.2: are refused as Bearer, by another key, for another URL, and with a proof that was used', async () => {
    const before = test.upstream.arrived.length;
    const headers = client.headers(bound, `${test.url}/wiki/x`);
    expect((await get('/wiki/x', headers)).status).toBe(200);
    const refused = [
      await get('/wiki/x', bearer(bound)),
      await proved('/wiki/x', thief),
      await get('/wiki/y', client.headers(bound, `${test.url}/wiki/x`)),
      await get('/wiki/x', headers),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    for (const answer of refused) expect(challengeOf(answer)).toMatch(/^DPoP .*algs="/);
    expect(test.upstream.arrived.length).toBe(before + 1);
    expect(test.text()).not.toContain(headers.dpop);
  });

  it('are demanded by a route with `dpop: true`, while others take both', async () => {
    expect((await get('/wiki/x', bearer(plain))).status).toBe(200);
    expect((await proved('/wiki/bound/x')).status).toBe(200);
    for (let time = 0; time < 2; time++) {
      const answer = await get('/wiki/bound/x', bearer(plain));
      expect([answer.status, challengeOf(answer)]).toEqual([401, expect.stringMatching(/^DPoP .*"invalid_token"/)]);
    }
  });

  it('RFC 9470 §3: a route with `acr` says which sign-in it wants', async () => {
    const answer = await get('/wiki/strong/x', bearer(plain));
    expect(answer.status).toBe(401);
    expect(challengeOf(answer)).toContain('error="insufficient_user_authentication", acr_values="strong"');
    expect((await get('/wiki/strong/x', bearer(strong))).status).toBe(200);
  });
});

it('RFC 9449 §9: `nonce` hands a nonce out with the refusal, and takes it, also after a restart; not the upstream’s', async () => {
  const test = await start({ nonce: true });
  const url = `${test.url}/wiki/x`;
  test.upstream.answer = (_, response) => void response.setHeader('DPoP-Nonce', 'upstream').end('{}');
  const first = await fetch(url, { headers: client.headers(bound, url) });
  expect([first.status, challengeOf(first)]).toEqual([401, expect.stringContaining('error="use_dpop_nonce"')]);
  await test.restart();
  const second = await fetch(url, { headers: client.headers(bound, url, first.headers.get('dpop-nonce')) });
  expect([second.status, second.headers.get('dpop-nonce')]).toEqual([200, null]);
  await test.stop();
});

it('RFC 9449 §7.1: `required` takes no other tokens, and the metadata say so (RFC 9728 §2)', async () => {
  const test = await start({ required: true });
  const url = `${test.url}/wiki/x`;
  expect((await fetch(url, { headers: bearer(plain) })).status).toBe(401);
  expect((await fetch(url, { headers: client.headers(bound, url) })).status).toBe(200);
  const metadata = await fetch(`${test.url}/.well-known/oauth-protected-resource`);
  expect(await metadata.json()).toMatchObject({ dpop_bound_access_tokens_required: true });
  await test.stop();
});

it('RFC 9449 §7.2: without `dpop` a bound token is refused, whatever the scheme', async () => {
  const test = await start(undefined);
  const url = `${test.url}/wiki/x`;
  for (const headers of [bearer(bound), client.headers(bound, url)]) {
    expect((await fetch(url, { headers })).status).toBe(401);
  }
  expect(test.upstream.arrived).toEqual([]);
  await test.stop();
});
