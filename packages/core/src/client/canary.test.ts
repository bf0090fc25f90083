import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer, collectLog, quickHttp } from '../__fixtures__/registry.ts';
import { hang, html, json, reset, status, text, useServer } from '../__fixtures__/server.ts';
import { everything } from '../__fixtures__/spill.ts';
import { toSecret } from '../provider/secret.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const http = quickHttp(500);

/** One word for each thing that must not come out anywhere. */
const canary = {
  token: 'canaryaccesstoken',
  other: 'canaryothertoken',
  refresh: 'canaryrefreshtoken',
  secret: 'canaryclientsecret',
  code: 'canarycode',
  verifier: 'canaryverifier',
  body: 'canary-provider-body',
  callerSecret: 'canarycallersecret',
};
const tokens = { access_token: canary.token, token_type: 'bearer', refresh_token: canary.refresh };

it('no secret, token, code or provider body is in an error, a log line, an explanation or a URL (rule 56)', async () => {
  const { lines, log } = collectLog();
  const spilled: string[] = [];
  const note = (value: unknown) => void spilled.push(everything(value));
  const handlers = [
    json({ error: canary.body, error_description: canary.body }, 400),
    json({ error: 'invalid_client', error_description: canary.body }, 401),
    text(canary.body),
    html(),
    hang,
    reset,
    status(302, { location: `${server.url}/${canary.body}` }),
    json({ active: false, detail: canary.body }),
    json({ [canary.body]: 1, active: 'true' }),
    json({ ...tokens, token_type: 'DPoP' }),
    json(active({ client_id: 'another', scope: 'x' })),
  ];
  for (const authentication of ['client_secret_post', 'client_secret_basic'] as const) {
    const client = { id: 'client-1', secret: toSecret(canary.secret), authentication };
    const provider = opaqueProvider(server.url, {}, { relay: { clientCredentials: true } }, { client });
    const registry = createProviderRegistry({ a: provider }, { http, log, resource: 'https://api.example.com' });
    note(registry);
    note(provider);
    const verbs = registry.client('a');
    for (const handler of handlers) {
      for (const path of ['/token', '/introspect', '/revoke', '/userinfo']) server.on(path, handler);
      const form = {
        grant_type: 'authorization_code',
        code: canary.code,
        redirect_uri: 'https://app.test/cb',
        code_verifier: canary.verifier,
        client_id: 'client-1',
        client_secret: canary.callerSecret,
      };
      const relay = { contentType: 'application/x-www-form-urlencoded', redirectUris: ['https://app.test/cb'] };
      const results = await Promise.allSettled([
        registry.verify(bearer(canary.token)).then(() => expect.unreachable()),
        registry.explain(canary.other),
        registry
          .authenticate(bearer(canary.other))
          .then(async (answer) => (answer instanceof Response ? [...answer.headers, await answer.text()] : answer.id)),
        verbs.exchange({ code: canary.code, redirectUri: 'https://app.test/cb', codeVerifier: canary.verifier }),
        verbs.refresh(canary.refresh),
        verbs.userinfo({ token: canary.token }).then(() => 'the answer is what was asked for'),
        verbs.relay({ ...relay, body: new URLSearchParams(form).toString() }),
        verbs.relay({
          ...relay,
          body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: canary.refresh }).toString(),
        }),
      ]);
      for (const result of results) note(result.status === 'fulfilled' ? result.value : result.reason);
      registry.purge();
    }
    await verbs.revoke(canary.other).catch(note);
    note(await registry.explain(canary.other));
  }
  note(lines);
  for (const { path, query } of server.calls) note(`${path}?${query}`);
  const all = spilled.join('\n').replaceAll(`Location: ${server.url}/${canary.body}`, '');
  expect(spilled.length).toBeGreaterThan(150);
  for (const [name, word] of Object.entries(canary)) expect(`${name}: ${all.includes(word)}`).toBe(`${name}: false`);
});

it('a good answer hands tokens to the caller alone', async () => {
  const { lines, log } = collectLog();
  const provider = opaqueProvider(
    server.url,
    {},
    { relay: {} },
    { client: { id: 'client-1', secret: toSecret(canary.secret), authentication: 'client_secret_post' } },
  );
  const registry = createProviderRegistry({ a: provider }, { log });
  server.on('/token', json(tokens));
  server.on('/introspect', json(active()));
  const exchanged = await registry.client('a').exchange({ code: canary.code, redirectUri: 'https://app.test/cb' });
  const auth = await registry.verify(bearer(canary.token));
  expect(
    `${inspect(exchanged)}${JSON.stringify([exchanged, auth, { ...auth }])}${inspect(auth)}${JSON.stringify(lines)}`,
  ).not.toMatch(/canary/);
  expect([exchanged.accessToken, auth.token]).toEqual([canary.token, canary.token]);
});
