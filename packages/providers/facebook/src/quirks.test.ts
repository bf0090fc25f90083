import { faults } from '@bearerkit/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bearer, outcome, registryFor, signIn } from './__fixtures__/stage.ts';
import { facebook } from './facebook.ts';
import { createFacebookFake, type FacebookFake, graphFault } from './fake/index.ts';

let fake: FacebookFake;
beforeEach(async () => {
  fake = await createFacebookFake();
});
afterEach(() => fake.stop());

const [debug, me, token] = ['/v26.0/debug_token', '/v26.0/me', '/v26.0/oauth/access_token'];
const own = () => fake.users[0].id;
const ask = (url: string | undefined, credential: string) => fetch(url ?? '', bearer(credential));
const bodyOf = async (answer: Promise<Response>) =>
  (await (await answer).json()) as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
const appToken = () => `${fake.client.id}|${fake.client.secret}`;
const exchange = (code = 'none', redirectUri = fake.client.redirectUri) =>
  registryFor(fake).client('facebook').exchange({ code, redirectUri });
const codeFor = async () => {
  const { redirectUri } = fake.client;
  const { url } = await registryFor(fake).client('facebook').authorize({ redirectUri });
  return new URL(await fake.signIn(url)).searchParams.get('code') ?? undefined;
};

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'me-is-not-audience': async () => {
    const stolen = fake.mint({ app: fake.apps[1] });
    expect((await ask(`${fake.url}${me}`, stolen)).status).toBe(200);
    expect(await outcome(registryFor(fake), stolen)).toBe('401 wrong_app');
  },

  'foreign-is-400': async () => {
    const stolen = fake.mint({ app: fake.apps[1] });
    expect((await ask(`${fake.url}${debug}?input_token=${stolen}`, appToken())).status).toBe(400);
    expect(await outcome(registryFor(fake), stolen)).toBe('401 wrong_app');
    fake.fail(graphFault(100, { message: 'Invalid parameter' }), { path: debug });
    expect(await outcome(registryFor(fake), fake.mint())).toBe('503 provider_malformed');
  },

  'invalid-is-200': async () => {
    const expired = fake.mint({ life: -60 });
    expect((await ask(`${fake.url}${debug}?input_token=${expired}`, appToken())).status).toBe(200);
    expect(await outcome(registryFor(fake), expired)).toBe('401 inactive');
    fake.fail(faults.json({ data: { is_valid: 'true', app_id: fake.client.id, type: 'USER', user_id: own() } }));
    expect(await outcome(registryFor(fake), fake.mint())).toBe('503 provider_malformed');
  },

  'subcode-name': async () => {
    const dead = fake.mint();
    fake.kill(dead, 460);
    const inner = await bodyOf(ask(`${fake.url}${debug}?input_token=${dead}`, appToken()));
    const outer = await bodyOf(ask(`${fake.url}${me}`, dead));
    expect([inner.data?.error, outer.error]).toMatchObject([{ subcode: 460 }, { error_subcode: 460 }]);
    expect(await outcome(registryFor(fake), dead)).toBe('401 inactive');
  },

  'app-id-type': async () => {
    fake.settings.numericIds = true;
    expect(await outcome(registryFor(fake), fake.mint())).toBe(own());
    expect(await outcome(registryFor(fake), fake.mint({ app: fake.apps[1] }))).toBe('401 wrong_app');
    const data = { app_id: 2 ** 60, type: 'USER', is_valid: true, user_id: own() };
    fake.fail(faults.json({ data }), { path: debug });
    expect(await outcome(registryFor(fake, { clientId: String(2 ** 60) }), fake.mint())).toBe('401 wrong_app');
  },

  'type-page-app': async () => {
    expect(await outcome(registryFor(fake), fake.mint({ type: 'PAGE' }))).toBe('401 unrecognised');
    const good = { app_id: fake.client.id, type: 'USER', is_valid: true, user_id: own() };
    for (const more of [{ type: 'APP' }, { type: undefined }, { user_id: undefined }, { user_id: '' }]) {
      fake.fail(faults.json({ data: { ...good, ...more } }), { path: debug, times: 1 });
      expect(await outcome(registryFor(fake), fake.mint())).toBe('401 unrecognised');
    }
  },

  'error-object': async () => {
    const code = await codeFor();
    await expect(exchange(await codeFor(), 'http://127.0.0.1:8080/else')).rejects.toMatchObject({
      code: 'invalid_grant',
    });
    expect((await exchange(code)).tokenType).toBe('bearer');
    await expect(exchange(code)).rejects.toMatchObject({ code: 'invalid_grant', status: 400 });
    const late = await codeFor();
    fake.clock.advance(601);
    await expect(exchange(late)).rejects.toMatchObject({ code: 'invalid_grant' });
    const wrong = (more: object) => registryFor(fake, more).client('facebook');
    const { redirectUri } = fake.client;
    for (const more of [{ clientSecret: 'wrong' }, { clientId: '1' }]) {
      await expect(wrong(more).exchange({ code: 'x', redirectUri })).rejects.toMatchObject({ code: 'invalid_client' });
    }
    for (const error_subcode of [36007, 36008, 36009]) {
      fake.fail(graphFault(100, { error_subcode }), { path: token, times: 1 });
      await expect(exchange()).rejects.toMatchObject({ code: 'invalid_grant' });
    }
    for (const number of [2, 4, 999]) {
      fake.fail(graphFault(number), { path: token, times: 1 });
      await expect(exchange()).rejects.toMatchObject({ code: 'provider_unreachable' });
    }
  },

  'callback-error-code-only': async () => {
    fake.settings.dialogFails = true;
    const { redirectUri } = fake.client;
    const { url } = await registryFor(fake).client('facebook').authorize({ redirectUri });
    const back = new URL(await fake.signIn(url));
    expect([...back.searchParams.keys()]).toEqual(['error_code', 'error_message', 'state']);
    await expect(exchange(back.searchParams.get('code') ?? '')).rejects.toMatchObject({ code: 'invalid_grant' });
  },

  'www-authenticate-malformed': async () => {
    const dead = fake.mint();
    const registry = registryFor(fake);
    fake.fail(
      async () => {
        fake.kill(dead);
        return undefined;
      },
      { path: me },
    );
    expect(await outcome(registry, dead)).toBe('401 inactive');
    expect((await ask(`${fake.url}${me}`, dead)).headers.get('www-authenticate')).toMatch(
      /^OAuth "Facebook Platform" "/,
    );
  },

  'oauthexception-is-not-auth': async () => {
    const limits = [4, 17, 32, 341, 613].map((code) => [code, {}, '503 provider_rate_limited'] as const);
    const others = [
      [1, {}, '503 provider_unreachable'],
      [2, {}, '503 provider_unreachable'],
      [190, { is_transient: true }, '503 provider_unreachable'],
    ] as const;
    for (const [code, more, expected] of [...limits, ...others]) {
      for (const path of [debug, me]) {
        fake.fail(graphFault(code, more), { path, times: 1 });
        expect(await outcome(registryFor(fake), fake.mint())).toBe(expected);
      }
    }
    const data = { is_valid: false, error: { code: 4, message: 'limit' } };
    fake.fail(faults.json({ data }), { path: debug });
    expect(await outcome(registryFor(fake), fake.mint())).toBe('503 provider_rate_limited');
  },

  'bad-token-is-400': async () => {
    for (const code of [190, 102]) {
      fake.fail(graphFault(code), { path: me, times: 1 });
      expect(await outcome(registryFor(fake), fake.mint())).toBe('401 inactive');
    }
    fake.fail(graphFault(190), { path: debug });
    expect(await outcome(registryFor(fake), fake.mint())).toBe('503 provider_malformed');
  },

  'no-refresh': async () => {
    const registry = registryFor(fake);
    expect('refreshToken' in (await signIn(fake, registry))).toBe(false);
    await expect(registry.client('facebook').refresh('made-up')).rejects.toMatchObject({ code: 'invalid_request' });
  },

  'version-float': async () => {
    const { endpoints } = facebook({ clientId: '1', clientSecret: 'x', version: 'v25.0' });
    const { idTokenIssuer: _, ...called } = endpoints;
    for (const endpoint of Object.values(called)) {
      const url = typeof endpoint === 'object' && 'url' in endpoint ? endpoint.url : String(endpoint);
      expect(new URL(url).pathname).toMatch(/^\/v25\.0\//);
    }
    expect((await ask(`${fake.url}/v9.0/me`, fake.mint())).status).toBe(400);
  },

  'email-absent': async () => {
    const registry = registryFor(fake);
    for (const choice of [{ user: fake.users[2].id }, { without: ['email'] }]) {
      const { accessToken } = await signIn(fake, registry, choice);
      const auth = await registry.verify(bearer(accessToken));
      expect(['email' in auth, auth.emailVerified]).toEqual([false, false]);
    }
  },

  'app-scoped-id': async () => {
    const identity = (clientId: string) => facebook({ clientId, clientSecret: 'x' }).identity;
    expect(identity('1')).not.toBe(identity('2'));
  },

  'proof-required': async () => {
    fake.settings.proofRequired = true;
    const ours = fake.mint();
    expect((await ask(`${fake.url}${me}`, ours)).status).toBe(400);
    expect(await outcome(registryFor(fake), ours)).toBe(own());
  },

  'discovery-thin': async () => {
    const metadata = await bodyOf(fetch(`${fake.url}/.well-known/openid-configuration`));
    expect([metadata.token_endpoint, metadata.issuer]).toEqual([undefined, 'https://facebook.com']);
    fake.forget();
    const registry = registryFor(fake);
    await registry.verify(bearer((await signIn(fake, registry)).accessToken));
    expect(fake.calls('/.well-known/openid-configuration')).toBe(0);
    const { idTokenIssuer } = facebook({ clientId: '1', clientSecret: 'x' }).endpoints;
    expect(idTokenIssuer).toEqual(['https://www.facebook.com', 'https://facebook.com']);
  },

  'signed-request': async () => {
    expect(await outcome(registryFor(fake), fake.signedRequest())).toBe('401 unrecognised');
    expect(fake.calls()).toBe(0);
  },

  'data-access-clock': async () => {
    const data = { app_id: fake.client.id, type: 'USER', is_valid: true, user_id: own(), data_access_expires_at: 1 };
    fake.fail(faults.json({ data }), { path: debug });
    fake.fail(faults.json({ id: own() }), { path: me });
    const auth = await registryFor(fake).verify(bearer(fake.mint()));
    expect([auth.subject, 'name' in auth, 'email' in auth]).toEqual([own(), false, false]);
  },
};

it.each(facebook.about.quirks.map(({ id }) => id))('%s', async (id) => {
  expect(Object.keys(tests)).toContain(id);
  await tests[id]?.();
});

it('no test is of a quirk that is not listed', () => {
  expect(Object.keys(tests)).toEqual(facebook.about.quirks.map(({ id }) => id));
});
