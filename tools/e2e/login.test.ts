import { createOidcFake, type OidcFake } from '@bearerkit/oidc/fake';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewaySurface, type Surface } from './surfaces.ts';

const redirectUri = 'https://api.example.com/auth/acme/callback';
let issuer: OidcFake;
let gateway: Surface;

beforeAll(async () => {
  issuer = await createOidcFake({ client: { redirectUri } });
  const [{ id, secret }] = issuer.clients;
  const options = { issuer: issuer.issuer, audience: 'https://api.example.com', clientId: id, clientSecret: secret };
  gateway = await gatewaySurface(options);
});
afterAll(async () => {
  await gateway.stop();
  await issuer.stop();
});

/** Signs in as a browser does, up to the callback, whose URL a test may change. */
async function signIn(change: (back: URL) => void): Promise<Response> {
  const start = await fetch(`${gateway.url}/auth/acme`, { redirect: 'manual' });
  const cookie = start.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const back = new URL(await issuer.authorize({ url: start.headers.get('location') ?? '', subject: 'member-1' }));
  expect(`${back.origin}${back.pathname}`).toBe(redirectUri);
  expect(back.searchParams.get('iss')).toBe(issuer.issuer);
  change(back);
  return fetch(`${gateway.url}${back.pathname}${back.search}`, { headers: { cookie }, redirect: 'manual' });
}

it('a sign-in at an issuer ends with a page that shows the token', async () => {
  const answer = await signIn(() => {});
  expect(answer.status, await answer.clone().text()).toBe(200);
  expect(await answer.text()).toContain('Access token');
});

it.each<[string, (back: URL) => void]>([
  ['without the iss that the issuer announces', (back) => back.searchParams.delete('iss')],
  ['with the iss of another issuer', (back) => back.searchParams.set('iss', 'https://evil.example.com')],
  ['with an iss that differs by a slash', (back) => back.searchParams.set('iss', `${issuer.issuer}/`)],
])('a response %s is refused, and the code is not used (RFC 9207 §2.4)', async (_, change) => {
  issuer.forget();
  expect((await signIn(change)).status).toBe(400);
  expect(issuer.calls('/token')).toBe(0);
});
