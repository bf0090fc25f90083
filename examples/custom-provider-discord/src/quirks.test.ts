import { createProviderRegistry } from '@bearerkit/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { discord } from './discord.ts';
import { createDiscordFake } from './fake/index.ts';

let fake: Awaited<ReturnType<typeof createDiscordFake>>;
beforeAll(async () => {
  fake = await createDiscordFake();
});
afterAll(() => fake.stop());

it('users-me-names-no-application: a token of another application is refused, though it opens /users/@me', async () => {
  const { id: clientId, secret: clientSecret } = fake.client;
  const registry = createProviderRegistry({ discord: discord({ clientId, clientSecret, endpoints: fake.endpoints }) });
  const stolen = await fake.token({ client: 'other' });
  const headers = { authorization: `Bearer ${stolen}` };
  expect((await fetch(`${fake.endpoints.userinfo}`, { headers })).status).toBe(200);
  await expect(registry.verify({ headers })).rejects.toMatchObject({ status: 401, reason: 'wrong_app' });
});
