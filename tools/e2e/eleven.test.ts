import { createProviderRegistry, type ProviderRegistry } from '@bearerkit/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEleven, type Vendor } from './eleven.ts';

let vendors: Awaited<ReturnType<typeof startEleven>>;
let registry: ProviderRegistry;
const keys = ['azure', 'cognito', 'facebook', 'github', 'gitlab', 'google', 'keycloak', 'okta', 'slack'] as const;
const all = [...keys, 'meetup', 'oidc'] as const;
type Key = (typeof all)[number];

beforeAll(async () => {
  vendors = await startEleven();
  registry = createProviderRegistry(Object.fromEntries(all.map((key) => [key, vendors[key].provider])));
});
afterAll(async () => {
  await registry?.close();
  await Promise.all(all.map((key) => vendors[key].stop()));
});
beforeEach(() => {
  for (const key of all) vendors[key].forget();
});

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const byLogin = (key: Key) => vendors[key].provider.accepts.every(({ binding }) => binding === 'login');

/** A good token as the application under test holds it. */
async function goodToken(key: Key): Promise<string> {
  const vendor: Vendor = vendors[key];
  if (!byLogin(key)) return (await vendor.token()) ?? expect.fail(`${key} has no token`);
  const client = registry.client(key);
  const { redirectUri } = vendor;
  const { url, codeVerifier } = await client.authorize({ redirectUri });
  const code = new URL(await vendor.authorize(url)).searchParams.get('code') ?? '';
  return (await client.exchange({ code, redirectUri, codeVerifier })).accessToken;
}

/** Everything that a vendor was sent. */
const received = (key: Key) =>
  JSON.stringify(vendors[key].log.map(({ headers, body, path, query }) => [path, headers, body, `${query}`]));

function canStandTogether(one: Key, other: Key): boolean {
  try {
    registry.check({ accept: [one, other] });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'ambiguous_providers' });
    return false;
  }
}

describe.each(all)('eleven providers in one registry: %s', (key) => {
  it('takes its own tokens, and they are sent nowhere else', async () => {
    const token = await goodToken(key);
    for (const other of all) vendors[other].forget();
    const auth = await registry.verify(bearer(token), { accept: [key] });
    expect(auth.provider).toBe(key);
    for (const other of all) {
      if (other !== key)
        expect(
          vendors[other].log.map(({ path }) => path),
          `${other} was called`,
        ).toEqual([]);
    }
  });

  it('is told from each other: beside it, or it is a mistake in the configuration; in its place never', async () => {
    const token = await goodToken(key);
    let beside = 0;
    for (const other of all.filter((one) => one !== key)) {
      if (canStandTogether(key, other)) {
        beside++;
        expect((await registry.verify(bearer(token), { accept: [other, key] })).provider).toBe(key);
      }
      await expect(registry.verify(bearer(token), { accept: [other] })).rejects.toMatchObject({ status: 401 });
      expect(received(other)).not.toContain(token);
    }
    expect(beside).toBeGreaterThan(0);
  });

  it('refuses a living token of another application, which a GET of userinfo would take', async () => {
    const stolen = await vendors[key].token({ client: 'other' });
    expect(stolen).toBeDefined();
    const refused = registry.verify(bearer(stolen ?? ''), { accept: [key] });
    const reasons = ['wrong_app', 'wrong_audience', 'unbound', 'inactive'];
    await expect(refused).rejects.toMatchObject({ status: 401, reason: expect.toBeOneOf(reasons) });
  });
});
