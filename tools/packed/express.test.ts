import { writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { createAzureAdFake } from '@bearerkit/azure-ad/fake';
import { createGithubFake } from '@bearerkit/github/fake';
import { createMeetupFake, type MeetupFake } from '@bearerkit/meetup/fake';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Application,
  createApplication,
  fences,
  freePort,
  installNode20,
  type Program,
  start,
} from './application.ts';

let application: Application;
let nodes: Readonly<Record<string, string>>;

beforeAll(async () => {
  application = await createApplication({ express: '^5.3.0' });
  nodes = { 'Node 20': await installNode20(join(application.folder, 'node20')), 'Node 24': process.execPath };
  const [tenLines = '', meetup = ''] = await fences('packages/adapters/express/README.md', 'ts');
  const [same = ''] = await fences('README.md', 'ts');
  expect(same).toBe(tenLines);
  // Nothing is changed but where the vendors are.
  const here = tenLines
    .replace('clientSecret: GITHUB_SECRET', '$&, endpoints: JSON.parse(process.env.GITHUB_ENDPOINTS)')
    .replace('audience: API_CLIENT_ID', '$&, endpoints: JSON.parse(process.env.AZURE_ENDPOINTS)');
  await writeFile(join(application.folder, 'ten-lines.mjs'), stripTypeScriptTypes(here));
  await writeFile(join(application.folder, 'meetup.mjs'), stripTypeScriptTypes(meetup));
}, 300_000);

afterAll(async () => {
  await application?.remove();
});

describe.each(['Node 20', 'Node 24'])('the README of @bearerkit/express, packed, on %s', (version) => {
  let program: Program;
  let url: string;
  let fake: MeetupFake | undefined;
  const run = async (file: string, env: Readonly<Record<string, string>>) => {
    const port = Number(env.PORT ?? (await freePort()));
    url = `http://127.0.0.1:${port}`;
    const node = nodes[version] ?? expect.fail('no such Node');
    program = await start(node, [file], application.folder, { ...env, PORT: String(port) }, port);
  };
  const me = async (token?: string) => {
    const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}/me`, headers === undefined ? {} : { headers });
    return { status: answer.status, challenge: answer.headers.get('www-authenticate'), text: await answer.text() };
  };

  it('ten lines with GitHub and Entra: 200 for our tokens, 401 for those of others, for none and for garbage', async () => {
    const [hub, entra] = [await createGithubFake(), await createAzureAdFake()];
    await run('ten-lines.mjs', {
      GITHUB_ID: hub.client.id,
      GITHUB_SECRET: hub.client.secret,
      GITHUB_ENDPOINTS: JSON.stringify(hub.endpoints),
      TENANT_ID: entra.tenants.home,
      API_CLIENT_ID: entra.apps.api.id,
      AZURE_ENDPOINTS: JSON.stringify(entra.endpoints),
    });
    try {
      for (const [key, vendor] of [
        ['github', hub],
        ['azure', entra],
      ] as const) {
        const good = await me(await vendor.token());
        expect(good.status, good.text).toBe(200);
        expect(good.text).toContain(`"caller":"${key}/`);
        expect((await me(await vendor.token({ client: 'other' }))).status).toBe(401);
      }
      expect((await me()).challenge).toMatch(/^Bearer realm="[^"]*"$/);
      expect((await me('garbage')).challenge).toContain('error="invalid_token"');
    } finally {
      await program.stop();
      await Promise.all([hub.stop(), entra.stop()]);
    }
  });

  it('the same with Meetup and a token from `exchange`; a token of another application is refused', async () => {
    const port = await freePort();
    fake = await createMeetupFake({ client: { redirectUri: `http://127.0.0.1:${port}/callback` } });
    const [own, other] = fake.clients;
    const endpoints = JSON.stringify(fake.endpoints);
    await run('meetup.mjs', {
      PORT: String(port),
      MEETUP_KEY: own.id,
      MEETUP_SECRET: own.secret,
      MEETUP_ENDPOINTS: endpoints,
    });
    try {
      const login = await fetch(`${url}/login`, { redirect: 'manual' });
      const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const back = await fake.authorize({ url: login.headers.get('location') ?? '', member: '200000002' });
      const callback = await fetch(back, { headers: { cookie } });
      const { access_token: token } = (await callback.json()) as { access_token: string };
      expect(await me(token)).toMatchObject({ status: 200, text: JSON.stringify({ caller: 'meetup/200000002' }) });
      expect((await me(fake.mint({ client: other }).accessToken)).status).toBe(401);
    } finally {
      await program.stop();
      await fake.stop();
    }
  });
});
