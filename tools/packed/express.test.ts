import { writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { createMeetupFake, type MeetupFake } from '@bearerkit/meetup/fake';
import { createOidcFake, type OidcFake } from '@bearerkit/oidc/fake';
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
let issuer: OidcFake;

beforeAll(async () => {
  application = await createApplication({ express: '^5.3.0' });
  nodes = { 'Node 20': await installNode20(join(application.folder, 'node20')), 'Node 24': process.execPath };
  issuer = await createOidcFake();
  const [tenLines = '', meetup = ''] = await fences('packages/adapters/express/README.md', 'ts');
  await writeFile(join(application.folder, 'oidc.mjs'), stripTypeScriptTypes(tenLines));
  await writeFile(join(application.folder, 'meetup.mjs'), stripTypeScriptTypes(meetup));
}, 300_000);

afterAll(async () => {
  await issuer?.stop();
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

  it('ten lines with @bearerkit/oidc: 200 for our audience, 401 for another, for none and for garbage', async () => {
    await run('oidc.mjs', { ISSUER: issuer.issuer, AUDIENCE: 'https://api.example.com' });
    try {
      const good = await me((await issuer.clientCredentials()).accessToken);
      expect(good.status, good.text).toBe(200);
      expect(
        (await me((await issuer.clientCredentials({ resource: 'https://other.example.com' })).accessToken)).status,
      ).toBe(401);
      expect((await me()).challenge).toMatch(/^Bearer realm="[^"]*"$/);
      expect((await me('garbage')).challenge).toContain('error="invalid_token"');
    } finally {
      await program.stop();
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
